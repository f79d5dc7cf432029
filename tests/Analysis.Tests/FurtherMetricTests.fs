/// A metric that a test adds to the table: one row, and it is everywhere.
module QImpact.Analysis.Tests.FurtherMetric

open System.IO
open Xunit
open QImpact.Metrics
open QImpact.Analysis.Models
open QImpact.Analysis.Compare
open QImpact.Analysis.Document
open QImpact.Analysis.Input
open QImpact.Analysis.Report
open QImpact.Analysis.Tests.SampleRuns

/// How far the scores are from certainty: 4 s (1 - s), on average.
let private doubt =
    { MetricTable.row
          "doubt"
          "Doubt"
          "doubt"
          (OfCases(fun _ scores ->
              let doubts =
                  scores.OfClass 1 |> Array.map (fun score -> 4.0 * score * (1.0 - score))

              fun weights ->
                  Array.map2 (fun weight doubt -> float weight * doubt) weights doubts
                  |> Array.sum
                  |> fun sum -> MetricValue.Defined(sum / float (Array.sum weights)))) with
        Direction = LowerIsBetter
        Headline = Some 8
    }

let private comparison folder =
    // Ten images of a class at least, below which nothing is resampled.
    let often values = List.replicate 5 values |> List.concat

    for sample in
        [
            sample
            { sample with
                Architecture = "quantum-end"
                Scores = [ 0.125f; 0.375f; 0.75f; 0.625f; 0.875f ]
            }
        ] do
        { sample with
            Labels = often sample.Labels
            Scores = often sample.Scores
        }
        |> writeRun folder
        |> ignore

    let runs = Runs.readAll folder

    runs,
    Comparison.buildWith
        { ComparisonSettings.Default with
            Rows = MetricTable.rows @ [ Overall doubt ]
            Replicates = 500
        }
        "test"
        runs
        []

[<Fact>]
let ``a further row of the table is bootstrapped, and shown in metrics.csv, the report's table and chart, the terminal and the comparison``
    ()
    =
    use folder = new TemporaryFolder()
    let runs, comparison = comparison folder.Path
    // By hand: 4 s (1 - s) of .125, .375, .75, .625 and .875.
    let expected = (0.4375 + 0.9375 + 0.75 + 0.9375 + 0.4375) / 5.0
    let estimate = comparison.Models[1].Estimate doubt
    Assert.Equal(expected, estimate.Value.ToNullable().Value, 1e-12)
    let bounds = estimate.Bounds.Value
    Assert.True(bounds.Lower < expected && expected < bounds.Upper, $"{bounds}")

    let csv = (Facts.csv (MetricsTable.ofComparison comparison)).Split '\n'
    Assert.Equal(2, csv |> Array.filter _.Contains(",doubt,,") |> Array.length)

    let paired = PairedComparison.compare CompareOptions.Default comparison
    let html = Html.write (Report.document (Some paired) None runs comparison)
    Assert.Contains("Doubt (0 is best)", html)
    Assert.Contains("\"G-mean\",\"AUC\",\"Doubt\"]", html)

    use writer = new StringWriter()
    ConsoleTable.write writer comparison paired.Opening
    Assert.Contains("doubt", writer.ToString())

    let row = paired.Rows |> List.find (fun row -> row.Metric = doubt)

    Assert.Equal("bootstrap (BCa)", row.IntervalMethod)
    Assert.True row.Difference.IsDefined
