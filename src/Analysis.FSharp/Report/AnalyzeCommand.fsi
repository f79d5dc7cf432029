/// <summary>The program's one job: from run folders to a report.</summary>
module QImpact.Analysis.Report.AnalyzeCommand

open System.CommandLine
open QImpact.Analysis

/// <summary>What is asked for.</summary>
type Request =
    {
        /// <summary>The folder with run folders in it, at any depth.</summary>
        Runs: string
        /// <summary>Prediction tables of further models, which have no run folder here.</summary>
        Tables: string list
        /// <summary>The folder to write to.</summary>
        Out: string
        /// <summary>The split that the models are compared on.</summary>
        Split: string
        /// <summary>The archive for the example images; None to look in the usual places.</summary>
        Data: string option
        /// <summary>The largest difference that would not matter, stated beforehand; None: equivalence is not tested.</summary>
        Margin: float option
    }

/// <summary>What came of it.</summary>
type Outcome =
    {
        /// <summary>The comparison behind the files.</summary>
        Comparison: Comparison
        /// <summary>Full path of report.html.</summary>
        Report: string
        /// <summary>Full path of metrics.csv.</summary>
        Metrics: string
    }

/// <summary>Reads, compares, writes report.html and metrics.csv.</summary>
/// <exception cref="T:QImpact.Data.BadInputException">Something that was handed over can't be used; nothing is written then.</exception>
val execute: request: Request -> Outcome

/// <summary>The outcome as JSON: data set, models with their metrics and intervals, paths.</summary>
val json: outcome: Outcome -> string

/// <summary>Prints the outcome: a table and the paths, or JSON.</summary>
val print: asJson: bool -> outcome: Outcome -> unit

/// <summary>Writes the report on the test split of the runs below a folder, and prints its table.</summary>
val report: runs: string -> out: string -> data: string | null -> unit

/// <summary>The command with its options and examples.</summary>
val create: unit -> Command
