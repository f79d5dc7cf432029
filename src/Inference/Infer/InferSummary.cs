using System.Collections.Immutable;
using QImpact.Inference.Output;
using QImpact.Inference.Thresholds;

namespace QImpact.Inference.Infer;

/// <summary>
/// What one model, or an ensemble, decided: images per class, in the order of the class names, images without a decision, and how many of the
/// labelled ones were decided rightly. The checksum is SHA-256 of its file; the other data are those that it was trained on, null where
/// these are they, or are the images of no data set; the threshold is null with more than two classes.
/// </summary>
public sealed record ModelTally(
    string Model,
    string Checksum,
    string? OtherData,
    ThresholdInUse? Threshold,
    ImmutableArray<int> Decisions,
    int Broken,
    int Labelled,
    int Correct
)
{
    /// <summary>Every metric with its interval; empty where the classes of the images were not asked for or nobody computes metrics.</summary>
    public IReadOnlyList<LabelledMetric> Metrics { get; init; } = [];
}

/// <summary>
/// How an inference went. Broken images have no prediction, their rows say why; files of a folder that are no images are left out, counted by the
/// ending of their names; the models are one per model, or one for the ensemble. Threads
/// are batches at the same time, the first result counts from the start of the program, memory is the most that it held.
/// </summary>
public sealed record InferSummary(
    string Output,
    TableFormat Format,
    string Dataset,
    string Split,
    ImmutableArray<string> ClassNames,
    int Images,
    int Broken,
    ImmutableSortedDictionary<string, int> LeftOut,
    ImmutableArray<ModelTally> Models,
    string Device,
    string DeviceReason,
    int Threads,
    int BatchSize,
    double Seconds,
    double ImagesPerSecond,
    double FirstResultSeconds,
    double PeakMemoryMb
);
