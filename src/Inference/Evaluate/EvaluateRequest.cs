using System.Collections.Immutable;
using QImpact.Inference.Infer;

namespace QImpact.Inference.Evaluate;

/// <summary>What <c>evaluate</c> is asked to do.</summary>
/// <param name="Folder">Where everything is written.</param>
/// <param name="Infer">Models and labelled images; the table is <c>predictions.csv</c> in the folder.</param>
/// <param name="Worst">How many of its most confident mistakes are shown of each model.</param>
public sealed record EvaluateRequest(string Folder, InferRequest Infer, int Worst);

/// <summary>The images of some rows of a table, as the model sees them: PNG files by the name of the row; those that can't be read are left out.</summary>
/// <param name="ids">What the rows are called.</param>
public delegate IReadOnlyDictionary<string, byte[]> PicturesOf(IReadOnlyCollection<string> ids);

/// <summary>What is judged: a prediction table and what goes with it.</summary>
/// <param name="Table">The table's path.</param>
/// <param name="Folder">Where files are written.</param>
/// <param name="ClassNames">In the order of the scores.</param>
/// <param name="Worst">How many mistakes of each model are shown.</param>
/// <param name="Copies">Which images each model knows from its training, by the model's name.</param>
/// <param name="Pictures">The images.</param>
public sealed record EvaluatedTable(
    string Table,
    string Folder,
    ImmutableArray<string> ClassNames,
    int Worst,
    IReadOnlyDictionary<string, CopiedImages> Copies,
    PicturesOf Pictures
);

/// <summary>Judges a table, writes the page and its files, and tells what came out.</summary>
/// <param name="evaluated">The table.</param>
/// <param name="asJson">Whether the outcome is printed as JSON.</param>
public delegate void WriteEvaluation(EvaluatedTable evaluated, bool asJson);
