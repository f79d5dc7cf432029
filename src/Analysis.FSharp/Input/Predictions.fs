/// Prediction tables: what models said of images.
module QImpact.Analysis.Input.Predictions

open System
open System.Collections.Generic
open QImpact.Metrics

/// What one model said of one image.
type Outcome =
    /// P(class 1), in [0, 1].
    | Score of score1: float
    /// The model gave no score; why.
    | Failed of error: string

/// One image's row.
type Row =
    {
        /// The image: its index in the split, or its file.
        SampleId: string
        /// Its class, 0 or 1; None when unknown.
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
        /// The class that must not be missed, 0 or 1.
        PositiveClass: int
        /// The names of the classes that were decided at least once.
        DecisionNames: Map<int, string>
        /// Class 1 is decided where its score is at least this.
        Threshold: float
        /// SHA-256 of the model file.
        ModelChecksum: string
        /// The rows in the order of the table; no image occurs twice.
        Rows: Row[]
    }

let private required =
    [
        for column in QImpact.Data.Predictions.PredictionTable.Columns(classes = 2, observables = 0) -> column.Name
    ]

let private requireTwoClasses (file: CsvFile.CsvFile) =
    let scores =
        file.Columns
        |> List.filter (fun name -> name.StartsWith("score_", StringComparison.Ordinal))

    if scores.Length > 2 then
        bad
            $"{file.Path} has {scores.Length} score columns; analyze compares models of two classes, score_0 and score_1"

/// A row's score, once it and its decision have been checked.
let private outcome file row error (score: float option) (threshold: float option) (decision: int option) =
    match error, score, threshold with
    | "", None, _ -> CsvFile.refuse file row "score_1 is empty and error too; expected a score, or why there is none"
    | "", _, None -> CsvFile.refuse file row "threshold is empty; expected the threshold of score_1, such as 0.5"
    | "", Some score, _ when score < 0.0 || score > 1.0 ->
        CsvFile.refuse file row $"score_1 is {score:R}; expected a probability in [0, 1]"
    | "", Some score, Some threshold ->
        let expected = Classification.Decide(score, threshold)

        if decision <> Some expected then
            let shown = decision |> Option.map string |> Option.defaultValue "empty"

            CsvFile.refuse
                file
                row
                $"decision is {shown}; expected {expected}, because score_1 is {score:R} and the threshold {threshold:R}"

        Score score
    | error, _, _ -> Failed error

/// Scores of two classes are softmax outputs in single precision: they sum to 1 but for rounding.
let private requireComplement file (scores: float option[]) row (score0: float option) =
    match score0, scores[row] with
    | None, None -> ()
    | Some score0, Some score1 when abs (score0 + score1 - 1.0) <= 1e-4 -> ()
    | Some score0, Some score1 ->
        CsvFile.refuse file row $"score_0 {score0:R} and score_1 {score1:R} sum to {score0 + score1:R}; expected 1"
    | _ -> CsvFile.refuse file row "one of score_0 and score_1 is empty; expected both or neither"

let private label file row =
    function
    | None -> None
    | Some(0 | 1 as label) -> Some label
    | Some other -> CsvFile.refuse file row $"label is {other}; expected 0, 1 or nothing"

let private positiveClass file row =
    function
    | Some(0 | 1 as cls) -> cls
    | Some other -> CsvFile.refuse file row $"positive_class is {other}; expected 0 or 1"
    | None -> CsvFile.refuse file row "positive_class is empty; expected 0 or 1, the class that must not be missed"

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
/// table has no row, lacks a column, is for more than two classes, or a cell is not what its column says; a decision contradicts
/// its score; an image occurs twice.
let read path =
    let file = CsvFile.read path
    CsvFile.require required file
    requireTwoClasses file
    let text name = CsvFile.text name file

    let datasets, splits, models, ids =
        text "dataset", text "split", text "model", text "sample_id"

    if ids.Length = 0 then
        bad $"{path} has no rows; expected one line per image"

    let labels = CsvFile.optionalIntegers "label" file |> Array.mapi (label file)
    let seeds = CsvFile.optionalIntegers "seed" file
    let thresholds = CsvFile.optionalNumbers "threshold" file
    let checksums = text "model_checksum"
    let decisions = CsvFile.optionalIntegers "decision" file
    let names = text "decision_name"

    let positives =
        CsvFile.optionalIntegers "positive_class" file
        |> Array.mapi (positiveClass file)

    let scores = CsvFile.optionalNumbers "score_1" file

    CsvFile.optionalNumbers "score_0" file
    |> Array.iteri (requireComplement file scores)

    let outcomes =
        text "error"
        |> Array.mapi (fun row error -> outcome file row error scores[row] thresholds[row] decisions[row])

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
