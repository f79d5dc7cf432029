namespace QImpact.Data.Runs;

/// <summary>The data set of a run, as its <c>config.json</c> records it, with the numbers of images; those to train on after balancing.</summary>
public sealed record RunDataset(DatasetDescription Description, int TrainImages, int ValidationImages, int TestImages);

/// <summary>The baseline run that a hybrid run was measured against while it trained, and the validation G-mean of its chosen epoch.</summary>
public sealed record BaselineReference(string Run, double ValidationGmean);

/// <summary>Everything needed to repeat a run; the content of <c>config.json</c>.</summary>
/// <param name="Schema">The version of this form.</param>
/// <param name="Name">DATASET-ARCHITECTURE-PROTOCOL-sSEED.</param>
/// <param name="Dataset">The data.</param>
/// <param name="Architecture">baseline, quantum-end or quantum-mid.</param>
/// <param name="Protocol">The protocol whose settings were taken as a start.</param>
/// <param name="Settings">The settings in force, overrides included.</param>
/// <param name="Seed">Seed of initial weights, balancing and order of the images.</param>
/// <param name="Threads">Threads of the tensor library; results are equal bit by bit for equal numbers.</param>
/// <param name="Circuit">The quantum layer's circuit as text; null for the baseline.</param>
/// <param name="Parameters">Number of trained parameters.</param>
/// <param name="Baseline">The baseline that stopping was measured against; null where none was.</param>
/// <param name="CodeVersion">Version and commit of the program.</param>
/// <param name="Device">Where it trained: cpu or cuda.</param>
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
    string Device = "cpu"
)
{
    /// <summary>The version that this code writes and reads.</summary>
    public const string CurrentSchema = "qimpact-run/1";
}
