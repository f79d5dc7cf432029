/// The one data set that models are compared on, out of those of a folder's runs and of the tables.
module QImpact.Analysis.Input.Chosen

open System
open QImpact.Terminal

/// What takes part, and in words what does not.
type Chosen =
    {
        Runs: Runs.Run list
        Tables: Predictions.PredictionSet list
        /// "2 runs and 1 table on bloodmnist".
        LeftOut: string list
    }

let private count number (noun: string) =
    let plural = if number = 1 then "" else "s"
    if number = 0 then None else Some $"{number} {noun}{plural}"

/// The runs and tables on a data set; None: the only one that there is. BadInputException where there are several, or none of that name.
let onOneDataset (dataset: string option) (runs: Runs.Run list) (tables: Predictions.PredictionSet list) =
    let ofRun (run: Runs.Run) = run.Config.Dataset.Description.Name
    let ofTable (table: Predictions.PredictionSet) = table.Dataset

    let names =
        List.map ofRun runs @ List.map ofTable tables |> List.distinct |> List.sort

    let listed = String.concat ", " names

    let on name =
        List.filter (fun run -> ofRun run = name) runs, List.filter (fun table -> ofTable table = name) tables

    match dataset, names with
    | None, _ :: _ :: _ ->
        bad
            $"the runs are on different data sets ({listed}); models can be compared on the same images only, so choose one with --dataset=NAME"
    | Some name, _ when not (List.contains name names) ->
        bad $"--dataset={name}: nothing is on it; there is {listed}{Choice.Nearest(name, names)}"
    | _ ->
        let chosen = dataset |> Option.orElse (List.tryHead names) |> Option.defaultValue ""
        let kept, keptTables = on chosen

        {
            Runs = kept
            Tables = keptTables
            LeftOut =
                [
                    for other in names |> List.except [ chosen ] do
                        let runs, tables = on other
                        let parts = List.choose id [ count runs.Length "run"; count tables.Length "table" ]
                        let words = String.Join(" and ", parts)
                        $"{words} on {other}"
                ]
        }
