module QImpact.Analysis.Program

open System.CommandLine
open QImpact.Terminal
open QImpact.Analysis.Audit
open QImpact.Analysis.Compare
open QImpact.Analysis.Report

[<EntryPoint>]
let main arguments =
    let root = RootCommand "QImpact analysis: compares models and writes reports."
    root.Subcommands.Add(AnalyzeCommand.create ())
    root.Subcommands.Add(AuditCommand.create ())
    root.Subcommands.Add(CompareCommand.create ())
    CommandProgram.RunAsync(root, arguments).GetAwaiter().GetResult()
