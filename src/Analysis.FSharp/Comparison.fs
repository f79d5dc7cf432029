module QImpact.Analysis.Comparison

open System
open QImpact.Data
open QImpact.Metrics
open QImpact.Analysis.Input
open QImpact.Analysis.Input.Predictions

type Subject =
    {
        Dataset: string
        Split: string
        IsPhantom: bool
        ClassNames: string list
        PositiveClass: int
        Checksum: string option
    }

type Model =
    {
        Label: string
        Predictions: PredictionSet
        Run: Runs.Run option
        Scores: float[]
        Metrics: BinaryMetrics
        Estimates: Estimate list
        Failures: (int * string) option
    }

    member this.Estimate(name, positiveClass) =
        this.Estimates
        |> List.find (fun estimate -> estimate.Name = name && estimate.PositiveClass = positiveClass)

type Comparison =
    {
        Subject: Subject
        SampleIds: string[]
        Labels: int[]
        Unlabelled: int
        LeftOut: int
        Models: Model list
        RunsWithoutPredictions: (string * Runs.Run) list
    }

let private bad (message: string) = raise (BadInputException message)

/// What takes part: a prediction set with its run, or either alone.
type private Entry =
    {
        Set: PredictionSet option
        Run: Runs.Run option
    }

    member this.Name =
        match this.Run, this.Set with
        | Some run, _ -> run.Config.Name
        | None, Some set -> set.Model
        | None, None -> ""

    /// Baseline first, then the hybrids of the paper, then what else there is.
    member this.Order =
        match this.Run with
        | Some run ->
            let known = [ "baseline"; "quantum-end"; "quantum-mid" ]

            let place =
                known
                |> List.tryFindIndex ((=) run.Config.Architecture)
                |> Option.defaultValue known.Length

            place, run.Config.Architecture, run.Config.Protocol, run.Config.Seed, run.Config.Name
        | None -> Int32.MaxValue, "", "", 0, this.Name

let private title =
    function
    | "baseline" -> "Baseline"
    | "quantum-end" -> "Quantum-End"
    | "quantum-mid" -> "Quantum-Mid"
    | other -> other

/// Short names: the architecture, with the protocol and the seed where several runs share it.
let private labels (entries: Entry list) =
    let short (entry: Entry) =
        match entry.Run with
        | None -> entry.Name
        | Some run ->
            let same =
                entries
                |> List.choose _.Run
                |> List.filter (fun other -> other.Config.Architecture = run.Config.Architecture)

            let several part =
                (same |> List.distinctBy part).Length > 1

            String.concat
                " "
                [
                    title run.Config.Architecture
                    if several (fun run -> run.Config.Protocol) then
                        run.Config.Protocol
                    if several (fun run -> string run.Config.Seed) then
                        $"s{run.Config.Seed}"
                ]

    let shortNames = entries |> List.map short

    List.map2
        (fun (entry: Entry) label ->
            if (shortNames |> List.filter ((=) label)).Length = 1 then
                label
            else
                entry.Name)
        entries
        shortNames

let private entriesOf split (runs: Runs.Run list) (tables: PredictionSet list) =
    let ofRun (run: Runs.Run) =
        for set in run.Predictions do
            if set.Model <> run.Config.Name then
                bad
                    $"{set.Source} holds predictions of {set.Model}, but its run is {run.Config.Name}; put there what infer wrote for this run"

        {
            Set = run.Predictions |> List.tryFind (fun set -> set.Split = split)
            Run = Some run
        }

    let ofTable set = { Set = Some set; Run = None }

    (runs |> List.map ofRun)
    @ (tables |> List.filter (fun set -> set.Split = split) |> List.map ofTable)
    |> List.sortBy _.Order

let private requireDistinct (entries: Entry list) =
    for name, same in entries |> List.groupBy _.Name do
        if same.Length > 1 then
            let place entry =
                match entry.Run, entry.Set with
                | Some run, _ -> run.Folder
                | None, Some set -> set.Source
                | None, None -> ""

            let places = same |> List.map place |> String.concat " and "
            bad $"{name} occurs {same.Length} times, in {places}; expected each model once, so take the others away"

let private requireOneDataset (entries: Entry list) =
    let names =
        entries
        |> List.collect (fun entry ->
            [
                match entry.Run with
                | Some run -> run.Config.Dataset.Description.Name
                | None -> ()
                match entry.Set with
                | Some set -> set.Dataset
                | None -> ()
            ])
        |> List.distinct

    match names with
    | [ name ] -> name
    | names ->
        let listed = String.concat ", " names
        bad $"the runs are on different data sets ({listed}); models can be compared on the same images only"

let private requireOneChecksum (entries: Entry list) =
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

let private subject split (entries: Entry list) =
    let dataset = requireOneDataset entries
    let checksum = requireOneChecksum entries

    match entries |> List.tryPick _.Run with
    | Some run ->
        let description = run.Config.Dataset.Description

        if description.ClassNames.Length <> 2 then
            bad $"{dataset} has {description.ClassNames.Length} classes; analyze compares models of two classes"

        {
            Dataset = dataset
            Split = split
            IsPhantom = description.IsPhantom
            ClassNames = List.ofSeq description.ClassNames
            PositiveClass = description.PositiveClass
            Checksum = checksum
        }
    | None ->
        let isPhantom = (dataset = DatasetLocator.Phantom)

        let names, positive =
            if isPhantom then
                let description = DatasetLocator.Load(dataset, null).Description
                description.ClassNames, description.PositiveClass
            else
                match KnownDatasets.ByName.TryGetValue dataset with
                | true, known -> known.ClassNames, known.PositiveClass
                | false, _ -> KnownDatasets.ClassNames(dataset, 2), 1

        {
            Dataset = dataset
            Split = split
            IsPhantom = isPhantom
            ClassNames = List.ofSeq names
            PositiveClass = positive
            Checksum = None
        }

/// The images of every table must be the same, with the same classes; their order may differ.
let private requireSameImages (first: PredictionSet) (other: PredictionSet) =
    let expected =
        first.Rows |> Array.map (fun row -> row.SampleId, row.Label) |> Map.ofArray

    if other.Rows.Length <> first.Rows.Length then
        bad
            $"{other.Model} judged {other.Rows.Length} images, {first.Model} {first.Rows.Length}; models can be compared on the same images only"

    for row in other.Rows do
        match Map.tryFind row.SampleId expected with
        | None ->
            bad
                $"{other.Model} judged image {row.SampleId}, {first.Model} did not; models can be compared on the same images only"
        | Some label when label <> row.Label ->
            let shown = Option.map string >> Option.defaultValue "unknown"

            bad
                $"image {row.SampleId} has label {shown row.Label} in {other.Source} and {shown label} in {first.Source}; expected the same images"
        | Some _ -> ()

let private failures (set: PredictionSet) =
    let reasons =
        set.Rows
        |> Array.choose (fun row ->
            match row.Outcome with
            | Failed reason -> Some reason
            | Score _ -> None)

    match reasons with
    | [||] -> None
    | reasons -> Some(reasons.Length, reasons[0])

let private isScored (row: Row) = row.Outcome.IsScore

let private model (cases: Row[]) (label: string) (entry: Entry) (set: PredictionSet) =
    let byId =
        set.Rows |> Array.map (fun row -> row.SampleId, row.Outcome) |> Map.ofArray

    let labels = cases |> Array.map (fun row -> Option.get row.Label)

    let scores =
        cases
        |> Array.choose (fun row ->
            match byId[row.SampleId] with
            | Score score -> Some score
            | Failed _ -> None)

    let metrics = Classification.Evaluate(labels, scores, set.Threshold)

    {
        Label = label
        Predictions = set
        Run = entry.Run
        Scores = scores
        Metrics = metrics
        Estimates = Estimate.ofCases labels scores metrics
        Failures = failures set
    }

let build split runs tables =
    let entries = entriesOf split runs tables
    requireDistinct entries

    let judged =
        List.zip (labels entries) entries
        |> List.choose (fun (label, entry) -> entry.Set |> Option.map (fun set -> label, entry, set))

    match judged with
    | [] ->
        bad
            $"no run has predictions for the split {split}; write them with infer --split={split} --out=RUN/predictions.csv"
    | (_, _, first) :: others ->
        for _, _, other in others do
            requireSameImages first other

        let subject = subject split entries

        let broken =
            judged
            |> List.collect (fun (_, _, set) ->
                [
                    for row in set.Rows do
                        if not (isScored row) then
                            row.SampleId
                ])
            |> Set.ofList

        let scored, leftOut =
            first.Rows |> Array.partition (fun row -> not (broken.Contains row.SampleId))

        let cases, unlabelled = scored |> Array.partition (fun row -> row.Label.IsSome)

        if cases.Length = 0 then
            bad $"no image of {subject.Dataset} {split} has both a label and a score of every model; metrics need both"

        {
            Subject = subject
            SampleIds = cases |> Array.map _.SampleId
            Labels = cases |> Array.map (fun row -> Option.get row.Label)
            Unlabelled = unlabelled.Length
            LeftOut = leftOut.Length
            Models = judged |> List.map (fun (label, entry, set) -> model cases label entry set)
            RunsWithoutPredictions =
                List.zip (labels entries) entries
                |> List.choose (fun (label, entry) ->
                    match entry.Set, entry.Run with
                    | None, Some run -> Some(label, run)
                    | _ -> None)
        }
