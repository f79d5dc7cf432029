// Audits Table 1 of "The impact of a quantum layer on classification performance" (D. Nowak), or the table in a file.
//
//   ./build.sh build
//   dotnet fsi src/Analysis.FSharp/Scripts/audit-paper.fsx [table.json]
//
// It prints what the figures show, the confusion matrices behind them and the p-values under every pairing of the errors;
// `./qimpact audit --out=FOLDER` writes the same with charts. docs/audit.md describes the table's file.
#load "../../../artifacts/qimpact.fsx"

open Deedle
open QImpact.Analysis.Scripts
open QImpact.Analysis.Audit

Script.run fsi.CommandLineArgs (fun words ->
    let table =
        match words with
        | [] -> Paper.table
        | [ path ] -> PublishedTable.read path
        | _ -> Script.refuse "expected at most one argument, the table's file"

    let audit = Audit.ofTable Audit.Settings.Default table

    printfn "%s\n" table.Title

    for finding in AuditCommand.findings audit do
        printfn "- %s" finding

    printfn "\nConfusion matrices (the closest where several agree as well), right decisions of each class:"

    let right (count: Right -> int) =
        series
            [
                for model in audit.Reconstruction.Models do
                    for right, _ in List.truncate 1 model.Nearest -> model.Model, count right
            ]

    (frame [ table.ClassName 0, right _.Right0; table.ClassName 1, right _.Right1 ]).Print()

    printfn "\nMcNemar's exact p-value under every possible pairing of the errors:"

    let exact (extreme: Pairings.Bounds -> float) =
        series
            [
                for pair in audit.Pairs do
                    match pair.All with
                    | Result.Ok bounds -> $"{pair.Second} - {pair.First}", extreme bounds.Exact
                    | Result.Error _ -> ()
            ]

    (frame [ "smallest", exact _.SmallestP; "largest", exact _.LargestP ]).Print())
