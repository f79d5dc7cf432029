// Draws one figure: the validation AUC of every run below a folder, epoch by epoch.
//
//   ./build.sh build
//   dotnet fsi src/Analysis.FSharp/Scripts/one-figure.fsx runs figure.html
//
// Another column of the history, another mark, another colour: change the lines below.

#load "../../../artifacts/qimpact.fsx"

open XPlot.Plotly
open QImpact.Analysis
open QImpact.Analysis.Document
open QImpact.Analysis.Input
open QImpact.Data

let curve (run: Runs.Run) =
    Scatter(
        x = [ for epoch in run.History -> epoch.Number ],
        y = [ for epoch in run.History -> Option.toNullable epoch.ValidationAuc ],
        mode = "lines+markers",
        name = run.Config.Name
    )
    :> Trace

try
    match List.ofArray fsi.CommandLineArgs with
    | [ _; runs; file ] ->
        let curves = [ for run in Runs.readAll runs -> curve run ]
        SingleChart.save file "Validation AUC while training" ("epoch", "AUC on the validation images") curves
        printfn "%d runs drawn: %s" curves.Length (System.IO.Path.GetFullPath file)
    | _ -> raise (BadInputException "expected a folder with runs and a file: one-figure.fsx FOLDER FILE.html")
with :? BadInputException as error ->
    eprintfn "error: %s" error.Message
    exit 2
