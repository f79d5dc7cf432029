using System.Globalization;
using QImpact.Data.Runs;
using QImpact.Inference;
using QImpact.Terminal;

namespace QImpact.Benchmarks.Inference;

/// <summary>
/// An exported file, which has only the taps that can reach a pixel, beside the same network with whole kernels: one image at a time on one thread, and
/// batches in the pipeline's way (as many at a time as processors, a thread each). To judge by the times, ONNX Runtime's blocked convolutions skip the
/// taps that fall on padding: expect 0.9 to 1 of the time with the imagenet stem, and 1 with the small one, where every tap lives.
/// </summary>
internal static class LiveTapsRatio
{
    private const int Turns = 41;

    public static void Print(string folder)
    {
        Console.WriteLine("stem      architecture   batch  whole kernels  live taps ms   ratio (middle half)");
        foreach (Stem stem in Enum.GetValues<Stem>())
        foreach (Architecture architecture in Architecture.Paper)
        {
            using Classifier whole = Load(Networks.ExportWhole(architecture, stem, folder));
            using Classifier live = Load(Networks.Export(architecture, stem, folder));
            foreach (int batch in new[] { 1, 32 })
                Print($"{stem, -9} {architecture.Name, -14} {batch, 5}", whole, live, batch);
        }
    }

    private static void Print(string row, Classifier whole, Classifier live, int batch)
    {
        float[] images = Networks.Images(batch);
        int runs = batch == 1 ? 20 : 4 * Environment.ProcessorCount;
        double[][] times = Paired.Measure(Turns, () => Run(whole), () => Run(live));
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{row}  {1000 * Paired.Median(times[0]) / runs, 13:F3}  {1000 * Paired.Median(times[1]) / runs, 12:F3}   {Paired.Ratio(times[1], times[0])}"
            )
        );

        void Run(Classifier model)
        {
            if (batch > 1)
                Concurrent.Run(runs, () => model.Run(images, batch));
            else
                for (int run = 0; run < runs; run++)
                    model.Run(images, batch);
        }
    }

    private static Classifier Load(string file) => Classifier.Load(file, DeviceRequest.Cpu, threads: 1);
}
