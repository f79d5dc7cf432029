module QImpact.Analysis.Program

open System.CommandLine
open QImpact.Terminal

[<EntryPoint>]
let main arguments =
    let root = RootCommand "QImpact analysis: compares models and writes reports."
    root.Subcommands.Add(AnalyzeCommand.create ())
    root.Subcommands.Add(AuditCommand.create ())
    root.Subcommands.Add(CompareCommand.create ())
    CommandProgram.RunAsync(root, arguments).GetAwaiter().GetResult()
