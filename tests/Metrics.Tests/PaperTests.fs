/// Table 1 of "The impact of a quantum layer on classification performance" (D. Nowak), from the confusion matrices that
/// it implies (benign = class 1 positive, test set 42 malignant / 114 benign).
module QImpact.Metrics.Tests.Paper

open System.Globalization
open Xunit
open QImpact.Metrics
open QImpact.Metrics.MetricTable

let private rows =
    [
        // accuracy, F1 (malignant), precision, recall (benign), G-mean
        "Baseline", ConfusionMatrix.Of(81, 7, 33, 35), [ "0.7436"; "0.6364"; "0.9205"; "0.7105"; "0.7695" ]
        "Quantum-End", ConfusionMatrix.Of(85, 7, 29, 35), [ "0.7692"; "0.6604"; "0.9239"; "0.7456"; "0.7883" ]
        "Quantum-Mid", ConfusionMatrix.Of(54, 4, 60, 38), [ "0.5897"; "0.5429"; "0.9310"; "0.4737"; "0.6546" ]
    ]

let private cells (confusion: ConfusionMatrix) =
    let metrics = Classification.OfConfusion confusion

    [
        metrics[accuracy]
        metrics[f1 0]
        metrics[precision 1]
        metrics[recall 1]
        metrics[gmean]
    ]
    |> List.map string

[<Fact>]
let ``fourteen of the fifteen threshold cells of Table 1 follow from its confusion matrices`` () =
    let misses =
        [
            for model, confusion, printed in rows do
                for name, printed, derived in
                    List.zip3 [ "accuracy"; "f1"; "precision"; "recall"; "gmean" ] printed (cells confusion) do
                    if printed <> derived then
                        model, name, printed, derived
        ]

    Assert.Equal<(string * string * string * string) list>([ "Quantum-Mid", "gmean", "0.6546", "0.6547" ], misses)

[<Fact>]
let ``Quantum-Mid's G-mean is the root of three sevenths`` () =
    let metrics = Classification.OfConfusion(ConfusionMatrix.Of(54, 4, 60, 38))
    Assert.Equal(sqrt (3.0 / 7.0), metrics[gmean].ToNullable().Value, 1e-15)

[<Fact>]
let ``every matrix of Table 1 counts the 156 test images, 42 malignant and 114 benign`` () =
    for _, confusion, _ in rows do
        Assert.Equal((156L, 114L, 42L), (confusion.Total, confusion.Positives, confusion.Negatives))

[<Fact>]
let ``a metric is shown with four digits in every culture`` () =
    // The programs run culture-invariant, so a culture with a decimal comma is made here.
    let comma = CultureInfo.InvariantCulture.Clone() :?> CultureInfo
    comma.NumberFormat.NumberDecimalSeparator <- ","
    let before = CultureInfo.CurrentCulture
    CultureInfo.CurrentCulture <- comma

    try
        Assert.Equal("0.5000", string (MetricValue.Defined 0.5))
    finally
        CultureInfo.CurrentCulture <- before
