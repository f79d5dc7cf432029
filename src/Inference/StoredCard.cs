using System.Collections.Immutable;
using QImpact.Data;
using QImpact.Inference.Thresholds;

namespace QImpact.Inference;

/// <summary>What this room reads of a model card, NAME.json beside NAME.onnx; Training's ModelCard is the whole of it.</summary>
/// <param name="Schema">The version of the form.</param>
/// <param name="Name">The model's name.</param>
/// <param name="Bytes">Length of the model file.</param>
/// <param name="Sha256">Its checksum.</param>
/// <param name="Input">The input.</param>
/// <param name="Outputs">The outputs.</param>
/// <param name="Parity">The comparison at export.</param>
/// <param name="Run">The run that was exported.</param>
/// <param name="Threshold">Class 1 is decided where its probability is at least this.</param>
/// <param name="ThresholdChoice">How the threshold was chosen; null where it is the one of every export.</param>
public sealed record StoredCard(
    string Schema,
    string Name,
    long Bytes,
    string Sha256,
    StoredTensor Input,
    ImmutableArray<StoredTensor> Outputs,
    StoredParity Parity,
    StoredRun Run,
    double Threshold = Classifier.DefaultThreshold,
    ThresholdChoice? ThresholdChoice = null
)
{
    /// <summary>The version that this code reads.</summary>
    public const string CurrentSchema = "qimpact-card/2";

    /// <summary>Where a model's card lies.</summary>
    public static string PathOf(string model) => Path.ChangeExtension(model, ".json");

    /// <summary>Reads a card.</summary>
    /// <exception cref="BadInputException">The file can't be read, or is not of this form.</exception>
    public static StoredCard Read(string path)
    {
        StoredCard card = Json.ReadFile<StoredCard>(path);
        return card.Schema == CurrentSchema
            ? card
            : throw new BadInputException(
                $"{path} has the schema {card.Schema}; expected {CurrentSchema}: export the run again"
            );
    }
}

/// <summary>A tensor of the contract.</summary>
public sealed record StoredTensor(string Name, string Type, ImmutableArray<string> Shape)
{
    /// <summary><c>logits float32 [batch, 2]</c>.</summary>
    public override string ToString() => $"{Name} {Type} [{string.Join(", ", Shape)}]";
}

/// <summary>The comparison at export.</summary>
/// <param name="Tolerance">The largest probability difference that was accepted.</param>
/// <param name="ChangedDecisions">Images whose decision differed.</param>
public sealed record StoredParity(double Tolerance, int ChangedDecisions);

/// <summary>The run that was exported.</summary>
public sealed record StoredRun(
    StoredDataset Dataset,
    string Architecture,
    string Protocol,
    int Seed,
    string CodeVersion
);

/// <summary>The data set of the run.</summary>
public sealed record StoredDataset(StoredDescription Description);

/// <summary>What the data set is.</summary>
public sealed record StoredDescription(
    string Name,
    string Md5,
    bool IsPhantom,
    ImmutableArray<string> ClassNames,
    int PositiveClass
);
