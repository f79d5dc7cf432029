/// Prediction tables of more than two classes, made from a seed.
module QImpact.Analysis.Tests.SeveralClasses

open System
open System.IO
open QImpact.Data
open QImpact.Data.Predictions

/// A model of so many classes: the higher its skill, the more often it is right.
type Judge =
    {
        Name: string
        Classes: int
        /// Images of each class.
        Images: int
        Skill: float
        Seed: int
    }

let judge =
    {
        Name = "model-a"
        Classes = 10
        Images = 18
        Skill = 2.5
        Seed = 1
    }

let nameOf cls = $"kind {cls}"

/// The probabilities of every image, image i being of class i % classes; each row sums to 1 in single precision.
let private scores judge =
    let random = Random judge.Seed

    Array.init (judge.Classes * judge.Images) (fun image ->
        let odds =
            Array.init judge.Classes (fun cls ->
                exp (
                    2.0 * random.NextDouble()
                    + (if cls = image % judge.Classes then
                           judge.Skill * random.NextDouble()
                       else
                           0.0)
                ))

        odds |> Array.map (fun odd -> float32 (odd / Array.sum odds)))

/// The lines of its table, header first, without threshold and positive class.
let lines (judge: Judge) =
    let columns = PredictionTable.Columns(judge.Classes, observables = 0)

    [
        PredictionTable.Header columns
        for image, row in Array.indexed (scores judge) do
            let decision = Array.IndexOf(row, Array.max row)

            CsvTable.Line
                [
                    "shapes"
                    "test"
                    string image
                    string (image % judge.Classes)
                    judge.Name
                    string judge.Seed
                    for score in row do
                        CsvTable.Cell(Nullable(float score))
                    string decision
                    nameOf decision
                    ""
                    ""
                    String('b', 64)
                    ""
                ]
    ]

let write (folder: string) (judge: Judge) =
    let path = Path.Combine(folder, $"{judge.Name}.csv")
    File.WriteAllLines(path, lines judge)
    path
