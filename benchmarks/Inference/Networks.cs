using QImpact.Data.Models;
using QImpact.Data.Runs;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Compilation;
using QImpact.Training.Export;
using QImpact.Training.Models;
using TorchSharp;

namespace QImpact.Benchmarks.Inference;

/// <summary>Networks with random weights, as TorchSharp modules and as exported files: speed does not depend on training.</summary>
internal static class Networks
{
    /// <summary>Pixels of an image of BreastMNIST.</summary>
    public const int ImageLength = Size * Size;

    private const int Size = 28;

    /// <summary>A network in evaluation mode.</summary>
    public static ImageClassifier Create(Architecture architecture, Stem stem) => Create(architecture, stem, Size);

    /// <summary>Exports a network and returns the file.</summary>
    public static string Export(Architecture architecture, Stem stem, string folder) =>
        Export(architecture, stem, Size, $"{architecture.Name}-{stem}", folder);

    /// <summary>Exports a network whose convolutions have all taps, and returns the file.</summary>
    public static string ExportWhole(Architecture architecture, Stem stem, string folder) =>
        Export(architecture, stem, Classifiers.SizeOfWholeKernels, $"{architecture.Name}-{stem}-whole", folder);

    /// <summary>Pixels in [0, 1].</summary>
    public static float[] Images(int count)
    {
        Random random = new(1);
        return [.. Enumerable.Range(0, count * ImageLength).Select(_ => random.NextSingle())];
    }

    private static ImageClassifier Create(Architecture architecture, Stem stem, int size)
    {
        torch.manual_seed(1);
        TrainingSettings settings = Protocols.Matched.For(architecture) with { Stem = stem };
        ImageClassifier model = Classifiers.Create(
            Network.Of(architecture, () => KnownCircuits.Paper.Compile()),
            settings,
            channels: 1,
            size,
            classes: 2
        );
        model.eval();
        return model;
    }

    private static string Export(Architecture architecture, Stem stem, int size, string title, string folder)
    {
        string name = title.ToLowerInvariant();
        string file = Path.Combine(folder, name + ".onnx");
        if (File.Exists(file))
            return file;
        using ImageClassifier model = Create(architecture, stem, size);
        ModelMetadata metadata = new(
            name,
            architecture.Name,
            "benchmark",
            0,
            ["malignant", "benign"],
            0,
            "phantom",
            "",
            true,
            "",
            architecture.IsHybrid ? $"{KnownCircuits.Paper}" : null
        );
        File.WriteAllBytes(file, OnnxExporter.Export(model, 1, Size, metadata));
        return file;
    }
}
