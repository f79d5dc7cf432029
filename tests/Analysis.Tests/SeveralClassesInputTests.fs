/// What a table of several classes must be, and the metrics of labels and scores without a table.
module QImpact.Analysis.Tests.SeveralClassesInput

open System
open System.IO
open Xunit
open QImpact.Metrics
open QImpact.Analysis.Input
open QImpact.Analysis.Report
open QImpact.Analysis.Tests.SampleRuns
open QImpact.Analysis.Tests.SeveralClasses

/// The refusal of the table with one of its lines changed.
let private refused (edit: string list -> string list) =
    use folder = new TemporaryFolder()
    let path = folder.File "table.csv"
    File.WriteAllLines(path, edit (lines { judge with Classes = 3; Images = 4 }))
    (refusal (fun () -> Predictions.read path)).Replace(path, "table.csv")

/// The table with some cells of its first image changed, by column.
let private withCells (changes: (string * string) list) (lines: string list) =
    let columns = lines.Head.Split ','
    let cells = lines[1].Split ','

    for name, cell in changes do
        cells[Array.IndexOf(columns, name)] <- cell

    lines.Head :: String.Join(',', cells) :: List.skip 2 lines

[<Fact>]
let ``a table of three classes that can't be true is refused by its line`` () =
    let scores a b c =
        [ "score_0", a; "score_1", b; "score_2", c ]

    Assert.Equal(
        "table.csv, line 2: decision is 1; expected 0, because score_0 is the highest, 0.4",
        refused (withCells (scores "0.4" "0.4" "0.2" @ [ "decision", "1" ]))
    )

    Assert.Equal(
        "table.csv, line 2: score_0 0.5 and score_1 0.5 and score_2 0.5 sum to 1.5; expected 1",
        refused (withCells (scores "0.5" "0.5" "0.5"))
    )

    Assert.Equal(
        "table.csv, line 2: one of score_0, score_1, score_2 is empty; expected a score of every class, or none",
        refused (withCells (scores "0.5" "" "0.5"))
    )

    Assert.Equal("table.csv, line 2: label is 3; expected 0 to 2, or nothing", refused (withCells [ "label", "3" ]))

    Assert.Equal(
        "table.csv, line 2: positive_class is 3; expected 0 to 2",
        refused (withCells [ "positive_class", "3" ])
    )

    Assert.Contains(
        "table.csv has no column score_1",
        refused (fun lines -> lines.Head.Replace("score_1", "score_7") :: lines.Tail)
    )

[<Fact>]
let ``labelled metrics of score rows are those of the decisions, by the threshold of two classes and the highest score of three``
    ()
    =
    let labels = Array.init 40 (fun i -> i % 2)

    let scores1 =
        labels |> Array.mapi (fun i label -> float ((i * 7) % 16 + 8 * label) / 32.0)

    let rows = scores1 |> Array.collect (fun score1 -> [| 1.0 - score1; score1 |])
    let names = [ "no"; "yes" ]

    let expected = Classification.Evaluate(labels, scores1, 0.4)
    let two = LabelledMetrics.ofScoreRows names labels rows 2 (Nullable 0.4)

    Assert.Equal<Nullable<float> list>(
        [
            for metric, value in expected.Values do
                if metric.IsReported then
                    value.ToNullable()
        ],
        [ for row in two -> row.Value ]
    )

    let three =
        LabelledMetrics.ofScoreRows
            [ "a"; "b"; "c" ]
            [ 0; 1; 2; 2 ]
            [ 1.0; 0; 0; 0; 1; 0; 0; 0; 1; 1; 0; 0 ]
            3
            (Nullable())

    Assert.Contains(three, (fun row -> row.Title = "recall (c)" && row.Value = Nullable 0.5))
    Assert.Contains(three, (fun row -> row.Metric = "accuracy" && row.Value = Nullable 0.75))
