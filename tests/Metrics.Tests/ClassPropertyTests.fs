/// Laws of metrics of any number of classes; the replay seed is fixed, so a failure is the same on every machine.
module QImpact.Metrics.Tests.ClassProperties

open FsCheck
open FsCheck.FSharp
open FsCheck.Xunit
open QImpact.Metrics
open QImpact.Metrics.MetricTable

/// Cases of two to six classes. Probabilities are whole numbers of 1/64, so ties are frequent and every row sums to exactly 1.
type ManyCases =
    {
        Classes: int
        Labels: int[]
        Rows: float[]
        Weights: int[]
    }

/// As many numbers as there are classes, at least 0, with the sum 64.
let private row classes =
    gen {
        let! cuts = Gen.arrayOfLength (classes - 1) (Gen.choose (0, 64))
        let edges = Array.concat [ [| 0 |]; Array.sort cuts; [| 64 |] ]

        return
            edges
            |> Array.pairwise
            |> Array.map (fun (low, high) -> float (high - low) / 64.0)
    }

type Generators =
    static member Cases() : Arbitrary<ManyCases> =
        gen {
            let! classes = Gen.choose (2, 6)
            let! n = Gen.choose (1, 30)
            let! labels = Gen.arrayOfLength n (Gen.choose (0, classes - 1))
            let! rows = Gen.arrayOfLength n (row classes)
            let! weights = Gen.arrayOfLength n (Gen.choose (0, 3))

            return
                {
                    Classes = classes
                    Labels = labels
                    Rows = Array.concat rows
                    Weights = weights |> Array.mapi (fun i weight -> if i = 0 then weight + 1 else weight)
                }
        }
        |> Arb.fromGen

[<Sealed>]
type LawAttribute() =
    inherit PropertyAttribute(Replay = "(20240601,7)", MaxTest = 300, Arbitrary = [| typeof<Generators> |])

let private close (a: MetricValue) (b: MetricValue) =
    match a, b with
    | MetricValue.Defined a, MetricValue.Defined b -> abs (a - b) <= 1e-12
    | MetricValue.Undefined _, MetricValue.Undefined _ -> true
    | _ -> false

let private evaluate cases =
    Classification.Evaluate(cases.Labels, cases.Rows, cases.Classes)

let private row0 cases case =
    cases.Rows[case * cases.Classes .. (case + 1) * cases.Classes - 1]

let private highestIsShared (row: float[]) =
    (row |> Array.filter ((=) (Array.max row))).Length > 1

[<Law>]
let ``renaming the classes renames the metrics of classes and leaves the others alone`` (cases: ManyCases) =
    // The first of equal scores is decided, so a tie would be decided for another class.
    let kept =
        [|
            for case in 0 .. cases.Labels.Length - 1 do
                if not (highestIsShared (row0 cases case)) then
                    case
        |]

    if kept.Length = 0 || cases.Classes = 2 then
        true
    else
        let moved cls = (cls + 1) % cases.Classes
        let labels = [| for case in kept -> cases.Labels[case] |]
        let rows = [| for case in kept -> row0 cases case |]

        let before = Classification.Evaluate(labels, Array.concat rows, cases.Classes)

        let after =
            let turned (row: float[]) =
                Array.init row.Length (fun cls -> row[(cls + row.Length - 1) % row.Length])

            Classification.Evaluate(Array.map moved labels, rows |> Array.collect turned, cases.Classes)

        before.Values
        |> Seq.forall (fun (metric, value) ->
            match metric.PositiveClass with
            | None -> close value after[metric]
            | Some cls ->
                close
                    value
                    after[{ metric with
                              PositiveClass = Some(moved cls)
                          }])

[<Law>]
let ``two classes with a row of scores give what P(class 1) alone gives, bit by bit`` (cases: ManyCases) =
    let scores1 =
        [|
            for case in 0 .. cases.Labels.Length - 1 -> cases.Rows[case * cases.Classes]
        |]

    let labels = cases.Labels |> Array.map (min 1)
    let rows = scores1 |> Array.collect (fun score1 -> [| 1.0 - score1; score1 |])
    let expected = Classification.Evaluate(labels, scores1)
    let actual = Classification.Evaluate(labels, rows, 2)

    expected.Confusion = actual.Confusion
    && Seq.forall2 (=) expected.Values actual.Values

[<Law>]
let ``a weight is a repetition`` (cases: ManyCases) =
    let scores (cases: ManyCases) =
        ClassScores.OfRows(cases.Classes, cases.Rows, 0.5)

    let repeated =
        [|
            for case in 0 .. cases.Labels.Length - 1 do
                for _ in 1 .. cases.Weights[case] -> case
        |]

    let metrics = forClasses cases.Classes

    let weighted =
        WeightedCases.Of(metrics, cases.Labels, scores cases).Evaluate cases.Weights

    let drawn =
        Classification.Evaluate(
            metrics,
            [| for case in repeated -> cases.Labels[case] |],
            (scores cases).Choose repeated
        )

    Seq.forall2 close weighted (drawn.Values |> Seq.map snd)

[<Law>]
let ``every defined metric of several classes lies in its range, and an undefined one has its reason``
    (cases: ManyCases)
    =
    (evaluate cases).Values
    |> Seq.forall (fun (metric, value) ->
        match value with
        | MetricValue.Undefined reason -> reason <> ""
        | MetricValue.Defined value when metric = mcc || metric = kappa -> abs value <= 1.0 + 1e-12
        | MetricValue.Defined value when metric = brier -> value >= 0.0 && value <= 2.0
        | MetricValue.Defined value when metric = logLoss -> value >= 0.0
        | MetricValue.Defined value -> value >= 0.0 && value <= 1.0 + 1e-12)

[<Law>]
let ``a correction by equal parts changes nothing, and rows stay probabilities`` (cases: ManyCases) =
    let even =
        PriorShift.OfCounts(Array.create cases.Classes 5, Array.create cases.Classes 7)

    let uneven =
        PriorShift.OfCounts(Array.create cases.Classes 5, Array.init cases.Classes (fun cls -> cls + 1))

    let row = row0 cases 0

    match even, uneven with
    | Some even, Some uneven ->
        Array.forall2 (fun a b -> abs (a - b) <= 1e-12) row (even.CorrectRow row)
        && abs (Array.sum (uneven.CorrectRow row) - 1.0) <= 1e-12
        && (cases.Classes > 2
            || abs ((uneven.CorrectRow row)[1] - uneven.Correct row[1]) <= 1e-12)
    | _ -> false
