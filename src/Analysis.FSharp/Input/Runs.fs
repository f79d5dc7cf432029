/// Run folders: what training left.
module QImpact.Analysis.Input.Runs

open System.IO
open QImpact.Data.Runs

/// One epoch of a history; None = undefined (0/0).
type Epoch =
    {
        Number: int
        LearningRate: float
        TrainLoss: float
        TrainAccuracy: float option
        ValidationLoss: float
        ValidationAccuracy: float option
        ValidationGmean: float option
        ValidationAuc: float option
    }

/// One run folder, read.
type Run =
    {
        /// The folder, relative to the one that was searched.
        Folder: string
        /// What was run.
        Config: RunConfig
        /// How it ended; None where it has not ended.
        Result: RunResult option
        /// Whether its files could be held against the checksums that training wrote; true where it has not ended.
        Verified: bool
        /// Its epochs in order; empty where it has no history.csv.
        History: Epoch[]
        /// What its exported model said; empty where it has no predictions.csv.
        Predictions: Predictions.PredictionSet list
    }

/// Reads a history.csv. BadInputException where a column is missing or a cell is no number.
let readHistory path =
    let file = CsvFile.read path
    CsvFile.require (List.ofArray (HistoryRow.Header.Split ',')) file
    let numbers name = CsvFile.numbers name file
    let optional name = CsvFile.optionalNumbers name file

    let epochs =
        CsvFile.optionalIntegers "epoch" file
        |> Array.mapi (fun row epoch ->
            match epoch with
            | Some epoch when epoch = row + 1 -> epoch
            | _ -> CsvFile.refuse file row $"expected epoch {row + 1}; epochs count from 1 without a gap")

    let rates, trainLosses, validationLosses =
        numbers "learning_rate", numbers "train_loss", numbers "val_loss"

    let trainAccuracies, validationAccuracies =
        optional "train_accuracy", optional "val_accuracy"

    let gmeans, aucs = optional "val_gmean", optional "val_auc"

    epochs
    |> Array.mapi (fun row epoch ->
        {
            Number = epoch
            LearningRate = rates[row]
            TrainLoss = trainLosses[row]
            TrainAccuracy = trainAccuracies[row]
            ValidationLoss = validationLosses[row]
            ValidationAccuracy = validationAccuracies[row]
            ValidationGmean = gmeans[row]
            ValidationAuc = aucs[row]
        })

let private read root (folder: RunFolder) =
    let ifPresent read otherwise path =
        if File.Exists path then read path else otherwise

    {
        Folder = Path.GetRelativePath(root, folder.Path)
        Config = folder.ReadConfig()
        Result = folder.ResultFile |> ifPresent (fun _ -> Some(folder.ReadResult())) None
        Verified = not (File.Exists folder.ResultFile) || File.Exists folder.ChecksumsFile
        History =
            folder.HistoryFile
            |> ifPresent
                (fun file ->
                    RunChecksums.Require(folder, file)
                    readHistory file)
                [||]
        Predictions = folder.PredictionsFile |> ifPresent Predictions.read []
    }

/// Reads every run folder at or below a folder, in the order of their paths. BadInputException where there is none, or one of its files
/// is not what it should be.
let readAll root =
    match List.ofSeq (RunFolder.FindAll root) with
    | [] ->
        bad
            $"--runs={root} holds no run folder (a folder with config.json); name the folder that train wrote its runs to"
    | folders -> folders |> List.map (read root)
