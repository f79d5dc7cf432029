/// The published split and the published benchmark.
module internal QImpact.Analysis.Study.OfficialChapters

open QImpact.Data.Runs
open QImpact.Data.Studies
open QImpact.Metrics
open QImpact.Statistics
open QImpact.Analysis.Document
open QImpact.Analysis.Study.Findings
open QImpact.Analysis.Study.JudgedRun
open QImpact.Analysis.Study.StudyWords

let private three = orMissing (fun value -> Number(value, 3))

type private Row =
    {
        Arm: ArmEstimates.ArmEstimate
        /// Less the baseline; None of the baseline.
        Contrast: ContrastEstimates.ContrastEstimate option
    }

let private columns: (string * (Row -> Cell)) list =
    let auc (row: Row) = snd row.Arm.Means.Head

    [
        "Architecture", (fun row -> Text [ ArmLook.title row.Arm.Arm ])
        "AUC, mean of seeds", auc >> Result.map List.average >> three
        "lowest to highest",
        (fun row ->
            match auc row with
            | Ok values -> text $"{Decimals.shown 3 (List.min values)} to {Decimals.shown 3 (List.max values)}"
            | Error reason -> Missing reason)
        "G-mean", (fun row -> snd row.Arm.Means[1] |> Result.map List.average |> three)
        "Log loss, corrected", (fun row -> snd row.Arm.Means[2] |> Result.map List.average |> three)
        "AUC less the baseline's, 95 %",
        (fun row ->
            match row.Contrast with
            | None -> text ""
            | Some contrast -> difference contrast.Combined)
        "p, not adjusted",
        (fun row ->
            match row.Contrast with
            | None -> text ""
            | Some contrast -> contrast.Combined |> Result.map _.PValue |> orMissing PValue)
    ]

/// The rows of a part on some of its images, and how many images these are; None where no seed is whole.
let private rows margin groups (part: StudyPart) (runs: JudgedRun list) =
    let runs = WholeRepeats.runs groups part runs

    if runs.Whole.IsEmpty then
        None
    else
        let forest = ContrastEstimates.forest runs margin

        Some(
            runs.Images,
            runs.Whole.Length,
            [
                for arm in ArmEstimates.arms runs ->
                    {
                        Arm = arm
                        Contrast = forest |> List.tryFind (fun contrast -> contrast.Arm = arm.Arm)
                    }
            ]
        )

let private officialPart (findings: Findings) look (part: StudyPart) =
    let runs = findings.Of part
    let rows = rows findings.Study.Analysis.Margin (Option.ofObj findings.Runs.Groups)

    let without (copies: Set<string>) =
        runs |> List.map (JudgedRun.onImages (copies.Contains >> not))

    let groups =
        [
            "All", rows part runs
            match look with
            | Ok(look: DataLook.Look) ->
                "Without those that have a near-duplicate in the training split:", rows part (without look.Test)
            | Error _ -> ()
        ]

    let shown =
        [
            for title, found in groups do
                match found with
                | Some(images, seeds, rows) -> $"{title} {images} test images, {countedSeeds seeds}", rows
                | None -> ()
        ]

    [
        if shown.IsEmpty then
            warning $"{part.Name}: no seed is there for every arm yet."
        else
            Grid(groupedGrid columns shown)
        match look with
        | Error reason -> warning $"Which test images have a copy in the training split is not known: {reason}."
        | Ok _ -> ()
    ]

/// None where the study has no such part.
let official (findings: Findings) look =
    match findings.Parts StudyRole.Official with
    | [] -> None
    | parts ->
        [
            yield! parts |> List.collect (officialPart findings look)
            remark
                "Seeds are to these rows what repeats are to the comparison: means over seeds, differences with the interval of seeds and images together (Obuchowski and Rockette, Hillis). One division only: what another would give is not in these intervals. A copy counts whether or not a run's balanced training set drew it."
        ]
        |> chapter "official" "The published split"
        |> listedAs "Published split"
        |> Some

/// Figures of others on the same test images, each with its source.
let private published =
    [
        "ResNet-18 (28), MedMNIST v2 (Yang et al. 2023)", "0.901", "0.863"
        "ResNet-18 (28), mean of 3 seeds, independent", "0.876", "0.840"
    ]

let private accuracy (run: JudgedRun) =
    (Classification.Evaluate(
        [ MetricTable.accuracy ],
        run.Test.Labels,
        run.Test.Scores,
        Classification.DefaultThreshold
    ))
        .Item(MetricTable.accuracy)
        .ToOption()

/// The arms' AUCs by the benchmark's settings beside those of others, in a sentence; None where there is no such run.
let benchmarkSentence (findings: Findings) =
    let arms =
        [
            for part in findings.Parts StudyRole.Benchmark do
                for arm in part.Arms do
                    match findings.Of part |> List.filter (fun run -> run.Plan.Architecture = arm) with
                    | [] -> ()
                    | own ->
                        let aucs = own |> List.map _.Auc |> defined |> medianAndRange 3 |> Format.cell
                        $"{aucs} for {arm.Title} over {countedSeeds own.Length}"
        ]

    if arms.IsEmpty then
        None
    else
        let here = Format.listed arms

        let elsewhere =
            published
            |> List.map (fun (name, auc, _) -> $"{auc} for {name}")
            |> Format.listed

        Some
            $"Is the backbone trained as well as elsewhere? By the benchmark's settings the AUC on the published test split is {here} (median and range); published are {elsewhere}."

let private benchmarkRows (findings: Findings) (part: StudyPart) =
    let runs = findings.Of part

    [
        for arm in part.Arms do
            match runs |> List.filter (fun run -> run.Plan.Architecture = arm) with
            | [] -> ()
            | own ->
                [
                    Text
                        [
                            ArmLook.title arm
                            Aside $"here, {countedSeeds own.Length}: median and range"
                        ]
                    own |> List.map _.Auc |> defined |> medianAndRange 3
                    own |> List.choose accuracy |> medianAndRange 3
                ]
    ]

/// None where the study has no such part, or none of its runs.
let benchmark (findings: Findings) =
    match findings.Parts StudyRole.Benchmark |> List.collect (benchmarkRows findings) with
    | [] -> None
    | rows ->
        [
            Grid
                {
                    Head = [ plain "Model"; plain "AUC"; plain "Accuracy" ]
                    Groups =
                        [
                            plain "Published",
                            [
                                for name, auc, accuracy in published ->
                                    [ text name; Text [ Published auc ]; Text [ Published accuracy ] ]
                            ]
                            plain "Measured", rows
                        ]
                    Look = ""
                }
            remark
                "The benchmark's settings: the whole training split, small stem, 100 epochs, the best validation AUC kept. It shows whether the backbone is trained as well as elsewhere; it is no comparison of architectures."
        ]
        |> chapter "benchmark" "Beside the benchmark"
        |> listedAs "Benchmark"
        |> Some
