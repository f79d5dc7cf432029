using System.Collections.Concurrent;
using QImpact.Data;
using QImpact.Data.Images;
using QImpact.Data.Models;
using QImpact.Data.Predictions;
using QImpact.Inference.Sources;

namespace QImpact.Inference.Pipeline;

/// <summary>
/// How the pipeline works: batches that are decoded and run at the same time, their images, and whether the first broken image stops the work;
/// otherwise it becomes a row with its error.
/// </summary>
internal sealed record PipelineOptions(int Workers, int BatchSize, bool FailOnBroken);

/// <summary>
/// Decodes, batches and runs images. One thread reads the source; each worker takes the next batch, decodes it and runs the models on one
/// thread, so that the cores are busy with whole batches and no core waits for another within an operator; batches come out in the order in
/// which they went in. A few batches are under way at a time, whatever the number of images.
/// </summary>
internal static class InferencePipeline
{
    // A batch that takes longer must not keep the others from going on.
    private const int BatchesPerWorker = 4;

    /// <summary>Runs all images of a source.</summary>
    /// <returns>One element per image, in the source's order: its predictions, one per predictor.</returns>
    /// <exception cref="BadInputException">The source is broken, or an image where that stops the work.</exception>
    public static IEnumerable<Prediction[]> Run(
        ImageSource source,
        ModelSet models,
        PipelineOptions options,
        CancellationToken cancellation
    )
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using BlockingCollection<Batch> waiting = new(options.Workers);
        using BlockingCollection<Batch> ordered = new(BatchesPerWorker * options.Workers);
        ModelContract contract = models.First.Contract;
        // Before the threads start: memory that is not to be had is told by the caller's own.
        float[][] buffers =
        [
            .. Enumerable.Range(0, options.Workers).Select(_ => new float[options.BatchSize * contract.ImageLength]),
        ];
        Task[] threads =
        [
            Start(() => Read(source, options.BatchSize, waiting, ordered, stop.Token)),
            .. buffers.Select(buffer => Start(() => Work(models, options, buffer, waiting, stop.Token))),
        ];
        try
        {
            foreach (Batch batch in ordered.GetConsumingEnumerable(stop.Token))
            foreach (Prediction[] image in batch.Done.Task.WaitAsync(stop.Token).GetAwaiter().GetResult())
                yield return image;
            // A reader that was interrupted ends the queue too: what came out then is not all there is.
            cancellation.ThrowIfCancellationRequested();
        }
        finally
        {
            stop.Cancel();
            Task.WaitAll(threads, CancellationToken.None);
        }
    }

    private static Task Start(Action work) =>
        Task.Factory.StartNew(
            () =>
            {
                try
                {
                    work();
                }
                catch (OperationCanceledException)
                {
                    // The consumer has stopped and says why.
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );

    private static void Read(
        ImageSource source,
        int batchSize,
        BlockingCollection<Batch> waiting,
        BlockingCollection<Batch> ordered,
        CancellationToken stop
    )
    {
        try
        {
            foreach (Batch batch in source.Images(stop).Chunk(batchSize).Select(images => new Batch(images)))
            {
                ordered.Add(batch, stop);
                waiting.Add(batch, stop);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Batch failed = new([]);
            failed.Done.SetException(exception);
            ordered.Add(failed, stop);
        }
        finally
        {
            waiting.CompleteAdding();
            ordered.CompleteAdding();
        }
    }

    private static void Work(
        ModelSet models,
        PipelineOptions options,
        float[] buffer,
        BlockingCollection<Batch> waiting,
        CancellationToken stop
    )
    {
        ModelContract contract = models.First.Contract;
        ImageLoader loader = new(contract.Channels, contract.Size);
        foreach (Batch batch in waiting.GetConsumingEnumerable(stop))
            try
            {
                batch.Done.SetResult(Process(batch.Images, models, loader, buffer, options.FailOnBroken, stop));
            }
            catch (Exception exception)
            {
                batch.Done.SetException(exception);
            }
    }

    private static Prediction[][] Process(
        SourceImage[] images,
        ModelSet models,
        ImageLoader loader,
        float[] buffer,
        bool failOnBroken,
        CancellationToken stop
    )
    {
        string?[] errors = new string?[images.Length];
        int usable = 0;
        for (int i = 0; i < images.Length; i++)
            try
            {
                images[i].Decode(loader, buffer.AsSpan(usable * loader.Length, loader.Length));
                usable++;
            }
            catch (BrokenImageException exception)
            {
                errors[i] = exception.Message;
            }
        IReadOnlyList<ClassifierOutput> outputs = usable == 0 ? [] : models.Run(buffer, usable, stop);
        Prediction[][] rows = new Prediction[images.Length][];
        int place = 0;
        for (int i = 0; i < images.Length; i++)
        {
            (string id, int? label, _) = images[i];
            rows[i] =
            [
                .. models.Predictors.Select(
                    (predictor, p) =>
                        errors[i] is { } error
                            ? Predictor.Broken(id, label, error)
                            : predictor.Row(outputs[p], place, id, label)
                ),
            ];
            place += errors[i] is null ? 1 : 0;
            if (failOnBroken && rows[i].FirstOrDefault(row => row.Error is not null) is { } broken)
                throw new BadInputException(
                    $"{broken.SampleId}: {broken.Error}; without --on-error=fail it becomes a row with this error"
                );
        }
        return rows;
    }

    private sealed record Batch(SourceImage[] Images)
    {
        public TaskCompletionSource<Prediction[][]> Done { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
