/// <summary>Prediction tables: what models said of images.</summary>
module QImpact.Analysis.Input.Predictions

/// <summary>What one model said of one image.</summary>
type Outcome =
    /// <summary>P(class 1), in [0, 1].</summary>
    | Score of score1: float
    /// <summary>The model gave no score; why.</summary>
    | Failed of error: string

/// <summary>One image's row.</summary>
type Row =
    {
        /// <summary>The image: its index in the split, or its file.</summary>
        SampleId: string
        /// <summary>Its class, 0 or 1; None when unknown.</summary>
        Label: int option
        /// <summary>What the model said.</summary>
        Outcome: Outcome
    }

/// <summary>One model's predictions for one split.</summary>
type PredictionSet =
    {
        /// <summary>The file that they stand in.</summary>
        Source: string
        /// <summary>The data set's name.</summary>
        Dataset: string
        /// <summary>The split's name.</summary>
        Split: string
        /// <summary>The model's name.</summary>
        Model: string
        /// <summary>The seed of the model's run, if the table has it.</summary>
        Seed: int option
        /// <summary>Class 1 is decided where its score is at least this.</summary>
        Threshold: float
        /// <summary>SHA-256 of the model file.</summary>
        ModelChecksum: string
        /// <summary>The rows in the order of the table; no image occurs twice.</summary>
        Rows: Row[]
    }

/// <summary>Reads a prediction table: one set per data set, split and model in it, in the order of their first rows.</summary>
/// <exception cref="T:QImpact.Data.BadInputException">
/// The table has no row, lacks a column, is for more than two classes, or a cell is not what its column says; a decision
/// contradicts its score; an image occurs twice.
/// </exception>
val read: path: string -> PredictionSet list
