/// <summary>Run folders: what training left.</summary>
module QImpact.Analysis.Input.Runs

open QImpact.Data.Runs

/// <summary>One epoch of a history; None = undefined (0/0).</summary>
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

/// <summary>One run folder, read.</summary>
type Run =
    {
        /// <summary>The folder, relative to the one that was searched.</summary>
        Folder: string
        /// <summary>What was run.</summary>
        Config: RunConfig
        /// <summary>How it ended; None where it has not ended.</summary>
        Result: RunResult option
        /// <summary>Its epochs in order; empty where it has no history.csv.</summary>
        History: Epoch[]
        /// <summary>What its exported model said; empty where it has no predictions.csv.</summary>
        Predictions: Predictions.PredictionSet list
    }

/// <summary>Reads a history.csv.</summary>
/// <exception cref="T:QImpact.Data.BadInputException">A column is missing or a cell is no number.</exception>
val readHistory: path: string -> Epoch[]

/// <summary>Reads every run folder at or below a folder, in the order of their paths.</summary>
/// <exception cref="T:QImpact.Data.BadInputException">There is none, or one of its files is not what it should be.</exception>
val readAll: root: string -> Run list
