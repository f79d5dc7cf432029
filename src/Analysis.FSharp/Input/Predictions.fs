/// Prediction tables: what models said of images.
module QImpact.Analysis.Input.Predictions

open System
open System.Collections.Generic
open QImpact.Metrics

/// What one model said of one image.
type Outcome =
    /// A probability for each class, each in [0, 1].
    | Scores of scores: float[]
    /// The model gave no score; why.
    | Failed of error: string

/// One image's row.
type Row =
    {
        /// The image: its index in the split, or its file.
        SampleId: string
        /// Its class, from 0; None when unknown.
        Label: int option
        /// What the model said.
        Outcome: Outcome
    }

/// One model's predictions for one split.
type PredictionSet =
    {
        /// The file that they stand in.
        Source: string
        /// The data set's name.
        Dataset: string
        /// The split's name.
        Split: string
        /// The model's name.
        Model: string
        /// The seed of the model's run, if the table has it.
        Seed: int option
        /// How many classes there are, at least 2.
        Classes: int
        /// The class that must not be missed; None where there are more than two and none was named.
        PositiveClass: int option
        /// The names of the classes that were decided at least once.
        DecisionNames: Map<int, string>
        /// Of two classes, class 1 is decided where its score is at least this. Of more, the highest score decides, whatever stands here.
        Threshold: float
        /// SHA-256 of the model file.
        ModelChecksum: string
        /// The rows in the order of the table; no image occurs twice.
        Rows: Row[]
    }

    /// The scores of some images, in their order, with the rule that decides them.
    member this.ScoresOf(rows: float[][]) =
        ClassScores.OfRows(this.Classes, Array.concat rows, this.Threshold)

let private isScore (name: string) =
    name.StartsWith("score_", StringComparison.Ordinal)

/// The scores are those of so many classes, from score_0 on, two at least; the other columns are the table's.
let private requireColumns (file: CsvFile.CsvFile) =
    let classes = max 2 (file.Columns |> List.filter isScore |> List.length)

    CsvFile.require
        [
            for column in QImpact.Data.Predictions.PredictionTable.Columns(classes, observables = 0) -> column.Name
        ]
        file

    classes

let private listed classes =
    if classes = 2 then "0 or 1" else $"0 to {classes - 1}"

/// A threshold belongs to two classes.
let private rule (scores: float[]) (threshold: float option) =
    match scores, threshold with
    | [| _; score1 |], Some threshold ->
        Some(Classification.Decide(score1, threshold), $"because score_1 is {score1:R} and the threshold {threshold:R}")
    | [| _; _ |], None -> None
    | scores, _ ->
        let decision = OfMore(scores.Length, scores).Decisions[0]
        Some(decision, $"because score_{decision} is the highest, {scores[decision]:R}")

/// A row's scores, once they and their decision have been checked.
let private outcome file row error (cells: float option[]) (threshold: float option) (decision: int option) =
    let refuse problem = CsvFile.refuse file row problem
    let scores = Array.choose id cells

    if scores.Length > 0 && scores.Length < cells.Length then
        let names = String.Join(", ", Seq.init cells.Length (fun cls -> $"score_{cls}"))
        refuse $"one of {names} is empty; expected a score of every class, or none"
    elif error <> "" then
        Failed error
    elif scores.Length = 0 then
        refuse "score_1 is empty and error too; expected a score, or why there is none"
    else
        for cls in cells.Length - 1 .. -1 .. 0 do
            if scores[cls] < 0.0 || scores[cls] > 1.0 then
                refuse $"score_{cls} is {scores[cls]:R}; expected a probability in [0, 1]"

        // Softmax outputs in single precision sum to 1 but for rounding.
        if abs (Array.sum scores - 1.0) > 1e-4 then
            let shown =
                scores
                |> Array.mapi (fun cls score -> $"score_{cls} {score:R}")
                |> String.concat " and "

            refuse $"{shown} sum to {Array.sum scores:R}; expected 1"

        match rule scores threshold with
        | None -> refuse "threshold is empty; expected the threshold of score_1, such as 0.5"
        | Some(expected, why) when decision <> Some expected ->
            let shown = decision |> Option.map string |> Option.defaultValue "empty"
            refuse $"decision is {shown}; expected {expected}, {why}"
        | Some _ -> Scores scores

let private label classes file row =
    function
    | None -> None
    | Some label when label >= 0 && label < classes -> Some label
    | Some other when classes = 2 -> CsvFile.refuse file row $"label is {other}; expected 0, 1 or nothing"
    | Some other -> CsvFile.refuse file row $"label is {other}; expected {listed classes}, or nothing"

let private positiveClass classes file row =
    function
    | Some cls when cls >= 0 && cls < classes -> Some cls
    | Some other -> CsvFile.refuse file row $"positive_class is {other}; expected {listed classes}"
    | None when classes = 2 ->
        CsvFile.refuse file row "positive_class is empty; expected 0 or 1, the class that must not be missed"
    | None -> None

/// The one name of each class that rows of a set decide.
let private decisionNames file (decisions: int option[]) (names: string[]) rows =
    (Map.empty, rows)
    ||> Array.fold (fun known row ->
        match decisions[row], names[row] with
        | None, _ -> known
        | Some _, "" ->
            CsvFile.refuse file row "decision_name is empty; expected the name of the class that was decided"
        | Some cls, name ->
            match Map.tryFind cls known with
            | None -> Map.add cls name known
            | Some first when first = name -> known
            | Some first ->
                CsvFile.refuse
                    file
                    row
                    $"decision_name of class {cls} is '{name}', in an earlier row '{first}'; expected one name")

let private requireUnique file (name: string) (rows: (int * string)[]) =
    let seen = HashSet<string>(StringComparer.Ordinal)

    for row, id in rows do
        if not (seen.Add id) then
            CsvFile.refuse file row $"sample_id {id} of {name} occurs a second time; expected each image once"

/// The one value that a column must have in all rows of a set.
let private common file column name (rows: int[]) (cells: 'a[]) =
    let first = cells[rows[0]]

    for row in rows do
        if cells[row] <> first then
            CsvFile.refuse file row $"{column} changes within {name}; expected one value for a model"

    first

/// Reads a prediction table: one set per data set, split and model in it, in the order of their first rows. BadInputException where the
/// table has no row, lacks a column, or a cell is not what its column says; a decision contradicts its scores; an image occurs twice.
let read path =
    let file = CsvFile.read path
    let classes = requireColumns file
    let text name = CsvFile.text name file

    let datasets, splits, models, ids =
        text "dataset", text "split", text "model", text "sample_id"

    if ids.Length = 0 then
        bad $"{path} has no rows; expected one line per image"

    let labels =
        CsvFile.optionalIntegers "label" file |> Array.mapi (label classes file)

    let seeds = CsvFile.optionalIntegers "seed" file
    let thresholds = CsvFile.optionalNumbers "threshold" file
    let checksums = text "model_checksum"
    let decisions = CsvFile.optionalIntegers "decision" file
    let names = text "decision_name"

    let positives =
        CsvFile.optionalIntegers "positive_class" file
        |> Array.mapi (positiveClass classes file)

    let scores =
        Array.init classes (fun cls -> CsvFile.optionalNumbers $"score_{cls}" file)

    let outcomes =
        text "error"
        |> Array.mapi (fun row error ->
            let cells = scores |> Array.map (fun column -> column[row])
            outcome file row error cells thresholds[row] decisions[row])

    [| 0 .. ids.Length - 1 |]
    |> Array.groupBy (fun row -> datasets[row], splits[row], models[row])
    |> Array.map (fun ((dataset, split, model), rows) ->
        let common column cells = common file column model rows cells
        requireUnique file model (rows |> Array.map (fun row -> row, ids[row]))

        {
            Source = path
            Dataset = dataset
            Split = split
            Model = model
            Seed = common "seed" seeds
            Classes = classes
            PositiveClass = common "positive_class" positives
            DecisionNames = decisionNames file decisions names rows
            Threshold =
                common "threshold" thresholds
                |> Option.defaultValue Classification.DefaultThreshold
            ModelChecksum = common "model_checksum" checksums
            Rows =
                [|
                    for row in rows ->
                        {
                            SampleId = ids[row]
                            Label = labels[row]
                            Outcome = outcomes[row]
                        }
                |]
        })
    |> List.ofArray
