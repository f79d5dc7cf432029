/// <summary>
/// What "The impact of a quantum layer on classification performance" (D. Nowak) published, Table 1: the test set of
/// BreastMNIST, 156 images.
/// </summary>
module QImpact.Analysis.Paper

open QImpact.Metrics

/// <summary>The data set that the paper used.</summary>
let dataset = "breastmnist"

/// <summary>A row of Table 1, as printed.</summary>
type PublishedRow =
    {
        /// <summary>The architecture, as run folders name it.</summary>
        Architecture: string
        /// <summary>The architecture, as the paper names it.</summary>
        Title: string
        Accuracy: float
        /// <summary>With class 0 (malignant) as positive.</summary>
        F1: float
        /// <summary>With class 1 (benign) as positive.</summary>
        Precision: float
        /// <summary>With class 1 (benign) as positive.</summary>
        Recall: float
        GMean: float
        Auc: float
    }

    /// <summary>The values in the order of the columns.</summary>
    member this.Cells =
        [ this.Accuracy; this.F1; this.Precision; this.Recall; this.GMean; this.Auc ]

let private row architecture title accuracy f1 precision recall gmean auc =
    {
        Architecture = architecture
        Title = title
        Accuracy = accuracy
        F1 = f1
        Precision = precision
        Recall = recall
        GMean = gmean
        Auc = auc
    }

/// <summary>Table 1.</summary>
let table1 =
    [
        row "baseline" "Baseline" 0.7436 0.6364 0.9205 0.7105 0.7695 0.8590
        row "quantum-end" "Quantum-End" 0.7692 0.6604 0.9239 0.7456 0.7883 0.8285
        row "quantum-mid" "Quantum-Mid" 0.5897 0.5429 0.9310 0.4737 0.6546 0.8262
    ]

/// <summary>
/// The columns of Table 1: heading, the metric's name and positive class in metrics.csv. The paper mixes the positive
/// classes; its confusion matrices show which it took where.
/// </summary>
let columns: (string * string * int option) list =
    [
        "Accuracy", "accuracy", None
        "F1 (malignant)", "f1", Some 0
        "Precision (benign)", "precision", Some 1
        "Recall (benign)", "recall", Some 1
        "G-mean", "gmean", None
        "AUC", "auc", None
    ]
