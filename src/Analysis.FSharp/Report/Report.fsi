/// <summary>The report: one HTML file that needs nothing else, not even a network.</summary>
module QImpact.Analysis.Report.Report

open QImpact.Analysis.Comparison
open QImpact.Analysis.Input

/// <summary>The whole page. Equal inputs give equal pages: it holds no time and no path of this machine.</summary>
/// <param name="options">How models are compared in pairs.</param>
/// <param name="data">The archive, or the folder with it, for the example images; None to look in the usual places.</param>
/// <param name="runs">The runs that were read; they say where the data set was.</param>
/// <param name="comparison">What to report.</param>
/// <exception cref="T:QImpact.Data.BadInputException"><paramref name="data"/> is given and can't be used.</exception>
val render:
    options: QImpact.Analysis.PairedComparison.Options ->
    data: string option ->
    runs: Runs.Run list ->
    comparison: Comparison ->
        string

/// <summary>Writes the page, whole or not at all.</summary>
/// <exception cref="T:QImpact.Data.BadInputException">The file can't be written.</exception>
val write: path: string -> html: string -> unit
