/// Laws that hold for every set of cases; the replay seed is fixed, so a failure is the same on every machine.
module QImpact.Metrics.Tests.Properties

open FsCheck
open FsCheck.FSharp
open FsCheck.Xunit
open QImpact.Metrics
open QImpact.Metrics.MetricTable

/// Cases of both classes; scores are 64ths, so that ties are frequent and 1 - score is exact.
type Cases = { Labels: int[]; Scores: float[] }

type Generators =
    static member Cases() : Arbitrary<Cases> =
        gen {
            let! n = Gen.choose (2, 40)
            let! labels = Gen.arrayOfLength n (Gen.choose (0, 1))
            let! scores = Gen.arrayOfLength n (Gen.choose (0, 64))
            let labels = labels |> Array.mapi (fun i label -> if i < 2 then i else label)

            return
                {
                    Labels = labels
                    Scores = scores |> Array.map (fun s -> float s / 64.0)
                }
        }
        |> Arb.fromGen

[<Sealed>]
type LawAttribute() =
    inherit PropertyAttribute(Replay = "(20240601,7)", MaxTest = 300, Arbitrary = [| typeof<Generators> |])

let private evaluate (cases: Cases) =
    Classification.Evaluate(cases.Labels, cases.Scores)

let private auc labels scores = Classification.RocAuc(labels, scores)

let private close (a: MetricValue) (b: MetricValue) =
    match a, b with
    | MetricValue.Defined a, MetricValue.Defined b -> abs (a - b) <= 1e-12
    | MetricValue.Undefined _, MetricValue.Undefined _ -> true
    | _ -> false

let private flip = Array.map (fun label -> 1 - label)

[<Law>]
let ``the AUC does not change under a strictly rising function of the scores`` (cases: Cases) =
    let transformed = cases.Scores |> Array.map (fun s -> exp (3.0 * s) - 17.0)
    auc cases.Labels cases.Scores = auc cases.Labels transformed

[<Law>]
let ``flipping the labels turns the AUC into one minus it`` (cases: Cases) =
    close (auc (flip cases.Labels) cases.Scores) (MetricValue.map (fun a -> 1.0 - a) (auc cases.Labels cases.Scores))

[<Law>]
let ``flipping labels and scores leaves AUC and Brier score alone`` (cases: Cases) =
    let flipped =
        {
            Labels = flip cases.Labels
            Scores = cases.Scores |> Array.map (fun s -> 1.0 - s)
        }

    let a, b = evaluate cases, evaluate flipped

    a[MetricTable.auc] = b[MetricTable.auc]
    && close a[brier] b[brier]
    && close a[logLoss] b[logLoss]

[<Law>]
let ``the AUC is the part of the pairs in the right order, ties half`` (cases: Cases) =
    let ofClass c =
        Array.zip cases.Labels cases.Scores
        |> Array.filter (fst >> (=) c)
        |> Array.map snd

    let pairs = Array.allPairs (ofClass 1) (ofClass 0)

    let expected =
        pairs
        |> Array.averageBy (fun (one, zero) ->
            if one > zero then 1.0
            elif one = zero then 0.5
            else 0.0)

    close (MetricValue.Defined expected) (auc cases.Labels cases.Scores)

[<Law>]
let ``the G-mean squared is the product of the recalls, balanced accuracy their mean`` (cases: Cases) =
    let m = evaluate cases
    let squared = MetricValue.map (fun g -> g * g) m[gmean]

    close squared (MetricValue.map2 (*) m[recall 0] m[recall 1])
    && close m[balancedAccuracy] (MetricValue.map2 (fun a b -> (a + b) / 2.0) m[recall 0] m[recall 1])

[<Law>]
let ``F1 is the harmonic mean of precision and recall where both are defined and not both 0`` (cases: Cases) =
    let m = evaluate cases

    let law precision recall f1 =
        match precision, recall with
        | MetricValue.Defined p, MetricValue.Defined r when p + r > 0.0 ->
            close f1 (MetricValue.Defined(2.0 * p * r / (p + r)))
        | _ -> close f1 (MetricValue.Defined 0.0)

    law m[precision 0] m[recall 0] m[f1 0] && law m[precision 1] m[recall 1] m[f1 1]

[<Law>]
let ``swapping the positive class swaps the class metrics and nothing else`` (cases: Cases) =
    let confusion = Classification.Confuse(cases.Labels, cases.Scores, 0.5)
    let a = Classification.OfConfusion confusion
    let b = Classification.OfConfusion(confusion.SwapPositive())

    // The reason of an undefined metric names its class, which the swap renames.
    close a[precision 0] b[precision 1]
    && close a[precision 1] b[precision 0]
    && close a[recall 0] b[recall 1]
    && close a[recall 1] b[recall 0]
    && close a[specificity 0] b[specificity 1]
    && close a[specificity 1] b[specificity 0]
    && close a[f1 0] b[f1 1]
    && close a[f1 1] b[f1 0]
    && close a[accuracy] b[accuracy]
    && close a[gmean] b[gmean]
    && close a[mcc] b[mcc]
    && confusion = confusion.SwapPositive().SwapPositive()

[<Law>]
let ``the order of the cases does not matter`` (cases: Cases) =
    let reversed =
        {
            Labels = Array.rev cases.Labels
            Scores = Array.rev cases.Scores
        }

    Seq.forall2 (fun (_, a) (_, b) -> close a b) (evaluate cases).Values (evaluate reversed).Values

[<Law>]
let ``every defined metric lies in its range`` (cases: Cases) =
    (evaluate cases).Values
    |> Seq.forall (fun (metric, value) ->
        match value with
        | MetricValue.Undefined reason -> reason <> ""
        | MetricValue.Defined value when metric = mcc || metric = kappa -> abs value <= 1.0 + 1e-12
        | MetricValue.Defined value when metric = logLoss -> value >= 0.0
        | MetricValue.Defined value -> value >= 0.0 && value <= 1.0)

/// Of two classes, by the parts of class 1.
let private ofPart1 trained judged =
    {
        Trained = [ 1.0 - trained; trained ]
        Judged = [ 1.0 - judged; judged ]
    }

[<Law>]
let ``corrected probabilities keep their order and return by the shift back`` (cases: Cases) (b: byte) (q: byte) =
    let part byte = (float (byte: byte) + 1.0) / 257.0
    let shift = ofPart1 (part b) (part q)

    let back = ofPart1 (part q) (part b)
    let sorted = Array.sort cases.Scores
    let corrected = sorted |> Array.map shift.Correct

    corrected |> Array.pairwise |> Array.forall (fun (low, high) -> low <= high)
    && Array.forall2 (fun score moved -> abs (back.Correct moved - score) <= 1e-12) sorted corrected
    && shift.Correct 0.0 = 0.0
    && shift.Correct 1.0 = 1.0

[<Law>]
let ``the correction is Elkan's formula`` (cases: Cases) (b: byte) (q: byte) =
    let b, q = (float b + 1.0) / 257.0, (float q + 1.0) / 257.0

    cases.Scores
    |> Array.forall (fun p ->
        let expected = q * (p - p * b) / (b - p * b + q * p - b * q)
        abs ((ofPart1 b q).Correct p - expected) <= 1e-12)

[<Law>]
let ``the ROC curve never falls`` (cases: Cases) =
    Classification.RocCurve(cases.Labels, cases.Scores)
    |> Seq.pairwise
    |> Seq.forall (fun (a, b) ->
        a.Threshold > b.Threshold
        && a.FalsePositiveRate <= b.FalsePositiveRate
        && a.TruePositiveRate <= b.TruePositiveRate)
