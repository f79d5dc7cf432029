using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using QImpact.Data.Images;
using QImpact.Data.Runs;
using QImpact.Inference.Infer;

namespace QImpact.Benchmarks.Inference;

/// <summary>
/// All of <c>infer</c> in this process, model loading and writing included, beside a bare loop over ONNX Runtime's <c>Run</c> with prepared
/// tensors, and beside decoding alone. Expect at least 0.9 of the loop from an archive, and at least 0.8 of the slower of decoding alone and
/// running alone from PNG files.
/// </summary>
internal static class EndToEnd
{
    private const int Count = 10_000;
    private const int Turns = 5;

    public static void Print(string folder)
    {
        string model = Networks.Export(Architecture.QuantumEnd, Stem.Imagenet, folder);
        string archive = Inputs.Archive(folder, Count);
        string pngs = Inputs.PngFolder(folder, Count);
        Action[] loops = [Loop(model, 32), Loop(model, 256)];
        double[][] times = Paired.Measure(
            Turns,
            loops[0],
            loops[1],
            () => Infer(model, archive, folder),
            () => Infer(model, pngs, folder),
            () => Decode(pngs)
        );
        string[] names =
        [
            "bare loop, batch 32",
            "bare loop, batch 256",
            "infer from an archive",
            "infer from PNG files",
            "decoding PNG files alone",
        ];
        Console.WriteLine($"{Count} images, quantum-end, imagenet stem");
        for (int i = 0; i < names.Length; i++)
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{names[i], -26} {Count / Paired.Median(times[i]), 7:F0} images/s   speed beside the loops {Paired.Ratio(times[0], times[i])}, {Paired.Ratio(times[1], times[i])}"
                )
            );
    }

    // As a person writes it: the runtime's own defaults, which use all cores for one run.
    private static Action Loop(string model, int batch)
    {
        InferenceSession session = new(model);
        float[] images = Networks.Images(batch);
        long[] shape = [batch, 1, 28, 28];
        return () =>
        {
            using RunOptions options = new();
            for (int done = 0; done < Count; done += batch)
            {
                using OrtValue input = OrtValue.CreateTensorValueFromMemory(images, shape);
                using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(
                    options,
                    ["images"],
                    [input],
                    ["probabilities"]
                );
            }
        };
    }

    private static void Infer(string model, string images, string folder) =>
        InferJob.Execute(
            new InferRequest([model], Path.Combine(folder, "table.csv")) { Images = [images], Force = true },
            CancellationToken.None
        );

    private static void Decode(string folder)
    {
        string[] files = Directory.GetFiles(folder);
        Concurrent.Run(
            files.Length,
            () =>
            {
                ImageLoader loader = new(1, 28);
                float[] image = new float[loader.Length];
                return i => loader.Load(files[i], image);
            }
        );
    }
}
