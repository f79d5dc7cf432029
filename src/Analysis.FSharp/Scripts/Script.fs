/// How a script takes its words and ends: as the programs do.
module QImpact.Analysis.Scripts.Script

open System.Globalization
open QImpact.Data

/// Ends the script with one line and 2.
let refuse (message: string) = raise (BadInputException message)

/// Runs a script on the words behind its name; bad input ends with one line and 2.
let run (words: string seq) (script: string list -> unit) =
    CultureInfo.CurrentCulture <- CultureInfo.InvariantCulture

    try
        script (List.ofSeq (Seq.tail words))
    with :? BadInputException as error ->
        eprintfn "error: %s" error.Message
        exit 2
