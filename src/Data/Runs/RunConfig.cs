using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using QImpact.Data.Folds;

namespace QImpact.Data.Runs;

/// <summary>Images of each class: of the training split, and of those to train on, fewer where classes were balanced.</summary>
public sealed record TrainingClasses(ImmutableArray<int> Split, ImmutableArray<int> Used);

/// <summary>
/// The data set of a run, as its <c>config.json</c> records it, with the numbers of images; those to train on after balancing, and by class,
/// null in a config that has no such member.
/// </summary>
public sealed record RunDataset(
    DatasetDescription Description,
    int TrainImages,
    int ValidationImages,
    int TestImages,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] TrainingClasses? TrainClasses = null
);

/// <summary>The baseline run that a hybrid run was measured against while it trained, and the validation G-mean of its chosen epoch.</summary>
public sealed record BaselineReference(string Run, double ValidationGmean);

/// <summary>Everything needed to repeat a run; the content of <c>config.json</c>.</summary>
/// <remarks>
/// The name is <see cref="RunFamily.NameOf"/>. The settings are those in force, overrides of the protocol's included. The seed is that of
/// initial weights, balancing and order of the images; results are equal bit by bit for equal numbers of threads of the tensor library. The
/// circuit is what the head is made from, as text, null where it is made from none; the parameters are the trained ones; the baseline is the one that stopping was measured against, null where none
/// was; the device is cpu or cuda. The fold is the part of the data that the run was tested on, null for the published split. The noise is what the quantum layer was trained with,
/// as a calibration file has it (docs/noise.md), null for none; the circuit is without it.
/// </remarks>
public sealed record RunConfig(
    string Schema,
    string Name,
    RunDataset Dataset,
    string Architecture,
    string Protocol,
    TrainingSettings Settings,
    int Seed,
    int Threads,
    string? Circuit,
    long Parameters,
    BaselineReference? Baseline,
    string CodeVersion,
    string Device = "cpu",
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] FoldChoice? Fold = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonElement? Noise = null
)
{
    /// <summary>The version that this code writes: weights of the taps that can reach a pixel alone.</summary>
    public const string CurrentSchema = "qimpact-run/2";

    /// <summary>A version that is read too: weights of the whole kernels.</summary>
    public const string WholeKernelSchema = "qimpact-run/1";
}
