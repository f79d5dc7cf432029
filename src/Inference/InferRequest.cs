using System.Collections.Immutable;
using QImpact.Inference.Output;
using QImpact.Inference.Thresholds;

namespace QImpact.Inference;

/// <summary>What <c>infer</c> is asked to do.</summary>
/// <param name="Models">The .onnx files.</param>
/// <param name="Output">The prediction table to write.</param>
public sealed record InferRequest(ImmutableArray<string> Models, string Output)
{
    /// <summary>Images per run where nothing else is asked for (docs/inference.md has the measurement).</summary>
    public const int DefaultBatchSize = 32;

    /// <summary>Files, folders, patterns, or - for a list on standard input; empty for a split of a data set.</summary>
    public ImmutableArray<string> Images { get; init; } = [];

    /// <summary>Name of the data set; null for the one that the first model was trained on.</summary>
    public string? Dataset { get; init; }

    /// <summary>The archive or its folder, or a folder of images; null to look for the archive in the usual places.</summary>
    public string? Data { get; init; }

    /// <summary>train, val or test; null for test.</summary>
    public string? Split { get; init; }

    /// <summary>The table's form; null for the one that the output's name asks for.</summary>
    public TableFormat? Format { get; init; }

    /// <summary>Whether a table that is there already may be replaced.</summary>
    public bool Force { get; init; }

    /// <summary>Whether the models are one ensemble.</summary>
    public bool Ensemble { get; init; }

    /// <summary>A threshold in place of the cards'; null for those.</summary>
    public double? Threshold { get; init; }

    /// <summary>Whether an image's class is the name of its folder.</summary>
    public bool LabelsFromFolders { get; init; }

    /// <summary>Whether the first broken image stops the work.</summary>
    public bool FailOnBroken { get; init; }

    /// <summary>Where the models shall run.</summary>
    public DeviceRequest Device { get; init; } = DeviceRequest.Auto;

    /// <summary>Images per run.</summary>
    public int BatchSize { get; init; } = DefaultBatchSize;

    /// <summary>Batches that are worked on at the same time, one thread each; 0 for all processors.</summary>
    public int Threads { get; init; }

    /// <summary>Whether nothing may be downloaded.</summary>
    public bool Offline { get; init; }
}

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
