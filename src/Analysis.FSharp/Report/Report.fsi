/// <summary>The report: every finding on a comparison, for one HTML file.</summary>
module QImpact.Analysis.Report.Report

open QImpact.Analysis
open QImpact.Analysis.Compare
open QImpact.Analysis.Document
open QImpact.Analysis.Input

/// <summary>The whole report. Equal inputs give equal documents: it holds no time and no path of this machine.</summary>
/// <param name="options">How models are compared in pairs.</param>
/// <param name="data">The archive, or the folder with it, for the example images; None to look in the usual places.</param>
/// <param name="runs">The runs that were read; they say where the data set was.</param>
/// <param name="comparison">What to report.</param>
/// <exception cref="T:QImpact.Data.BadInputException"><paramref name="data"/> is given and can't be used.</exception>
val document:
    options: CompareOptions -> data: string option -> runs: Runs.Run list -> comparison: Comparison -> Document
