module QImpact.Analysis.Program

[<EntryPoint>]
let main _ = 0
