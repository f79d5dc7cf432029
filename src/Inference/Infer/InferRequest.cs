using System.Collections.Immutable;
using QImpact.Data.Runs;
using QImpact.Inference.Output;
using QImpact.Inference.Sessions;
using QImpact.Terminal;

namespace QImpact.Inference.Infer;

/// <summary>What <c>infer</c> is asked to do with .onnx files: the prediction table to write, and from which images.</summary>
public sealed record InferRequest(ImmutableArray<string> Models, string Output)
{
    /// <summary>Images per run on the CPU where nothing else is asked for (docs/inference.md has the measurement).</summary>
    public const int DefaultBatchSize = 32;

    /// <summary>The same on a GPU (docs/devices.md).</summary>
    public const int GpuBatchSize = 256;

    /// <summary>Files, folders, patterns, or - for a list on standard input; empty for a split of a data set.</summary>
    public ImmutableArray<string> Images { get; init; } = [];

    /// <summary>A folder of images by class, or a CSV file that lists images with their classes (docs/data.md); null for other images.</summary>
    public string? Labelled { get; init; }

    /// <summary>Name of the data set; null for the one that the first model was trained on.</summary>
    public string? Dataset { get; init; }

    /// <summary>The archive or its folder, or a folder of images; null to look for the archive in the usual places.</summary>
    public string? Data { get; init; }

    /// <summary>The run whose data these are; null for the first model's, where nothing else is named.</summary>
    public RunConfig? Run { get; init; }

    /// <summary>train, val, test or all; null for test, and for all images where a folder has no splits.</summary>
    public string? Split { get; init; }

    /// <summary>The table's form; null for the one that the output's name asks for.</summary>
    public TableFormat? Format { get; init; }

    /// <summary>Whether a table that is there already may be replaced.</summary>
    public bool Force { get; init; }

    /// <summary>Whether the models are one ensemble.</summary>
    public bool Ensemble { get; init; }

    /// <summary>A threshold in place of the cards'; null for those.</summary>
    public double? Threshold { get; init; }

    /// <summary>What computes the metrics of a model where classes come from folders; null: decisions are counted alone.</summary>
    public MetricsOf? Metrics { get; init; }

    /// <summary>Whether an image's class is the name of its folder.</summary>
    public bool LabelsFromFolders { get; init; }

    /// <summary>Whether the first broken image stops the work.</summary>
    public bool FailOnBroken { get; init; }

    /// <summary>Where the models shall run.</summary>
    public DeviceRequest Device { get; init; } = DeviceRequest.Auto;

    /// <summary>How they compute on a GPU.</summary>
    public CudaSettings Cuda { get; init; } = new();

    /// <summary>Images per run; null for the default of the device.</summary>
    public int? BatchSize { get; init; }

    /// <summary>Batches that are worked on at the same time, one thread each; 0 for all processors.</summary>
    public int Threads { get; init; }

    /// <summary>Whether nothing may be downloaded.</summary>
    public bool Offline { get; init; }
}
