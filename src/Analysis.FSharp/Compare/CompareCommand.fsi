/// <summary>The verb compare: prediction tables in, tests and claims out.</summary>
module QImpact.Analysis.Compare.CompareCommand

open System.CommandLine
open QImpact.Analysis

/// <summary>What is asked for.</summary>
type Request =
    {
        /// <summary>Prediction tables.</summary>
        Tables: string list
        /// <summary>A folder with run folders, besides or instead of tables.</summary>
        Runs: string option
        /// <summary>The split.</summary>
        Split: string
        /// <summary>The folder to write to; None: nothing is written.</summary>
        Out: string option
        /// <summary>How to compare.</summary>
        Options: CompareOptions
    }

/// <summary>What came of it.</summary>
type Outcome =
    {
        /// <summary>The models.</summary>
        Models: Comparison
        /// <summary>Their paired comparison.</summary>
        Comparison: PairedComparison
        /// <summary>Full paths of comparison.csv, comparison.json and comparison.md; empty without an output folder.</summary>
        Written: string list
    }

/// <summary>The options themselves, where they are in their ranges.</summary>
/// <exception cref="T:QImpact.Data.BadInputException">One is not.</exception>
val internal requireSound: options: CompareOptions -> CompareOptions

/// <summary>Reads, compares, writes the three files.</summary>
/// <exception cref="T:QImpact.Data.BadInputException">
/// Fewer than two models, other images or labels, or an option out of its range; nothing is written then.
/// </exception>
val execute: request: Request -> Outcome

/// <summary>The command with its options and examples.</summary>
val create: unit -> Command
