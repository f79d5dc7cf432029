/// Texts that an assembly carries.
module internal QImpact.Analysis.Document.Resource

open System.IO
open System.Reflection

let read (assembly: Assembly) name =
    match assembly.GetManifestResourceStream name with
    | null -> invalidOp $"{assembly.FullName} has no resource {name}."
    | stream ->
        use reader = new StreamReader(stream)
        reader.ReadToEnd()

/// One of this house.
let own name =
    read (Assembly.GetExecutingAssembly()) name
