/// The primary numbers of a study, computed again from the scores in another way.
module QImpact.Analysis.Tests.StudyComparisonTests

open System
open Shouldly
open Xunit
open QImpact.Data.Runs
open QImpact.Data.Studies
open QImpact.Analysis.Study
open QImpact.Analysis.Tests.SampleStudies
open QImpact.Analysis.Tests.SampleArchives

let private study = compared 3 6

let private findings = lazy (Findings.ofStudy (all even study))

/// P(a score of class 1 above one of class 0) + P(equal) / 2, pair by pair.
let private auc (rows: ScoreRow seq) =
    let ofClass cls =
        [
            for row in rows do
                if row.Split = "test" && row.Label = cls then
                    row.Scores[1]
        ]

    List.allPairs (ofClass 1) (ofClass 0)
    |> List.averageBy (fun (one, zero) ->
        if one > zero then 1.0
        elif one = zero then 0.5
        else 0.0)

let private runsOf (runs: StudyRuns) arm repeat =
    [
        for found in runs.Found do
            if found.Plan.Architecture.Name = arm && fst (placeOf found.Plan) = repeat then
                found.Run.Scores
    ]

/// The influence of every image on a repeat's AUC, by definition: what each image of a class does in its fold, pair by pair.
let private influences (folds: seq<seq<ScoreRow>>) =
    let folds =
        [
            for rows in folds ->
                [
                    for row in rows do
                        if row.Split = "test" then
                            row
                ]
        ]

    [
        for place, rows in List.indexed folds do
            let area = auc rows

            for row in rows do
                let others = rows |> List.filter (fun other -> other.Label <> row.Label)

                let wins =
                    others
                    |> List.averageBy (fun other ->
                        let one, zero = if row.Label = 1 then row, other else other, row
                        let a, b = one.Scores[1], zero.Scores[1]

                        if a > b then 1.0
                        elif a = b then 0.5
                        else 0.0)

                let count =
                    rows |> List.filter (fun other -> other.Label = row.Label) |> List.length

                (row.SampleId, (place, row.Label, (wins - area) / float count, count))
    ]
    |> Map

/// The covariance of two repeats' AUCs, cell by cell of folds and classes.
let private covariance folds first second =
    [
        for label in 0..1 do
            for one in 0 .. folds - 1 do
                for other in 0 .. folds - 1 do
                    let both =
                        [
                            for KeyValue(id, (place, cls, value, n)) in first do
                                let place2, _, value2, m = Map.find id second

                                if cls = label && place = one && place2 = other then
                                    value * value2, n, m
                        ]

                    match both with
                    | [] -> ()
                    | (_, n, m) :: _ ->
                        let n, m, k = float n, float m, float both.Length
                        let sum = both |> List.sumBy (fun (product, _, _) -> product)
                        yield sum / (1.0 - 1.0 / n - 1.0 / m + k / (n * m))
    ]
    |> List.sum
    |> fun total -> total / float (folds * folds)

[<Fact>]
let ``the primary contrast is the one that follows from the scores by the formulas, recomputed here`` () =
    let runs = all even study
    let comparison = findings.Value.Comparison.Value
    let folds, repeats = 3, 6

    let values arm =
        [
            for repeat in 0 .. repeats - 1 -> runsOf runs arm repeat |> List.map auc |> List.average
        ]

    let influence arm =
        [
            for repeat in 0 .. repeats - 1 -> influences [ for rows in runsOf runs arm repeat -> rows ]
        ]

    let x, y = values "quantum-end", values "baseline"
    let ix, iy = influence "quantum-end", influence "baseline"
    let j = float repeats
    let difference = List.average x - List.average y

    // MS(TR) of two arms is half the variance of the differences.
    let differences = List.map2 (-) x y

    let interaction =
        (differences |> List.sumBy (fun value -> (value - difference) ** 2.0))
        / (2.0 * (j - 1.0))

    let between first second =
        List.allPairs (List.indexed first) (List.indexed second)
        |> List.filter (fun ((i, _), (k, _)) -> i <> k)
        |> List.averageBy (fun ((_, a), (_, b)) -> covariance folds a b)

    let cov2 = (between ix ix + between iy iy) / 2.0
    let cov3 = between ix iy
    let denominator = interaction + max 0.0 (j * (cov2 - cov3))
    let error = sqrt (2.0 * denominator / j)
    let df = (denominator / interaction) ** 2.0 * (j - 1.0)

    let found =
        comparison.Primary
        |> List.find (fun contrast -> contrast.Reference.Name = "baseline")

    match found.Combined with
    | Error reason -> failwith reason
    | Ok combined ->
        combined.Value.ShouldBe(difference, 1e-12)
        combined.StandardError.ShouldBe(error, 1e-12)
        combined.Df.ShouldBe(df, 1e-6)

    found.OfRepeats
    |> List.map snd
    |> List.zip differences
    |> List.iter (fun (a, b) -> b.ShouldBe(a, 1e-12))

[<Fact>]
let ``the primary family is adjusted by Holm among its three contrasts`` () =
    let comparison = findings.Value.Comparison.Value

    let raw =
        [
            for contrast in comparison.Primary ->
                match contrast.Combined with
                | Ok difference -> difference.PValue
                | Error reason -> failwith reason
        ]

    let sorted = List.sort raw

    for contrast, p in List.zip comparison.Primary raw do
        // The largest of (m - rank) p over the p-values up to this one.
        let expected =
            sorted
            |> List.mapi (fun rank value -> rank, value)
            |> List.filter (fun (_, value) -> value <= p)
            |> List.map (fun (rank, value) -> min 1.0 (float (3 - rank) * value))
            |> List.max

        contrast.Adjusted.Value.ShouldBe(expected, 1e-12)

[<Fact>]
let ``a repeat that lacks one run is left out for every arm`` () =
    let lacks (plan: PlannedRun) =
        placeOf plan = (2, 2) && plan.Architecture.Name = "end-tanh"

    let runs = found even study (lacks >> not) id
    let comparison = (Findings.ofStudy runs).Comparison.Value
    comparison.Runs.Whole.ShouldBe([ 0; 1; 3; 4; 5 ])

    for arm in comparison.Arms do
        arm.Runs.Length.ShouldBe 15
        arm.Runs |> List.forall (fun run -> fst run.Fold.Value <> 2) |> _.ShouldBeTrue()

    for contrast in comparison.Primary do
        (contrast.OfRepeats |> List.map fst).ShouldBe([ 0; 1; 3; 4; 5 ])

[<Fact>]
let ``with four whole repeats nothing is concluded and the figures stand all the same`` () =
    let runs = found even study (fun plan -> fst (placeOf plan) < 4) id
    let findings = Findings.ofStudy runs
    findings.Answer.ShouldStartWith "Nothing is concluded yet: 4 of the 5 whole repeats"
    findings.Comparison.Value.Primary.Head.Combined.IsOk.ShouldBeTrue()

[<Fact>]
let ``a large effect is claimed, and none where the arms are alike`` () =
    let strong =
        { even with
            Lift = fun name -> if name = "quantum-end" then 4.0 else 1.0
        }

    (Findings.ofStudy (all strong study)).Answer.ShouldStartWith "Yes, the quantum layer helps"

    let weak =
        { even with
            Lift = fun name -> if name = "quantum-end" then 0.6 else 4.0
        }

    (Findings.ofStudy (all weak study)).Answer.ShouldStartWith "No, the quantum layer harms"

[<Fact>]
let ``the order of the runs changes nothing`` () =
    let runs = all even study

    let turned =
        StudyRuns(
            runs.Study,
            runs.Planned,
            Collections.Immutable.ImmutableArray.CreateRange(Seq.rev runs.Found),
            runs.Missing,
            runs.Failed,
            runs.Pending,
            runs.Problems,
            runs.Rates
        )

    (Findings.ofStudy turned).Answer.ShouldBe findings.Value.Answer
