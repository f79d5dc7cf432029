/// More than two classes: metrics of the counts.
module QImpact.Metrics.Tests.Classes

open Xunit
open QImpact.Metrics
open QImpact.Metrics.MetricTable

/// Of class 0 two of 2 right, of class 1 one of 2, of class 2 three of 4; the others decided for the next class.
let private counts = CountMatrix(3, [| 2L; 0L; 0L; 0L; 1L; 1L; 1L; 0L; 3L |])

let private value (metric: Metric) =
    match metric.Formula with
    | OfCounts formula -> (formula counts).ToNullable().Value
    | _ -> failwith $"{metric} needs scores"

[<Fact>]
let ``metrics of three classes follow from the counts by their definitions`` () =
    Assert.Equal(6.0 / 8.0, value accuracy, 1e-15)
    Assert.Equal((1.0 + 0.5 + 0.75) / 3.0, value balancedAccuracy, 1e-15)
    Assert.Equal(0.375 ** (1.0 / 3.0), value gmean, 1e-15)
    Assert.Equal(3.0 / 4.0, value (precision 2), 1e-15)
    Assert.Equal(2.0 / 3.0, value (f1 1), 1e-15)
    Assert.Equal(5.0 / 6.0, value (specificity 0), 1e-15)
    // Gorodkin: (6 * 8 - (2 * 3 + 2 * 1 + 4 * 4)) / sqrt((64 - 24)(64 - 26)).
    Assert.Equal(24.0 / sqrt (40.0 * 38.0), value mcc, 1e-15)

[<Fact>]
let ``the table has a row for each class`` () =
    let recalls = ofClasses 3 rows |> List.filter (fun metric -> metric.Name = "recall")
    Assert.Equal<int option list>([ Some 0; Some 1; Some 2 ], recalls |> List.map _.PositiveClass)
