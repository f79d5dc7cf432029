// Compares every pair of finished runs below a folder on the images that they all judged.
//
//   ./build.sh build
//   dotnet fsi src/Analysis.FSharp/Scripts/compare-runs.fsx runs [split]
//
// It prints each model's metrics with their intervals, and what may be claimed of each pair. `./qimpact compare` writes it all to files.

#load "../../../artifacts/qimpact.fsx"

open System.Globalization
open Deedle
open QImpact.Analysis
open QImpact.Analysis.Compare
open QImpact.Analysis.Input
open QImpact.Data

CultureInfo.CurrentCulture <- CultureInfo.InvariantCulture

let models =
    try
        match List.ofArray fsi.CommandLineArgs with
        | [ _; runs ] -> Comparison.build "test" (Runs.readAll runs) []
        | [ _; runs; split ] -> Comparison.build split (Runs.readAll runs) []
        | _ -> raise (BadInputException "expected a folder with runs: compare-runs.fsx FOLDER [SPLIT]")
    with :? BadInputException as error ->
        eprintfn "error: %s" error.Message
        exit 2

let metrics =
    frame
        [
            for metric in models.Metrics do
                if metric.Headline.IsSome then
                    metric.Of models.Subject.ClassNames,
                    series
                        [
                            for model in models.Models -> model.Label, $"{(model.Estimate metric).Value}"
                        ]
        ]

printfn "%s %s, %d images" models.Subject.Dataset models.Subject.Split models.Labels.Length
metrics.Print()

let comparison = PairedComparison.compare CompareOptions.Default models

for row in comparison.Rows do
    if row.Test <> "" then
        printfn "- %s" row.Claim

for row in comparison.Seeds do
    printfn "- %s" row.Claim

for remark in comparison.Remarks do
    printfn "%s" remark
