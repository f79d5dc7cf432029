using System.Globalization;
using QImpact.Data;
using QImpact.Inference.Infer;
using QImpact.Terminal;
using QImpact.Tests;

namespace QImpact.Inference.Tests;

/// <summary>A folder with models and images in it, and jobs on them.</summary>
internal sealed class Workplace : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>The generated data set.</summary>
    public static Dataset Phantom { get; } = DatasetLocator.Load(DatasetLocator.Phantom, null);

    public void Dispose() => _folder.Dispose();

    /// <summary>The path of a name in the folder.</summary>
    public string File(string name) => _folder.File(name);

    /// <summary>Writes a model; its name in the prediction table is the file's.</summary>
    public string Model(string name = "tiny", TinyModel? model = null)
    {
        model ??= new TinyModel();
        Dictionary<string, string?> changes = new(model.MetadataChanges) { ["name"] = name };
        string path = File(name + ".onnx");
        System.IO.File.WriteAllBytes(path, (model with { MetadataChanges = changes }).ToBytes());
        return path;
    }

    /// <summary>Writes a model of the phantom with its card.</summary>
    public string ModelWithCard(string name = "tiny", TinyModel? model = null)
    {
        model ??= new TinyModel();
        Dictionary<string, string?> changes = new(model.MetadataChanges) { ["dataset_md5"] = Phantom.Description.Md5 };
        string path = Model(name, model with { MetadataChanges = changes });
        using Classifier classifier = Classifier.Load(path, DeviceRequest.Cpu, threads: 1);
        Json.WriteFile(Path.ChangeExtension(path, ".json"), Cards.Of(classifier));
        return path;
    }

    /// <summary>Writes an archive.</summary>
    public string Archive(ArchiveBuilder archive) => archive.Save(_folder);

    /// <summary>Writes a file, and the folders above it.</summary>
    public string Write(string name, byte[] content)
    {
        string path = File(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>A job with two threads on the CPU that writes table.csv.</summary>
    public InferRequest Request(params string[] models) =>
        new(models is [] ? [Model()] : [.. models], File("table.csv")) { Device = DeviceRequest.Cpu, Threads = 2 };

    /// <summary>Does the job and reads its table: a dictionary per row.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Rows(InferRequest request)
    {
        InferJob.Execute(request with { Force = true }, CancellationToken.None);
        string[] lines = System.IO.File.ReadAllLines(request.Output);
        string[] columns = lines[0].Split(',');
        return
        [
            .. lines.Skip(1).Select(line => columns.Zip(line.Split(',')).ToDictionary(at => at.First, at => at.Second)),
        ];
    }

    /// <summary>P(class 1) of the tiny model for an image of this mean.</summary>
    public static double Score(double mean, double slope = 8, double offset = 4) =>
        1 / (1 + Math.Exp(offset - slope * mean));

    /// <summary>A cell as a number.</summary>
    public static double Number(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);

    /// <summary>The message with which a job is refused; one line.</summary>
    public static string Problem(InferRequest request) =>
        Shouldly.Should.Throw<BadInputException>(() => InferJob.Execute(request, CancellationToken.None)).Message;
}
