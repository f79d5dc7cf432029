// Audits Table 1 of "The impact of a quantum layer on classification performance" (D. Nowak), or the table in a file.
//
//   ./build.sh build
//   dotnet fsi src/Analysis.FSharp/Scripts/audit-paper.fsx [table.json]
//
// It prints what the figures show, the confusion matrices behind them and the p-values under every pairing of the errors;
// `./qimpact audit --out=FOLDER` writes the same with charts. docs/audit.md describes the table's file.

#load "../../../artifacts/qimpact.fsx"

open System.Globalization
open Deedle
open QImpact.Analysis.Audit
open QImpact.Data

CultureInfo.CurrentCulture <- CultureInfo.InvariantCulture

let table =
    try
        match List.ofArray fsi.CommandLineArgs with
        | [ _ ] -> Paper.table
        | [ _; path ] -> PublishedTable.read path
        | _ -> raise (BadInputException "expected at most one argument, the table's file")
    with :? BadInputException as error ->
        eprintfn "error: %s" error.Message
        exit 2

let audit = Audit.ofTable Audit.Settings.Default table

printfn "%s\n" table.Title

for finding in AuditCommand.findings audit do
    printfn "- %s" finding

let name0, name1 = table.ClassName 0, table.ClassName 1

printfn "\nConfusion matrices (the closest where several agree as well), right decisions of each class:"

let matrices =
    frame
        [
            name0,
            series
                [
                    for model in audit.Reconstruction.Models do
                        for right, _ in List.truncate 1 model.Nearest -> model.Model, right.Right0
                ]
            name1,
            series
                [
                    for model in audit.Reconstruction.Models do
                        for right, _ in List.truncate 1 model.Nearest -> model.Model, right.Right1
                ]
        ]

matrices.Print()

printfn "\nMcNemar's exact p-value under every possible pairing of the errors:"

let pairs =
    [
        for pair in audit.Pairs do
            match pair.All with
            | Result.Ok bounds -> $"{pair.Second} - {pair.First}", bounds.Exact
            | Result.Error _ -> ()
    ]

let pValues =
    frame
        [
            "smallest", series [ for pair, bounds in pairs -> pair, bounds.Smallest.PValue ]
            "largest", series [ for pair, bounds in pairs -> pair, bounds.Largest.PValue ]
        ]

pValues.Print()
