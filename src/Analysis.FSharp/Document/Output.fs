/// <summary>Files of a command that writes a document in several forms.</summary>
module QImpact.Analysis.Document.Output

open System.IO
open QImpact.Data

/// <summary>Writes a text to a file of a folder, whole or not at all.</summary>
/// <returns>The file's full path.</returns>
/// <exception cref="T:QImpact.Data.BadInputException">It can't be written.</exception>
let write (folder: string) (name: string) (text: string) =
    let path = Path.GetFullPath(Path.Combine(folder, name))
    AtomicFile.WriteText(path, (fun writer -> writer.Write text))
    path
