using System.Collections.Immutable;
using QImpact.Inference.Output;
using QImpact.Inference.Thresholds;

namespace QImpact.Inference.Infer;

/// <summary>What one model, or an ensemble, decided.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Checksum">SHA-256 of its file.</param>
/// <param name="Threshold">The threshold and where it comes from; null with more than two classes.</param>
/// <param name="Decisions">Images per class, in the order of the class names.</param>
/// <param name="Broken">Images without a decision.</param>
/// <param name="Labelled">Images with a decision and a known class.</param>
/// <param name="Correct">How many of those were decided rightly.</param>
public sealed record ModelTally(
    string Model,
    string Checksum,
    ThresholdInUse? Threshold,
    ImmutableArray<int> Decisions,
    int Broken,
    int Labelled,
    int Correct
);

/// <summary>How an inference went.</summary>
/// <param name="Output">The prediction table.</param>
/// <param name="Format">Its form.</param>
/// <param name="Dataset">The data set's name, or where the images came from.</param>
/// <param name="Split">The split's name.</param>
/// <param name="ClassNames">Names in the order of the scores.</param>
/// <param name="Images">Number of images.</param>
/// <param name="Broken">Images without a prediction: their rows say why.</param>
/// <param name="Models">One per model, or one for the ensemble.</param>
/// <param name="Device">Where the models ran.</param>
/// <param name="DeviceReason">Why there.</param>
/// <param name="Threads">Batches that were worked on at the same time.</param>
/// <param name="BatchSize">Images per run.</param>
/// <param name="Seconds">Time of decoding, running and writing.</param>
/// <param name="ImagesPerSecond">Images in that time.</param>
/// <param name="FirstResultSeconds">From the start of the program to the first prediction.</param>
/// <param name="PeakMemoryMb">The most memory that the program held, in megabytes.</param>
public sealed record InferSummary(
    string Output,
    TableFormat Format,
    string Dataset,
    string Split,
    ImmutableArray<string> ClassNames,
    int Images,
    int Broken,
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
