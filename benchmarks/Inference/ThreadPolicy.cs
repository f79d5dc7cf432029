using System.Globalization;
using QImpact.Data.Runs;
using QImpact.Inference;
using QImpact.Terminal;

namespace QImpact.Benchmarks.Inference;

/// <summary>
/// Images per second by how the cores are used: several runs at a time with one thread each, or one run with several threads, and by the
/// number of images of a run. What is fastest is what infer does.
/// </summary>
internal static class ThreadPolicy
{
    private const int Images = 1024;

    public static void Print(string folder)
    {
        int cores = Environment.ProcessorCount;
        Console.WriteLine("stem      batch   one run, all threads   all runs, one thread   ratio (middle half)");
        foreach (Stem stem in Enum.GetValues<Stem>())
        {
            string file = Networks.Export(Architecture.QuantumEnd, stem, folder);
            using Classifier wide = Classifier.Load(file, DeviceRequest.Cpu, cores);
            using Classifier narrow = Classifier.Load(file, DeviceRequest.Cpu, 1);
            int total = stem == Stem.Small ? Images / 4 : Images;
            foreach (int batch in (stem == Stem.Small ? new[] { 1, 32 } : new[] { 1, 8, 32, 64, 256 }))
            {
                float[] images = Networks.Images(batch);
                int runs = total / batch;
                double[][] times = Paired.Measure(
                    9,
                    () =>
                    {
                        for (int i = 0; i < runs; i++)
                            wide.Run(images, batch);
                    },
                    () => Concurrent.Run(runs, () => narrow.Run(images, batch))
                );
                Console.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{stem, -9} {batch, 5}   {total / Paired.Median(times[0]), 20:F0}   {total / Paired.Median(times[1]), 20:F0}   {Paired.Ratio(times[0], times[1])}"
                    )
                );
            }
        }
    }
}
