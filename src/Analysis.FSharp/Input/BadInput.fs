/// The refusal of what a person gave.
[<AutoOpen>]
module internal QImpact.Analysis.Input.BadInput

open QImpact.Data

/// Raises BadInputException.
let bad (message: string) = raise (BadInputException message)
