using System.Globalization;
using QImpact.Data.Runs;
using QImpact.Inference;
using QImpact.Inference.Infer;
using QImpact.Inference.Sessions;
using QImpact.Terminal;

namespace QImpact.Benchmarks.Inference;

/// <summary>
/// Exported files of 28 x 28 grey images on the first GPU: where their nodes run, images per second by the number of images of a run, what another
/// number costs, what a search for algorithms would give, and <c>infer</c> as a whole beside the CPU. Needs a build for GPUs; where files are
/// named, no libtorch.
/// </summary>
internal static class Gpu
{
    private const int ArchiveCount = 100_000;
    private const double SecondsPerCell = 0.4;

    /// <summary>Prints all of it.</summary>
    /// <param name="folder">For files on the way.</param>
    /// <param name="files">Exported files; none for new ones of the three architectures, each beside the same network with whole kernels.</param>
    public static void Print(string folder, IReadOnlyList<string> files)
    {
        if (files.Count == 0)
            files =
            [
                .. Architecture.Paper.SelectMany<Architecture, string>(network =>
                    [
                        Networks.Export(network, Stem.Imagenet, folder),
                        Networks.ExportWhole(network, Stem.Imagenet, folder),
                    ]
                ),
            ];
        // Says what is missing where there is no GPU.
        Classifier.Load(files[0], DeviceRequest.Cuda).Dispose();
        foreach (string file in files)
            Line($"{Name(file)}: nodes {GpuSession.Placement(file, folder)}");
        foreach (string file in files)
            Throughput(file);
        foreach (string file in files)
            Searches(file);
        string archive = Inputs.Archive(folder, ArchiveCount);
        foreach (string file in files)
            Whole(file, archive, folder);
    }

    private static void Throughput(string file)
    {
        long start = TimeProvider.System.GetTimestamp();
        using Classifier exact = Classifier.Load(file, DeviceRequest.Cuda);
        double load = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
        using Classifier rounded = Classifier.Load(file, DeviceRequest.Cuda, cuda: new CudaSettings(Tf32: true));
        Line($"\n{Name(file)}, loaded in {load:F2} s");
        Console.WriteLine("batch   first run ms   median ms   images/s   with TF32   after another batch ms");
        foreach (int batch in new[] { 1, 4, 16, 32, 64, 256, 512, 1024, 2048, 4096 })
        {
            float[] images = Networks.Images(batch);
            double first = Seconds(() => exact.Run(images, batch));
            double median = Median(() => exact.Run(images, batch));
            double tf32 = Median(() => rounded.Run(images, batch));
            // Between two runs of this batch one image less is run, which is not timed.
            int other = Math.Max(batch - 1, 2);
            float[] others = Networks.Images(other);
            double changed = Median(() => exact.Run(images, batch), () => exact.Run(others, other));
            Line(
                $"{batch, 5}   {1000 * first, 12:F1}   {1000 * median, 9:F3}   {batch / median, 8:F0}   {batch / tf32, 9:F0}   {1000 * changed, 22:F3}"
            );
        }
    }

    private static void Searches(string file)
    {
        Line($"\n{Name(file)}: first run ms, then images/s");
        Console.WriteLine("batch        HEURISTIC             EXHAUSTIVE");
        using GpuSession heuristic = new(file, "HEURISTIC");
        using GpuSession exhaustive = new(file, "EXHAUSTIVE");
        foreach (int batch in new[] { 1, 32, 256, 1024, 4096 })
        {
            float[] images = Networks.Images(batch);
            string[] cells = Array.ConvertAll(
                [heuristic, exhaustive],
                session =>
                {
                    double first = Seconds(() => session.Run(images, batch));
                    double median = Median(() => session.Run(images, batch));
                    return string.Create(
                        CultureInfo.InvariantCulture,
                        $"{1000 * first, 10:F1} {batch / median, 10:F0}"
                    );
                }
            );
            Line($"{batch, 5}   {cells[0]}   {cells[1]}");
        }
    }

    private static void Whole(string file, string archive, string folder)
    {
        Line($"\ninfer of {ArchiveCount} images with {Name(file)}, images/s");
        Row(DeviceRequest.Cpu, null, 0);
        foreach (int threads in new[] { 1, 4, 0 })
            Row(DeviceRequest.Cuda, null, threads);
        foreach (int batch in new[] { 32, 64, 512, 1024 })
            Row(DeviceRequest.Cuda, batch, 0);

        void Row(DeviceRequest device, int? batch, int threads)
        {
            InferRequest request = new([file], Path.Combine(folder, "table.csv"))
            {
                Images = [archive],
                Force = true,
                Device = device,
                BatchSize = batch,
                Threads = threads,
            };
            InferSummary summary = InferJob.Execute(request, CancellationToken.None);
            Line(
                $"{device, -5} batch {summary.BatchSize, 4}, {summary.Threads, 2} threads   {summary.ImagesPerSecond, 8:F0}"
            );
        }
    }

    private static string Name(string file) => Path.GetFileNameWithoutExtension(file);

    private static double Median(Action work, Action? between = null)
    {
        List<double> times = [];
        while (times.Count < 5 || times.Sum() < SecondsPerCell)
        {
            between?.Invoke();
            times.Add(Seconds(work));
        }
        return Paired.Median(times);
    }

    private static double Seconds(Action work)
    {
        long start = TimeProvider.System.GetTimestamp();
        work();
        return TimeProvider.System.GetElapsedTime(start).TotalSeconds;
    }

    private static void Line(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
