using System.Collections.Immutable;
using System.Diagnostics;
using QImpact.Data;
using QImpact.Data.Models;
using QImpact.Data.Predictions;
using QImpact.Inference.Output;
using QImpact.Inference.Pipeline;
using QImpact.Inference.Sessions;
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
        TableFormat format = request.Format ?? PredictionWriter.FormatOf(request.Output);
        RequireFree(request);
        using ModelSet models = ModelSet.Load(
            request.Models,
            request.Device,
            threads: 1,
            request.Ensemble,
            request.Threshold,
            request.Cuda with
            {
                Batch = request.BatchSize ?? InferRequest.GpuBatchSize,
            }
        );
        RequireBatch(request, models.First.Contract);
        using ImageSource source = SourceFactory.Open(request, models, cancellation);
        Work work = new(request, format, models.Over(source.Md5), source);
        ProgressDisplay.Run(
            new LongWork(
                $"infer {string.Join(", ", models.Predictors.Select(predictor => predictor.Name))}",
                source.Count,
                source.Count is { } count ? Math.Clamp(count / 4, 1, 10 * PlainLineEvery) : PlainLineEvery
            ),
            report =>
            {
                AtomicFile.Write(request.Output, stream => work.Write(stream, report, cancellation));
                return true;
            }
        );
        return work.Summary();
    }

    private static void RequireBatch(InferRequest request, ModelContract contract)
    {
        int most = SessionContract.MostValues / contract.ImageLength;
        if (request.BatchSize > most)
            throw new BadInputException(
                $"--batch-size={request.BatchSize}; expected at most {most} images of {contract.Size}x{contract.Size}x{contract.Channels}"
            );
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

    /// <summary>An inference under way, and what is counted on the way.</summary>
    private sealed class Work(InferRequest request, TableFormat format, ModelSet models, ImageSource source)
    {
        private readonly long _start = TimeProvider.System.GetTimestamp();
        private readonly PipelineOptions _options = new(
            Options.ThreadCount(request.Threads),
            models.Batch
                ?? request.BatchSize
                ?? (models.First.Device.IsCuda ? InferRequest.GpuBatchSize : InferRequest.DefaultBatchSize),
            request.FailOnBroken
        );
        private readonly Tally[] _tallies = [.. models.Predictors.Select(predictor => new Tally(predictor))];
        private int _images;
        private int _broken;
        private DateTime _firstResult;

        private double Seconds => TimeProvider.System.GetElapsedTime(_start).TotalSeconds;

        /// <summary>Runs the models and writes the table.</summary>
        public void Write(Stream stream, Action<int, string> report, CancellationToken cancellation)
        {
            int classes = models.First.Contract.Classes;
            using PredictionWriter writer = PredictionWriter.Create(format, stream, classes, models.Observables);
            PredictionContext[] contexts =
            [
                .. models.Predictors.Select(predictor => predictor.Context(source.Dataset, source.Split)),
            ];
            foreach (Prediction[] image in InferencePipeline.Run(source, models, _options, cancellation))
            {
                if (_images++ == 0)
                    _firstResult = DateTime.Now;
                _broken += image.All(row => row.Error is not null) ? 1 : 0;
                for (int predictor = 0; predictor < contexts.Length; predictor++)
                {
                    writer.Write(contexts[predictor], image[predictor]);
                    _tallies[predictor].Add(image[predictor]);
                }
                if (_images % _options.BatchSize == 0 || _images == source.Count)
                    report(_images, $"{_images / Seconds:F0} images/s");
            }
            writer.Finish();
        }

        public InferSummary Summary()
        {
            using Process process = Process.GetCurrentProcess();
            double seconds = Seconds;
            return new InferSummary(
                Path.GetFullPath(request.Output),
                format,
                source.Dataset,
                source.Split,
                models.First.Metadata.ClassNames,
                _images,
                _broken,
                source.LeftOut,
                [
                    .. _tallies.Select(tally =>
                        tally.ToSummary(
                            models.First.Metadata.ClassNames,
                            request.LabelsFromFolders ? request.Metrics : null
                        )
                    ),
                ],
                models.First.Device.Name,
                models.First.Device.Reason,
                _options.Workers,
                _options.BatchSize,
                seconds,
                _images / seconds,
                (_firstResult - process.StartTime).TotalSeconds,
                process.PeakWorkingSet64 / Megabyte
            );
        }
    }

    /// <summary>Counts what one predictor decided.</summary>
    private sealed class Tally(Predictor predictor)
    {
        private readonly int[] _decisions = new int[predictor.Classes];
        private readonly List<int> _labels = [];
        private readonly List<double> _probabilities = [];
        private int _correct;

        /// <summary>Images without a decision.</summary>
        public int Broken { get; private set; }

        /// <summary>Counts a row.</summary>
        public void Add(Prediction row)
        {
            if (row.Decision is not { } decision)
            {
                Broken++;
                return;
            }
            _decisions[decision]++;
            if (row.Label is { } label)
            {
                _labels.Add(label);
                foreach (float score in row.Scores)
                    _probabilities.Add(score);
            }
            _correct += row.Label == decision ? 1 : 0;
        }

        /// <summary>The counts, and the metrics where they are asked for.</summary>
        public ModelTally ToSummary(ImmutableArray<string> classNames, MetricsOf? metrics) =>
            new(
                predictor.Name,
                predictor.Checksum,
                predictor.OtherData,
                predictor.Threshold,
                [.. _decisions],
                Broken,
                _labels.Count,
                _correct
            )
            {
                Metrics =
                    metrics is null || _labels.Count == 0
                        ? []
                        : metrics(
                            new LabelledScores(
                                [.. _labels],
                                [.. _probabilities],
                                predictor.Threshold?.Value,
                                classNames
                            )
                        ),
            };
    }
}
