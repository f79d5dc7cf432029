using QImpact.Data.Models;
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

/// <summary>What an export is asked for beyond the run.</summary>
/// <param name="Batch">The number of images that the file takes at a time; null for any.</param>
/// <param name="Precision">The numbers that it computes with.</param>
/// <param name="Noise">Noise that acts on the quantum layer; null for none.</param>
/// <param name="Layout">How the files are laid out.</param>
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
        + (Noise is null ? "" : "-noise")
        + (Precision == Precision.Fp16 ? "-fp16" : "")
        + (Batch is { } batch ? $"-b{batch}" : "");
}

/// <summary>The files of an export.</summary>
/// <param name="Model">The .onnx file.</param>
/// <param name="Card">The model card.</param>
/// <param name="ParityTable">TorchSharp's outputs for every validation and test image.</param>
/// <param name="TritonConfig">Triton's description of the model; null in the plain layout.</param>
public sealed record ExportFiles(string Model, string Card, string ParityTable, string? TritonConfig)
{
    /// <summary>The files of a name in a folder.</summary>
    public static ExportFiles In(string folder, string name, Layout layout)
    {
        string stem = layout == Layout.Triton ? Path.Combine(folder, name, "1", "model") : Path.Combine(folder, name);
        string model = Path.GetFullPath(stem + ".onnx");
        return new ExportFiles(
            model,
            ModelCard.PathOf(model),
            Data.Models.ParityTable.PathOf(model),
            layout == Layout.Triton ? Path.GetFullPath(Path.Combine(folder, name, "config.pbtxt")) : null
        );
    }
}
