using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace QImpact.Data.Runs;

/// <summary>The first layers of the ResNet.</summary>
public enum Stem
{
    /// <summary>7x7 convolution of stride 2, then a 3x3 max-pooling of stride 2 (He et al. 2016).</summary>
    Imagenet,

    /// <summary>3x3 convolution of stride 1, no pooling (the usual form for small images; MedMNIST's benchmark).</summary>
    Small,
}

/// <summary>Which epoch's weights a run keeps; ties go to the lower validation loss, then to the earlier epoch.</summary>
public enum Selection
{
    /// <summary>The epoch with the highest validation G-mean.</summary>
    Gmean,

    /// <summary>The epoch with the highest validation ROC AUC.</summary>
    Auc,

    /// <summary>The epoch with the lowest validation loss.</summary>
    Loss,

    /// <summary>The last epoch.</summary>
    Last,
}

/// <summary>Everything that decides how a network is trained, apart from architecture, data and seed.</summary>
/// <param name="Stem">The first layers of the network.</param>
/// <param name="Mean">Subtracted from pixel values in [0, 1].</param>
/// <param name="StandardDeviation">Divides what is left.</param>
/// <param name="Balance">What is done about classes of different numbers of training images.</param>
/// <param name="LearningRate">Adam's learning rate (Kingma and Ba 2015; betas 0.9 and 0.999).</param>
/// <param name="LearningRateMilestones">Fractions of all epochs at which the learning rate is multiplied by 0.1.</param>
/// <param name="BatchSize">Images per step, from 2; the last batch of an epoch may be smaller.</param>
/// <param name="Epochs">The largest number of epochs.</param>
/// <param name="Select">Which epoch is kept.</param>
/// <param name="StopAboveBaseline">
/// Whether training ends at the first epoch whose validation G-mean exceeds that of the baseline's chosen epoch; that
/// epoch is then the one kept.
/// </param>
public sealed record TrainingSettings(
    Stem Stem,
    double Mean,
    double StandardDeviation,
    [property: JsonConverter(typeof(BalanceConverter))] Balance Balance,
    double LearningRate,
    IReadOnlyList<double> LearningRateMilestones,
    int BatchSize,
    int Epochs,
    Selection Select,
    bool StopAboveBaseline
)
{
    // Beyond it pixel values leave what float32 can hold; nobody normalises images so.
    private const double LargestScale = 1e6;
    private const int MostEpochs = 10_000;

    /// <summary>
    /// Adam's learning rate for the weights of the circuit, above 0 and at most 1; null for that of all other weights. Milestones hold for both.
    /// Only a network that trains a circuit can have one.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? CircuitLearningRate { get; init; }

    /// <summary>Whether every value is the same, the milestones one by one: whether both are written alike.</summary>
    public bool Equals(TrainingSettings? other) => other is not null && Written() == other.Written();

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Written());

    /// <summary>All values as one text.</summary>
    internal string Written() => JsonSerializer.Serialize(this, Json.Options);

    /// <summary>What can't be trained with, in the order of the members; empty where all is well.</summary>
    public IEnumerable<SettingFault> Faults()
    {
        if (!Enum.IsDefined(Stem))
            yield return Fault("stem", (int)Stem, "imagenet or small");
        if (!(Math.Abs(Mean) <= LargestScale))
            yield return Fault("mean", Mean, "a number from -1000000 to 1000000");
        if (!(StandardDeviation >= 1 / LargestScale && StandardDeviation <= LargestScale))
            yield return Fault("standard_deviation", StandardDeviation, "a number from 0.000001 to 1000000");
        if (!Enum.IsDefined(Balance))
            yield return Fault("balance", (int)Balance, "undersample, weights or none");
        if (!(LearningRate > 0 && LearningRate <= 1))
            yield return Fault("learning_rate", LearningRate, "a number above 0 and at most 1");
        if (CircuitLearningRate is { } circuit && !(circuit > 0 && circuit <= 1))
            yield return Fault("circuit_learning_rate", circuit, "a number above 0 and at most 1");
        foreach (double fraction in LearningRateMilestones.Where(fraction => !(fraction > 0 && fraction < 1)))
            yield return Fault(
                "learning_rate_milestones",
                fraction,
                "fractions of all epochs, each between 0 and 1, such as 0.5,0.75"
            );
        if (BatchSize < 2)
            yield return Fault(
                "batch_size",
                BatchSize,
                "at least 2: batch normalisation has no variance to learn from in a batch of one image"
            );
        if (Epochs < 1)
            yield return Fault("epochs", Epochs, "at least 1");
        if (Epochs > MostEpochs)
            yield return Fault("epochs", Epochs, "at most 10000");
        if (!Enum.IsDefined(Select))
            yield return Fault("select", (int)Select, "gmean, auc, loss or last");
    }

    /// <summary>What an architecture can't be trained with, first what none can.</summary>
    public IEnumerable<SettingFault> FaultsFor(Architecture architecture) =>
        CircuitLearningRate is { } circuit && !architecture.TrainsCircuit
            ? Faults()
                .Append(
                    Fault(
                        "circuit_learning_rate",
                        circuit,
                        $"none, because {architecture.Name} has no circuit that is trained"
                    )
                )
            : Faults();

    private static SettingFault Fault(string member, double value, string expected) =>
        new(member, value.ToString(CultureInfo.InvariantCulture), expected);
}

/// <summary>A setting that can't be trained with: its name in <c>config.json</c>, its value, and what was expected.</summary>
public sealed record SettingFault(string Member, string Value, string Expected);
