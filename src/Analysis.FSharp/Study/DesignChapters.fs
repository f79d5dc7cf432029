/// What was done: parts, data, contamination, rates, and what is missing.
module internal QImpact.Analysis.Study.DesignChapters

open System
open QImpact.Data.Duplicates
open QImpact.Data.Studies
open QImpact.Metrics
open QImpact.Statistics
open QImpact.Analysis.Document
open QImpact.Analysis.Study.Findings
open QImpact.Analysis.Study.StudyWords

let private splits (plan: SplitPlan) =
    match plan with
    | :? SplitPlan.Folds as folds ->
        let tested =
            if folds.Tested.Length = folds.Count then
                "all"
            else
                $"{folds.Tested.Length}"

        $"{countedRepeats folds.Repeats} of {folds.Count} folds, {tested} tested, split seed {folds.SplitSeed}"
    | :? SplitPlan.Published as published -> $"the published split, {countedSeeds published.Seeds.Length}"
    | other -> invalidOp $"{other} is no plan of splits."

let private rates (plan: RatePlan) =
    match plan with
    | :? RatePlan.Listed as listed -> listed.Rates |> Seq.map rate |> String.concat ", "
    | :? RatePlan.ChosenBy as by -> $"chosen by {by.Part}"
    | _ -> "the protocol's"

let private ofPart (findings: Findings) =
    let runs = findings.Runs
    let found = runs.Found |> Seq.countBy _.Plan.Part |> Map
    let failed = runs.Failed |> Seq.countBy _.Plan.Part |> Map

    fun (part: StudyPart) ->
        let count counts =
            Map.tryFind part.Name counts |> Option.defaultValue 0

        count found, count failed, part.Runs

let private parts (findings: Findings) =
    let counts = ofPart findings

    let columns: (string * (StudyPart -> Cell)) list =
        [
            "Part", (fun part -> Text [ Strong part.Name; Aside(role part.Role) ])
            "Arms", (fun part -> text $"{part.Arms.Length}")
            "Protocol", (fun part -> text part.Protocol)
            "Learning rates", (fun part -> text (rates part.Rates))
            "Divisions", (fun part -> text (splits part.Splits))
            "Runs there",
            (fun part ->
                let found, _, planned = counts part
                text $"{found} of {planned}")
            "Failed",
            (fun part ->
                match counts part with
                | _, 0, _ -> text "0"
                | found, failed, _ -> share failed (found + failed))
        ]

    Grid(grid columns (List.ofSeq findings.Study.Parts))

let private classes (findings: Findings) =
    match findings.Data with
    | None -> [ paragraph "No run is there yet, so nothing is known of the data." ]
    | Some data ->
        let description = data.Description

        // With those that balancing left out.
        let train =
            match data.TrainClasses with
            | null -> data.TrainImages
            | classes -> Seq.sum classes.Split

        let all = train + data.ValidationImages + data.TestImages

        [
            paragraph
                $"{description.Name}, {Format.whole (int64 all)} images of {description.Size} × {description.Size} pixels: {Format.listed (List.ofSeq description.ClassNames)}. Archive's MD5: {description.Md5}."
        ]

/// What near-duplicates do to a published split, and what is done about them.
let private contamination (look: Result<DataLook.Look, string>) =
    match look with
    | Error reason ->
        [
            warning
                $"Near-duplicates were not looked for, as the images are not here ({reason}). The folds were made with them: a run on folds that were grouped otherwise would be another run."
        ]
    | Ok look ->
        let bound =
            NearDuplicates.DefaultCorrelation.ToString Globalization.CultureInfo.InvariantCulture

        let rows =
            [
                "test", look.Test, look.TestImages
                "validation", look.Validation, look.ValidationImages
            ]

        [
            paragraph
                $"{countedPairs look.Pairs} of images correlate above {bound} once each is standardised; {countedPairs look.Conflicts} have different labels. That leaves {look.Groups} groups of {Format.whole (int64 look.Images)} images, an image without a copy being one. Folds never divide a group. The published split does:"
            Grid(
                grid
                    [
                        "Published split", (fun (name, _, _) -> text name)
                        "Images with a copy in train", (fun (_, copies: Set<string>, _) -> text $"{copies.Count}")
                        "of", (fun (_, _, images: int) -> text $"{images}")
                    ]
                    rows
            )
        ]

let private lines (title: string) (found: string list) =
    match found with
    | [] -> []
    | found when found.Length <= 5 -> [ Heading(plain title); Bullets(List.map plain found) ]
    | found -> [ Folded(plain $"{title}: {found.Length}", [ Bullets(List.map plain found) ]) ]

/// What failed, is missing or can't be used.
let private trouble (findings: Findings) =
    let runs = findings.Runs

    [
        yield!
            lines
                "Runs that failed"
                [
                    for failed in runs.Failed -> $"{failed.Plan.Name} (exit code {failed.ExitCode}): {failed.Reason}"
                ]
        if not runs.Failed.IsEmpty then
            remark
                "A failed run leaves its repeat not whole, and a repeat that is not whole counts for no arm. An arm that fails often is flattered by that: how often stands beside its part above."
        if runs.Waiting > 0 then
            paragraph $"Not there yet: {countedRuns runs.Waiting}."
        yield! lines "Archives that can't be used" (List.ofSeq runs.Problems)
        yield! lines "Runs whose scores can't be used" findings.Judged.Unusable
    ]

let design (findings: Findings) look =
    let analysis = findings.Study.Analysis

    [
        paragraph
            "Every arm has the same backbone, the same images in the same order, the same number of epochs and the same effort of tuning; arms differ in their heads alone. Initial weights, balancing, order and division are drawn anew for every run, alike for all arms."
        parts findings
        Heading(plain "Data")
        yield! classes findings
        yield! contamination look
        Heading(plain "Fixed before any result")
        Bullets
            [
                plain
                    $"Margin: a difference in AUC below {Decimals.shown 2 analysis.Margin} counts as none. Level: {Format.percent Verdict.Alpha}, two-sided, Holm over the {analysis.Primary.Length} primary contrasts."
                plain
                    $"Nothing is concluded before {analysis.WholeRepeats} repeats are whole, and from whole repeats alone: the same ones for every arm."
                plain
                    "AUC is computed within each test fold, so that scores of different models are never ranked against each other, and averaged over the folds of a repeat."
            ]
        yield! trouble findings
    ]
    |> chapter "design" "What was done"
    |> listedAs "Design"

let private rateTable (chosen: ChosenRate list) =
    let all =
        chosen
        |> List.collect (fun choice -> [ for score in choice.Scores -> score.Rate ])
        |> List.distinct
        |> List.sort

    let cell (choice: ChosenRate) tried =
        match choice.Scores |> Seq.tryFind (fun score -> score.Rate = tried) with
        | None -> Missing ""
        | Some score ->
            let auc = Decimals.shown 3 score.MeanAuc
            let auc = if tried = choice.Rate then Strong auc else Plain auc

            if score.Failed = 0 then
                Text [ auc ]
            else
                Text [ auc; Aside $"{score.Failed} of {score.Runs} failed" ]

    grid
        [
            "Arm", (fun (choice: ChosenRate) -> Text [ ArmLook.title choice.Architecture ])
            for tried in all do
                rate tried, (fun choice -> cell choice tried)
            "Chosen", (fun choice -> text (rate choice.Rate))
            "from runs", (fun choice -> text $"{choice.Scores |> Seq.sumBy _.Runs}")
        ]
        chosen

/// The rates of each arm; None where no part chooses any.
let rateChapter (findings: Findings) =
    match findings.Parts StudyRole.Rates with
    | [] -> None
    | parts ->
        [
            for part in parts do
                match
                    findings.Runs.Rates
                    |> Seq.filter (fun choice -> choice.Part = part.Name)
                    |> List.ofSeq
                with
                | [] ->
                    warning
                        $"{part.Name}: no rate is chosen before all of its {countedRuns part.Runs} have ended; what depends on them waits."
                | chosen -> Grid(rateTable chosen)
            remark
                "Mean AUC of the chosen epochs on the runs' inner validation images, over the divisions of this part; the highest is taken, of equals the lower rate, and a run that failed counts as 0.5. Test images are not looked at, and the divisions are drawn with seeds that the comparison does not use. The images are the same ones all the same: those that chose a rate are test images of the comparison elsewhere, so the rates are a little too good for all arms alike."
        ]
        |> chapter "rates" "Learning rates"
        |> listedAs "Rates"
        |> Some
