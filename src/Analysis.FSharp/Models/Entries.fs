/// What takes part in a comparison: runs, each with its predictions, and prediction tables without a run.
module internal QImpact.Analysis.Models.Entries

open System
open QImpact.Data
open QImpact.Data.Runs
open QImpact.Analysis.Input
open QImpact.Analysis.Input.Predictions

/// What takes part: a run, with its predictions where it has some for the split, or a prediction table alone.
type Entry =
    | Trained of Runs.Run * PredictionSet option
    | Table of PredictionSet

    member this.Run =
        match this with
        | Trained(run, _) -> Some run
        | Table _ -> None

    member this.Set =
        match this with
        | Trained(_, set) -> set
        | Table set -> Some set

    member this.Name =
        match this with
        | Trained(run, _) -> run.Config.Name
        | Table set -> set.Model

    /// Where it was found.
    member this.Place =
        match this with
        | Trained(run, _) -> run.Folder
        | Table set -> set.Source

    /// Baseline first, then the hybrids of the paper, then what else there is; the seeds of a family beside one another.
    member this.Order =
        match this with
        | Trained(run, _) ->
            let place =
                Architecture.Names
                |> Seq.tryFindIndex ((=) run.Config.Architecture)
                |> Option.defaultValue Architecture.Names.Length

            place, (RunFamily.Of run.Config).Name, run.Config.Seed, run.Config.Name
        | Table set -> Int32.MaxValue, "", 0, set.Model

/// Runs with their predictions for a split, and further tables, in the order of the report.
let entriesOf split (runs: Runs.Run list) (tables: PredictionSet list) =
    let ofRun (run: Runs.Run) =
        for set in run.Predictions do
            if set.Model <> run.Config.Name then
                bad
                    $"{set.Source} holds predictions of {set.Model}, but its run is {run.Config.Name}; put there what infer wrote for this run"

        Trained(run, run.Predictions |> List.tryFind (fun set -> set.Split = split))

    (runs |> List.map ofRun)
    @ (tables |> List.filter (fun set -> set.Split = split) |> List.map Table)
    |> List.sortBy _.Order

/// Each model once: runs of different families may have one name, where it does not say what differs.
let requireDistinct (entries: Entry list) =
    let identity (entry: Entry) =
        entry.Name, entry.Run |> Option.map (fun run -> RunFamily.Of run.Config)

    for (name, _), same in entries |> List.groupBy identity do
        if same.Length > 1 then
            let places = same |> List.map _.Place |> String.concat " and "
            bad $"{name} occurs {same.Length} times, in {places}; expected each model once, so take the others away"

/// The name of the one data set that everything is on.
let requireOneDataset (entries: Entry list) =
    let names =
        entries
        |> List.collect (fun entry ->
            [
                for run in Option.toList entry.Run do
                    run.Config.Dataset.Description.Name
                for set in Option.toList entry.Set do
                    set.Dataset
            ])
        |> List.distinct

    match names with
    | [ name ] -> name
    | names ->
        let listed = String.concat ", " names
        bad $"the runs are on different data sets ({listed}); models can be compared on the same images only"

/// How many classes every run and every table has.
let requireOneNumberOfClasses (entries: Entry list) =
    let stated =
        [
            for entry in entries do
                for run in Option.toList entry.Run do
                    run.Config.Dataset.Description.ClassNames.Length, entry.Place

                for set in Option.toList entry.Set do
                    set.Classes, set.Source
        ]
        |> List.distinctBy fst

    match stated with
    | [ (classes, _) ] -> classes
    | stated ->
        let listed =
            stated
            |> List.map (fun (classes, place) -> $"{classes} in {place}")
            |> String.concat ", "

        bad
            $"the number of classes is not the same everywhere ({listed}); models can be compared on the same classes only"

/// The positive class that every run and every table was made with; more than two classes may have none.
let requireOnePositiveClass (entries: Entry list) =
    let stated =
        [
            for entry in entries do
                for run in Option.toList entry.Run do
                    Option.ofNullable (run.Config.Dataset.Description.RequirePositiveClass()), entry.Place

                for set in Option.toList entry.Set do
                    set.PositiveClass, set.Source
        ]
        |> List.distinctBy fst

    match stated with
    | [ (positive, _) ] -> positive
    | stated ->
        let listed =
            stated
            |> List.map (fun (cls, place) ->
                let shown = cls |> Option.map string |> Option.defaultValue "none"
                $"{shown} in {place}")
            |> String.concat ", "

        bad $"the positive class is not the same everywhere ({listed}); expected one for all models"

/// The names of so many classes: a run's, or those of the tables' decisions, or the published ones.
let classNames (dataset: string) classes (entries: Entry list) =
    let published =
        if dataset = DatasetLocator.Phantom && classes = 2 then
            Phantom.PhantomGenerator.ClassNames
        else
            KnownDatasets.ClassNames(dataset, classes)

    match entries |> List.tryPick _.Run with
    | Some run -> List.ofSeq run.Config.Dataset.Description.ClassNames
    | None ->
        [
            for cls in 0 .. classes - 1 ->
                entries
                |> List.choose _.Set
                |> List.tryPick (fun set -> Map.tryFind cls set.DecisionNames)
                |> Option.defaultValue published[cls]
        ]

/// The MD5 of the one version of it that the runs used; None without runs.
let requireOneChecksum (entries: Entry list) =
    let checksums =
        entries
        |> List.choose _.Run
        |> List.map (fun run -> run.Config.Dataset.Description.Md5)
        |> List.distinct

    match checksums with
    | [] -> None
    | [ checksum ] -> Some checksum
    | checksums ->
        let listed = String.concat ", " checksums
        bad $"the runs used different versions of their data set (MD5 {listed}); compare runs on the same archive"
