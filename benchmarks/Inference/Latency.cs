using System.Globalization;
using QImpact.Data.Runs;
using QImpact.Inference;
using QImpact.Terminal;

namespace QImpact.Benchmarks.Inference;

/// <summary>Latency of a hybrid beside the classical network of the same stem, in ONNX Runtime. Expect at most 1.02 for Quantum-End.</summary>
internal static class Latency
{
    private const double SecondsPerCell = 10;

    // ONNX Runtime's threads go on spinning for a while after a run, and would take the cores from the next network's.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    public static void Print(string folder)
    {
        Console.WriteLine("stem      batch  threads  architecture   median ms   ratio to baseline (middle half)");
        foreach (Stem stem in Enum.GetValues<Stem>())
        foreach (int batch in new[] { 1, 32, 256 })
        foreach (int threads in new[] { 1, Environment.ProcessorCount }.Distinct())
            Print(stem, batch, threads, folder);
    }

    private static void Print(Stem stem, int batch, int threads, string folder)
    {
        Architecture[] architectures = [.. Architecture.Paper];
        Classifier[] models =
        [
            .. architectures.Select(architecture =>
                Classifier.Load(Networks.Export(architecture, stem, folder), DeviceRequest.Cpu, threads)
            ),
        ];
        float[] images = Networks.Images(batch);
        Action[] works = [.. models.Select(model => (Action)(() => model.Run(images, batch)))];
        double once = Paired.Measure(3, Pause, works).Sum(Paired.Median) + works.Length * Pause.TotalSeconds;
        double[][] times = Paired.Measure(Math.Clamp((int)(SecondsPerCell / once), 9, 400), Pause, works);
        for (int i = 0; i < models.Length; i++)
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{stem, -9} {batch, 5}  {threads, 7}  {architectures[i].Name, -14} {1000 * Paired.Median(times[i]), 9:F3}   {Paired.Ratio(times[i], times[0])}"
                )
            );
        foreach (Classifier model in models)
            model.Dispose();
    }
}
