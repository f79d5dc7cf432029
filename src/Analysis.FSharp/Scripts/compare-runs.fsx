// Compares every pair of finished runs below a folder on the images that they all judged.
//
//   ./build.sh build
//   dotnet fsi src/Analysis.FSharp/Scripts/compare-runs.fsx runs [split]
//
// It prints each model's metrics, and what may be claimed of each pair. `./qimpact compare` writes it all to files.
#load "../../../artifacts/qimpact.fsx"

open Deedle
open QImpact.Analysis.Models
open QImpact.Analysis.Scripts
open QImpact.Analysis.Compare
open QImpact.Analysis.Input

Script.run fsi.CommandLineArgs (fun words ->
    let models =
        match words with
        | [ runs ] -> Comparison.build "test" (Runs.readAll runs) []
        | [ runs; split ] -> Comparison.build split (Runs.readAll runs) []
        | _ -> Script.refuse "expected a folder with runs: compare-runs.fsx FOLDER [SPLIT]"

    printfn "%s %s, %d images" models.Subject.Dataset models.Subject.Split models.Labels.Length
    (Frames.metrics _.Headline.IsSome models).Print()

    let comparison = PairedComparison.compare CompareOptions.Default models

    for row in comparison.Rows do
        if row.Test <> "" then
            printfn "- %s" row.Claim

    for row in comparison.Seeds do
        printfn "- %s" row.Claim

    for remark in comparison.Remarks do
        printfn "%s" remark)
