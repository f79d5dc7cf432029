// Draws one figure: the validation AUC of every run below a folder, epoch by epoch.
//
//   ./build.sh build
//   dotnet fsi src/Analysis.FSharp/Scripts/one-figure.fsx runs figure.html
//
// Another column of the history, another mark, another colour: change the lines below.
#load "../../../artifacts/qimpact.fsx"

open Deedle
open XPlot.Plotly
open QImpact.Analysis.Models
open QImpact.Analysis.Scripts
open QImpact.Analysis.Document
open QImpact.Analysis.Input

Script.run fsi.CommandLineArgs (fun words ->
    match words with
    | [ runs; file ] ->
        let aucs = Runs.readAll runs |> Frames.histories _.ValidationAuc

        let curves: Trace list =
            [
                for column in aucs.GetAllColumns<float>() ->
                    Scatter(
                        x = column.Value.Keys,
                        // Where the AUC is undefined the curve has a gap.
                        y =
                            [
                                for key in column.Value.Keys -> Option.toNullable (Series.tryGet key column.Value)
                            ],
                        mode = "lines+markers",
                        name = column.Key
                    )
            ]

        SingleChart.save file "Validation AUC while training" ("epoch", "AUC on the validation images") curves
        printfn "%d runs drawn: %s" curves.Length (System.IO.Path.GetFullPath file)
    | _ -> Script.refuse "expected a folder with runs and a file: one-figure.fsx FOLDER FILE.html")
