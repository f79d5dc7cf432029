using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using QImpact.Data.Runs;

namespace QImpact.Data.Models;

/// <summary>What stands beside an exported file, for the person who deploys it and for the programs that read it: NAME.json.</summary>
public sealed record ModelCard
{
    /// <summary>The version that this code writes and reads.</summary>
    public const string CurrentSchema = "qimpact-card/2";

    /// <summary>The version of this form.</summary>
    public required string Schema { get; init; }

    /// <summary>DATASET-ARCHITECTURE-PROTOCOL-sSEED, with what differs from the protocol before the seed.</summary>
    public required string Name { get; init; }

    /// <summary>What the model is for, and what it is not for.</summary>
    public required string Purpose { get; init; }

    /// <summary>The .onnx file's name.</summary>
    public required string File { get; init; }

    /// <summary>Its length.</summary>
    public required long Bytes { get; init; }

    /// <summary>Its SHA-256, 64 lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The numbers that it computes with: fp32 or fp16.</summary>
    public required string Precision { get; init; }

    /// <summary>The number of images that it takes at a time; null for any.</summary>
    public required int? Batch { get; init; }

    /// <summary>The noise that acts on its quantum layer, as a calibration file has it (docs/noise.md); null for none.</summary>
    public required JsonElement? Noise { get; init; }

    /// <summary>Version of ONNX's operators.</summary>
    public required int OperatorSet { get; init; }

    /// <summary>Every operator in the file and how often it occurs.</summary>
    public required ImmutableSortedDictionary<string, int> Operators { get; init; }

    /// <summary>The input.</summary>
    public required CardTensor Input { get; init; }

    /// <summary>The outputs.</summary>
    public required ImmutableArray<CardTensor> Outputs { get; init; }

    /// <summary>Class 1 is decided where its probability is at least this; null with more than two classes, of which the most probable is decided.</summary>
    public required double? Threshold { get; init; }

    /// <summary>Metrics of the run, by TorchSharp, per split.</summary>
    public required RunResult Metrics { get; init; }

    /// <summary>Comparison of ONNX Runtime with TorchSharp and with the float64 reference of the quantum layer.</summary>
    public required Parity Parity { get; init; }

    /// <summary>
    /// What the quantum layer's circuit does, with the noise, as the quantum room describes it: null in a classical network, undefined in
    /// a card that says nothing of it.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public JsonElement Circuit { get; init; }

    /// <summary>The run that trained it.</summary>
    public required RunConfig Run { get; init; }

    /// <summary>How the threshold was chosen; null where it is the one of every export.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ThresholdChoice? ThresholdChoice { get; init; }

    /// <summary>Where a model's card lies.</summary>
    public static string PathOf(string model) => Path.ChangeExtension(model, ".json");

    /// <summary>What every model of this project is for.</summary>
    public static string PurposeOf(DatasetDescription dataset) =>
        dataset.IsPhantom
            ? "PHANTOM: trained on generated images; says nothing about real ones. Not a medical device."
            : "Research on the effect of a quantum layer. Not a medical device; not for diagnosis.";

    /// <summary>Reads a card.</summary>
    /// <exception cref="BadInputException">The file can't be read, or is not of this form or version.</exception>
    public static ModelCard Read(string path)
    {
        string schema = Json.ReadFile<SchemaPart>(path).Schema;
        if (schema != CurrentSchema)
            throw new BadInputException(
                $"{path} has the schema {schema}; expected {CurrentSchema}: export the run again"
            );
        ModelCard card = Json.ReadFile<ModelCard>(path);
        FileNamePart.Require(card.Name, $"{path}: name");
        FileNamePart.Require(card.File, $"{path}: file");
        FileNamePart.Require(card.Run.Name, $"{path}: run.name");
        return card;
    }

    /// <summary>Stores a threshold in a card; everything else stays as it is, known to this version or not.</summary>
    /// <exception cref="BadInputException">The file is no card that <see cref="Read"/> takes, or can't be written.</exception>
    public static void StoreThreshold(string path, double threshold, ThresholdChoice choice)
    {
        Read(path);
        JsonObject card = Json.ReadFile<JsonObject>(path);
        card[NameOf(nameof(Threshold))] = threshold;
        card[NameOf(nameof(ThresholdChoice))] = JsonSerializer.SerializeToNode(choice, Json.Options);
        Json.WriteFile(path, card);

        static string NameOf(string member) => Json.Options.PropertyNamingPolicy!.ConvertName(member);
    }

    // Looked at first: a card of another version is refused by its version, not by a member that it lacks.
    private sealed record SchemaPart(string Schema);
}

/// <summary>A tensor of the file's contract: its name in the graph, element type, axes, and what it holds.</summary>
public sealed record CardTensor(string Name, string Type, ImmutableArray<string> Shape, string Meaning)
{
    /// <summary><c>logits float32 [batch, 2]</c>.</summary>
    public override string ToString() => $"{Name} {Type} [{string.Join(", ", Shape)}]";
}

/// <summary>
/// How a model's threshold was chosen; stands in its card. The rule is <c>youden</c>, <c>sensitivity=0.95</c>, or <c>given</c> for a number
/// chosen elsewhere. On the split, of the images of the positive class so many were detected, of the others so many cleared.
/// </summary>
public sealed record ThresholdChoice(
    string Rule,
    string Split,
    string DatasetMd5,
    int PositiveClass,
    long Detected,
    long Positives,
    long Cleared,
    long Negatives
);
