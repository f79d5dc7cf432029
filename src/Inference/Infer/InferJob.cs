using System.Diagnostics;
using System.Globalization;
using QImpact.Data;
using QImpact.Data.Predictions;
using QImpact.Inference.Output;
using QImpact.Inference.Pipeline;
using QImpact.Inference.Sources;
using QImpact.Terminal;

namespace QImpact.Inference.Infer;

/// <summary>Runs models over images and writes the prediction table: what <c>infer</c> does.</summary>
public static class InferJob
{
    private const int PlainLineEvery = 1000;
    private const double Megabyte = 1 << 20;

    /// <summary>Does it.</summary>
    /// <exception cref="BadInputException">Something asked for can't be done; nothing is written.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted; nothing is written.</exception>
    public static InferSummary Execute(InferRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        TableFormat format = request.Format ?? PredictionWriter.FormatOf(request.Output);
        RequireFree(request);
        int workers = request.Threads > 0 ? request.Threads : Environment.ProcessorCount;
        using ModelSet models = ModelSet.Load(
            request.Models,
            request.Device,
            threads: 1,
            request.Ensemble,
            request.Threshold
        );
        using ImageSource source = SourceFactory.Open(request, models, cancellation);
        PipelineOptions options = new(workers, models.Batch ?? request.BatchSize, request.FailOnBroken);
        Progress progress = new(models);
        ProgressDisplay.Run(
            $"infer {string.Join(", ", models.Predictors.Select(predictor => predictor.Name))}",
            source.Count,
            source.Count is { } count ? Math.Clamp(count / 4, 1, 10 * PlainLineEvery) : PlainLineEvery,
            display =>
            {
                AtomicFile.Write(
                    request.Output,
                    stream => Write(stream, format, source, models, options, progress, display, cancellation)
                );
                return true;
            }
        );
        return Summary(request, format, source, models, options, progress);
    }

    private static void Write(
        Stream stream,
        TableFormat format,
        ImageSource source,
        ModelSet models,
        PipelineOptions options,
        Progress progress,
        IProgressDisplay display,
        CancellationToken cancellation
    )
    {
        using PredictionWriter writer = PredictionWriter.Create(
            format,
            stream,
            models.First.Contract.Classes,
            models.Observables
        );
        PredictionContext[] contexts =
        [
            .. models.Predictors.Select(predictor => predictor.Context(source.Dataset, source.Split)),
        ];
        foreach (Prediction[] image in InferencePipeline.Run(source, models, options, cancellation))
        {
            for (int predictor = 0; predictor < contexts.Length; predictor++)
            {
                writer.Write(contexts[predictor], image[predictor]);
                progress.Tallies[predictor].Add(image[predictor]);
            }
            progress.Add(image);
            if (progress.Images % options.BatchSize == 0 || progress.Images == source.Count)
                display.Report(progress.Images, progress.Rate);
        }
        writer.Finish();
    }

    private static void RequireFree(InferRequest request)
    {
        if (Directory.Exists(request.Output))
            throw new BadInputException($"--out={request.Output} is a folder; expected a file");
        if (File.Exists(request.Output) && !request.Force)
            throw new BadInputException(
                $"--out={request.Output} is there already; name another file, or replace it with --force"
            );
    }

    private static InferSummary Summary(
        InferRequest request,
        TableFormat format,
        ImageSource source,
        ModelSet models,
        PipelineOptions options,
        Progress progress
    )
    {
        using Process process = Process.GetCurrentProcess();
        return new InferSummary(
            Path.GetFullPath(request.Output),
            format,
            source.Dataset,
            source.Split,
            models.First.Metadata.ClassNames,
            progress.Images,
            progress.Broken,
            [.. progress.Tallies.Select(tally => tally.ToSummary())],
            models.First.Device.Name,
            models.First.Device.Reason,
            options.Workers,
            options.BatchSize,
            progress.Seconds,
            progress.Images / progress.Seconds,
            (progress.FirstResult - process.StartTime).TotalSeconds,
            process.PeakWorkingSet64 / Megabyte
        );
    }

    /// <summary>What is counted on the way.</summary>
    private sealed class Progress(ModelSet models)
    {
        private readonly long _start = TimeProvider.System.GetTimestamp();

        public Tally[] Tallies { get; } = [.. models.Predictors.Select(predictor => new Tally(predictor))];

        public int Images { get; private set; }

        public int Broken { get; private set; }

        public DateTime FirstResult { get; private set; }

        public double Seconds => TimeProvider.System.GetElapsedTime(_start).TotalSeconds;

        public string Rate => string.Create(CultureInfo.InvariantCulture, $"{Images / Seconds:F0} images/s");

        public void Add(Prediction[] image)
        {
            if (Images == 0)
                FirstResult = DateTime.Now;
            Images++;
            Broken += image.All(row => row.Error is not null) ? 1 : 0;
        }
    }
}
