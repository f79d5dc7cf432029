using System.Collections.Immutable;
using QImpact.Data;
using QImpact.Data.Runs;

namespace QImpact.Training.Export;

/// <summary>A tensor of the file's contract.</summary>
/// <param name="Name">Its name in the graph.</param>
/// <param name="Type">Its element type.</param>
/// <param name="Shape">Its axes.</param>
/// <param name="Meaning">What it holds.</param>
public sealed record CardTensor(string Name, string Type, ImmutableArray<string> Shape, string Meaning);

/// <summary>How far ONNX Runtime's outputs lie from TorchSharp's, over the validation and the test split.</summary>
/// <param name="Images">Number of images compared.</param>
/// <param name="LargestProbabilityDifference">Over all images and classes.</param>
/// <param name="LargestLogitDifference">Over all images and classes.</param>
/// <param name="LargestExpectationDifference">Over all images and observables; null in a classical network.</param>
/// <param name="ChangedDecisions">Images whose decision differs.</param>
/// <param name="Tolerance">The largest probability difference that export accepts.</param>
public sealed record Parity(
    int Images,
    double LargestProbabilityDifference,
    double LargestLogitDifference,
    double? LargestExpectationDifference,
    int ChangedDecisions,
    double Tolerance
);

/// <summary>What stands beside an exported file, for the person who deploys it: NAME.json.</summary>
/// <param name="Schema">The version of this form.</param>
/// <param name="Name">DATASET-ARCHITECTURE-PROTOCOL-sSEED.</param>
/// <param name="Purpose">What the model is for, and what it is not for.</param>
/// <param name="File">The .onnx file's name.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Its checksum.</param>
/// <param name="OperatorSet">Version of ONNX's operators.</param>
/// <param name="Operators">Every operator in the file and how often it occurs.</param>
/// <param name="Input">The input.</param>
/// <param name="Outputs">The outputs.</param>
/// <param name="Threshold">Class 1 is decided where its probability is at least this.</param>
/// <param name="Metrics">Metrics of the run, by TorchSharp, per split.</param>
/// <param name="Parity">Comparison with ONNX Runtime.</param>
/// <param name="Run">The run that trained it.</param>
public sealed record ModelCard(
    string Schema,
    string Name,
    string Purpose,
    string File,
    long Bytes,
    string Sha256,
    int OperatorSet,
    ImmutableSortedDictionary<string, int> Operators,
    CardTensor Input,
    ImmutableArray<CardTensor> Outputs,
    double Threshold,
    RunResult Metrics,
    Parity Parity,
    RunConfig Run
)
{
    /// <summary>The version that this code writes.</summary>
    public const string CurrentSchema = "qimpact-card/1";

    /// <summary>What every model of this project is for.</summary>
    public static string PurposeOf(DatasetDescription dataset) =>
        dataset.IsPhantom
            ? "PHANTOM: trained on generated images; says nothing about real ones. Not a medical device."
            : "Research on the effect of a quantum layer. Not a medical device; not for diagnosis.";

    /// <summary>The contract's outputs.</summary>
    public static ImmutableArray<CardTensor> OutputsOf(RunConfig run, int observables)
    {
        string classes = string.Join(", ", run.Dataset.Description.ClassNames.Select((name, i) => $"{i} = {name}"));
        ImmutableArray<CardTensor> outputs =
        [
            Tensor("logits", run.Dataset.Description.ClassNames.Length, $"one per class: {classes}"),
            Tensor("probabilities", run.Dataset.Description.ClassNames.Length, "softmax of the logits"),
        ];
        return observables == 0
            ? outputs
            : outputs.Add(Tensor("expectations", observables, $"outputs of the quantum layer {run.Circuit}"));

        static CardTensor Tensor(string name, int length, string meaning) =>
            new(name, "float32", ["batch", $"{length}"], meaning);
    }
}
