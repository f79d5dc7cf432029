using System.Collections.Immutable;
using QImpact.Data;
using QImpact.Data.Runs;
using QImpact.Inference;
using QImpact.Onnx;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Description;
using QImpact.Quantum.Noise;

namespace QImpact.Training.Export;

/// <summary>A tensor of the file's contract.</summary>
/// <param name="Name">Its name in the graph.</param>
/// <param name="Type">Its element type.</param>
/// <param name="Shape">Its axes.</param>
/// <param name="Meaning">What it holds.</param>
public sealed record CardTensor(string Name, string Type, ImmutableArray<string> Shape, string Meaning);

/// <summary>What stands beside an exported file, for the person who deploys it: NAME.json.</summary>
/// <param name="Schema">The version of this form.</param>
/// <param name="Name">DATASET-ARCHITECTURE-PROTOCOL-sSEED, with -cXXXXXXXX before the seed where the circuit is not the paper's.</param>
/// <param name="Purpose">What the model is for, and what it is not for.</param>
/// <param name="File">The .onnx file's name.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Its checksum.</param>
/// <param name="Precision">The numbers that it computes with.</param>
/// <param name="Batch">The number of images that it takes at a time; null for any.</param>
/// <param name="Noise">The noise that acts on its quantum layer; null for none.</param>
/// <param name="OperatorSet">Version of ONNX's operators.</param>
/// <param name="Operators">Every operator in the file and how often it occurs.</param>
/// <param name="Input">The input.</param>
/// <param name="Outputs">The outputs.</param>
/// <param name="Threshold">
/// Class 1 is decided where its probability is at least this. Inference's <c>threshold</c> replaces it, and adds <c>threshold_choice</c>.
/// </param>
/// <param name="Metrics">Metrics of the run, by TorchSharp, per split.</param>
/// <param name="Parity">Comparison of ONNX Runtime with TorchSharp and with the float64 reference of the quantum layer.</param>
/// <param name="Circuit">What the quantum layer's circuit does, without the noise; null in a classical network.</param>
/// <param name="Run">The run that trained it.</param>
public sealed record ModelCard(
    string Schema,
    string Name,
    string Purpose,
    string File,
    long Bytes,
    string Sha256,
    Precision Precision,
    int? Batch,
    NoiseModel? Noise,
    int OperatorSet,
    ImmutableSortedDictionary<string, int> Operators,
    CardTensor Input,
    ImmutableArray<CardTensor> Outputs,
    double Threshold,
    RunResult Metrics,
    Parity Parity,
    CircuitDescription? Circuit,
    RunConfig Run
)
{
    /// <summary>The version that this code writes.</summary>
    public const string CurrentSchema = StoredCard.CurrentSchema;

    /// <summary>What every model of this project is for.</summary>
    public static string PurposeOf(DatasetDescription dataset) =>
        dataset.IsPhantom
            ? "PHANTOM: trained on generated images; says nothing about real ones. Not a medical device."
            : "Research on the effect of a quantum layer. Not a medical device; not for diagnosis.";

    /// <summary>The contract's input.</summary>
    public static CardTensor InputOf(DatasetDescription dataset, int? batch) =>
        new(
            "images",
            "float32",
            [Length(batch), $"{dataset.Channels}", $"{dataset.Size}", $"{dataset.Size}"],
            "pixel values in [0, 1] (pixel / 255); normalisation is inside the graph"
        );

    /// <summary>The contract's outputs.</summary>
    /// <param name="dataset">The data set of the run.</param>
    /// <param name="circuit">The quantum layer's circuit; null in a classical network.</param>
    /// <param name="batch">The number of images; null for any.</param>
    public static ImmutableArray<CardTensor> OutputsOf(DatasetDescription dataset, Circuit? circuit, int? batch)
    {
        string classes = string.Join(", ", dataset.ClassNames.Select((name, i) => $"{i} = {name}"));
        ImmutableArray<CardTensor> outputs =
        [
            Tensor("logits", dataset.ClassNames.Length, $"one per class: {classes}"),
            Tensor("probabilities", dataset.ClassNames.Length, "softmax of the logits"),
        ];
        return circuit is null
            ? outputs
            : outputs.Add(Tensor("expectations", circuit.OutputCount, $"outputs of the quantum layer {circuit}"));

        CardTensor Tensor(string name, int length, string meaning) =>
            new(name, "float32", [Length(batch), $"{length}"], meaning);
    }

    private static string Length(int? batch) => batch is { } count ? $"{count}" : "batch";
}
