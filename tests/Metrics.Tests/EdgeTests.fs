module QImpact.Metrics.Tests.Edges

open System
open Xunit
open QImpact.Metrics
open QImpact.Metrics.MetricTable

let private refused (message: string) (action: unit -> obj) =
    let error = Assert.ThrowsAny<ArgumentException>(fun () -> action () |> ignore)
    Assert.StartsWith(message, error.Message)

let private evaluate (labels: int list) (scores: float list) = Classification.Evaluate(labels, scores)

[<Fact>]
let ``different lengths are refused`` () =
    refused "There are 1 scores for 2 labels; expected one score per label." (fun () -> evaluate [ 0; 1 ] [ 0.5 ])

[<Fact>]
let ``no case at all is refused`` () =
    refused "There are no cases; expected at least one." (fun () -> evaluate [] [])

[<Fact>]
let ``a label other than 0 and 1 is refused`` () =
    refused "Label 2 at index 1; expected 0 or 1." (fun () -> evaluate [ 0; 2 ] [ 0.1; 0.2 ])
    refused "Label -1 at index 0; expected 0 or 1." (fun () -> Classification.RocAuc([ -1 ], [ 0.1 ]))

[<Fact>]
let ``labels and rows that are no cases of several classes are refused`` () =
    let evaluate labels rows classes =
        fun () -> Classification.Evaluate((labels: int list), (rows: float list), (classes: int)) :> obj

    refused "Label 3 at index 1; expected 0 to 2." (evaluate [ 0; 3 ] [ 1.0; 0; 0; 1.0; 0; 0 ] 3)

    refused
        "There are 4 scores for 2 labels of 3 classes; expected a score per label and class."
        (evaluate [ 0; 1 ] [ 0.5; 0.5; 0.5; 0.5 ] 3)

    refused "The scores of case 1 sum to 0.5; expected 1." (evaluate [ 0; 1 ] [ 1.0; 0; 0; 0.5; 0; 0 ] 3)
    refused "Score 1.5 at index 0; expected a probability in [0, 1]." (evaluate [ 0 ] [ 1.5; -0.5; 0.0 ] 3)
    refused "Score NaN at index 2; expected a number." (evaluate [ 0 ] [ 0.5; 0.5; nan ] 3)
    refused "There are 1 classes; expected at least 2." (evaluate [ 0 ] [ 1.0 ] 1)
    refused "There are no cases; expected at least one." (evaluate [] [] 3)

[<Fact>]
let ``a score that is NaN is refused everywhere`` () =
    let message = "Score NaN at index 1; expected a number."
    let labels, scores = [| 0; 1 |], [| 0.1; nan |]
    refused message (fun () -> Classification.Evaluate(labels, scores))
    refused message (fun () -> Classification.RocAuc(labels, scores))
    refused message (fun () -> Classification.RocCurve(labels, scores))
    refused message (fun () -> Classification.Confuse(labels, scores, 0.5))

[<Fact>]
let ``a score outside zero to one is refused where a probability is needed`` () =
    refused "Score 1.5 at index 1; expected a probability in [0, 1]." (fun () -> evaluate [ 0; 1 ] [ 0.1; 1.5 ])

    refused "Score -0.25 at index 0; expected a probability in [0, 1]." (fun () -> evaluate [ 0 ] [ -0.25 ])

    refused "Score 2 at index 0; expected a probability in [0, 1]." (fun () -> evaluate [ 0 ] [ 2.0 ])

[<Fact>]
let ``the AUC takes any numbers, infinite ones too`` () =
    Assert.Equal(MetricValue.Defined 1.0, Classification.RocAuc([ 0; 0; 1 ], [ -infinity; -3.0; infinity ]))

[<Fact>]
let ``a threshold that is NaN is refused`` () =
    refused "The threshold is NaN; expected a number." (fun () -> Classification.Evaluate([ 0 ], [ 0.1 ], nan))

[<Fact>]
let ``a negative count is refused`` () =
    refused "falseNegatives is -1; expected a count of at least 0." (fun () -> ConfusionMatrix.Of(1, 0, -1, 0))

[<Fact>]
let ``prior-corrected losses stand beside the raw ones, and are undefined where the shift is not known`` () =
    let labels, scores = [ 0; 1 ], [ 0.5; 0.5 ]
    let metrics = [ brier; brierCorrected; logLoss; logLossCorrected ]
    // Balanced in training, one in four in truth: a score of 1/2 is a probability of 1/4.
    let shift = PriorShift.OfCounts([ 10; 10 ], [ 30; 10 ])
    let values = Classification.Evaluate(metrics, labels, scores, 0.5, ?shift = shift)

    let is (expected: float) metric =
        Assert.Equal(expected, values[metric].ToNullable().Value, 1e-12)

    is 0.25 brier
    is ((1.0 / 16.0 + 9.0 / 16.0) / 2.0) brierCorrected
    is (log 2.0) logLoss
    is ((log 4.0 + log (4.0 / 3.0)) / 2.0) logLossCorrected
    let unknown = Classification.Evaluate(metrics, labels, scores, 0.5)
    let reason = MetricValue.Undefined "the class parts of its training are not known"
    Assert.Equal(reason, unknown[brierCorrected])
    Assert.Equal(reason, unknown[logLossCorrected])
    Assert.Equal(None, PriorShift.OfCounts([ 10; 0 ], [ 30; 10 ]))

[<Fact>]
let ``counts near 2^31 are added and multiplied without overflow`` () =
    let confusion =
        ConfusionMatrix.Of(1_500_000_000, 100_000_000, 600_000_000, 1_400_000_000)

    Assert.Equal(3_600_000_000L, confusion.Total)
    let metrics = Classification.OfConfusion confusion

    let is (expected: float) metric =
        Assert.Equal(expected, metrics[metric].ToNullable().Value, 1e-12)

    is (29.0 / 36.0) accuracy
    is (15.0 / 21.0) (recall 1)
    is (14.0 / 15.0) (specificity 1)
    is (15.0 / 16.0) (precision 1)
    is (30.0 / 37.0) (f1 1)
    // (tp tn - fp fn) / sqrt of the margins' product, in units of 1e8 cases.
    is ((15.0 * 14.0 - 1.0 * 6.0) / sqrt (16.0 * 21.0 * 15.0 * 20.0)) mcc

[<Fact>]
let ``weights near 2^31 are added without overflow`` () =
    let metrics = [ auc; brier; averagePrecision 1; calibrationError; accuracy ]

    let cases =
        WeightedCases.Of(metrics, [ 0; 0; 1; 1 ], OfTwo([ 0.2; 0.7; 0.7; 0.9 ], 0.5))

    let once, often =
        cases.Evaluate(Array.create 4 1), cases.Evaluate(Array.create 4 1_500_000_000)

    for one, many in Array.zip once often do
        Assert.Equal(one.ToNullable().Value, many.ToNullable().Value, 1e-12)

[<Fact>]
let ``a score at the threshold is decided 1`` () =
    Assert.Equal(1, Classification.Decide(0.5, 0.5))
    Assert.Equal(0, Classification.Decide(Math.BitDecrement 0.5, 0.5))

[<Fact>]
let ``what is zero over zero is undefined and says why`` () =
    let metrics = evaluate [ 1; 1 ] [ 0.9; 0.8 ]
    Assert.Equal(MetricValue.Undefined "no case of class 0", metrics[recall 0])
    Assert.Equal(MetricValue.Undefined "class 0 was never predicted", metrics[precision 0])
    Assert.Equal(MetricValue.Undefined "class 0 neither occurs nor was predicted", metrics[f1 0])
    Assert.Equal(MetricValue.Undefined "no case of class 0", metrics[balancedAccuracy])
    Assert.Equal(MetricValue.Undefined "no case of class 0", metrics[gmean])
    Assert.Equal(MetricValue.Undefined "no case of class 0", metrics[auc])
    Assert.Equal(MetricValue.Undefined "no case of class 0", metrics[mcc])
    Assert.Equal("n/a", string metrics[recall 0])
    Assert.False(metrics[recall 0].ToNullable().HasValue)

[<Fact>]
let ``decisions alone give no AUC, Brier score or log loss`` () =
    let metrics = Classification.OfConfusion(ConfusionMatrix.Of(1, 1, 1, 1))
    let expected = MetricValue.Undefined "needs scores, not only decisions"
    Assert.Equal(expected, metrics[auc])
    Assert.Equal(expected, metrics[brier])
    Assert.Equal(expected, metrics[logLoss])

[<Fact>]
let ``a certain mistake costs 52 ln 2, not infinity`` () =
    let cost label score =
        let metrics = evaluate [ label ] [ score ]
        metrics[logLoss].ToNullable().Value

    Assert.Equal(52.0 * log 2.0, cost 1 0.0, 1e-12)
    Assert.Equal(52.0 * log 2.0, cost 0 1.0, 1e-12)

[<Fact>]
let ``the ROC curve takes tied scores in one step`` () =
    let curve = Classification.RocCurve([ 0; 1; 1; 0 ], [ 0.2; 0.7; 0.2; 0.1 ])

    let expected = [| infinity, 0.0, 0.0; 0.7, 0.0, 0.5; 0.2, 0.5, 1.0; 0.1, 1.0, 1.0 |]

    let actual =
        [| for p in curve -> p.Threshold, p.FalsePositiveRate, p.TruePositiveRate |]

    Assert.Equal<(float * float * float)[]>(expected, actual)

[<Fact>]
let ``the named metrics are those of metrics.csv, class metrics for both classes`` () =
    let metrics = evaluate [ 0; 0; 1; 1; 1 ] [ 0.2; 0.6; 0.7; 0.4; 0.9 ]

    let names =
        [
            for metric, _ in metrics.Values do
                if metric.IsReported then
                    metric.Name, metric.PositiveClass
        ]

    Assert.Equal<(string * int option) list>(
        [
            "accuracy", None
            "balanced_accuracy", None
            "precision", Some 0
            "precision", Some 1
            "recall", Some 0
            "recall", Some 1
            "specificity", Some 0
            "specificity", Some 1
            "f1", Some 0
            "f1", Some 1
            "gmean", None
            "auc", None
            "mcc", None
            "kappa", None
            "brier", None
            "brier_corrected", None
            "log_loss", None
            "log_loss_corrected", None
        ],
        names
    )

    // tp 2, fp 1, fn 1, tn 1
    Assert.Equal(MetricValue.Defined 0.6, metrics[accuracy])
    Assert.Equal(MetricValue.Defined 0.5, metrics[precision 0])
    Assert.Equal(MetricValue.Defined(2.0 / 3.0), metrics[precision 1])
    Assert.Equal(MetricValue.Defined(2.0 / 3.0), metrics[specificity 0])
    Assert.Equal(MetricValue.Defined 0.5, metrics[specificity 1])
