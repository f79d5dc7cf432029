/// The refusal of what a person gave.
[<AutoOpen>]
module internal QImpact.Analysis.Input.BadInput

open System
open System.IO
open QImpact.Data

/// Raises BadInputException.
let bad (message: string) = raise (BadInputException message)

/// The text of a file.
let readText path =
    try
        File.ReadAllText path
    with
    | :? IOException
    | :? UnauthorizedAccessException as error ->
        raise (BadInputException($"{path} can't be read: {error.Message}", error))
