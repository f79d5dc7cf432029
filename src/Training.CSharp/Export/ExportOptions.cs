using QImpact.Onnx;
using QImpact.Quantum.Noise;

namespace QImpact.Training.Export;

/// <summary>How the files of an export are laid out.</summary>
public enum Layout
{
    /// <summary>NAME.onnx, NAME.json and NAME.parity.csv in one folder.</summary>
    Files,

    /// <summary>A model of a Triton model repository: NAME/config.pbtxt and NAME/1/model.onnx, its card and parity table beside it.</summary>
    Triton,
}

/// <summary>What an export is asked for beyond the run; the batch is the number of images that the file takes at a time, null for any; the noise
/// is null for that of the training, and none at all for a file without.</summary>
public sealed record ExportOptions(
    int? Batch = null,
    Precision Precision = Precision.Fp32,
    NoiseModel? Noise = null,
    Layout Layout = Layout.Files
)
{
    /// <summary>The run's name, and what sets this export apart from the plain one.</summary>
    public string NameOf(string run) =>
        run
        + (
            Noise is null ? ""
            : Noise.IsNone ? "-quiet"
            : "-noise"
        )
        + (Precision == Precision.Fp16 ? "-fp16" : "")
        + (Batch is { } batch ? $"-b{batch}" : "");
}
