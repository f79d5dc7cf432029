module QImpact.Analysis.Program

open QImpact.Terminal

[<EntryPoint>]
let main arguments =
    CommandProgram.RunAsync(AnalyzeCommand.create (), arguments).GetAwaiter().GetResult()
