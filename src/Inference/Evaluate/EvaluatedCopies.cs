using System.Collections.Immutable;
using QImpact.Data;
using QImpact.Data.Duplicates;
using QImpact.Data.Images;
using QImpact.Data.Models;
using QImpact.Data.Runs;
using QImpact.Inference.Infer;
using QImpact.Inference.Pipeline;
using QImpact.Inference.Sources;
using QImpact.Terminal;

namespace QImpact.Inference.Evaluate;

/// <summary>The rows of a table whose images have a near-duplicate in the training set of the model that judged them; or why that can't be told.</summary>
public sealed record CopiedImages(ImmutableArray<string> Ids, string? Unknown);

/// <summary>Finds them: the images that a model trained on are drawn again from its card, and compared with those that it is judged on.</summary>
internal static class EvaluatedCopies
{
    /// <summary>For each model, by its name in the table.</summary>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public static IReadOnlyDictionary<string, CopiedImages> Of(InferRequest request, CancellationToken cancellation)
    {
        using ModelSet models = ModelSet.Load(
            request.Models,
            DeviceRequest.Cpu,
            threads: 1,
            request.Ensemble,
            threshold: null
        );
        using ImageSource source = SourceFactory.Open(request, models, cancellation);
        ImageSplit judged = Read(source, models.First.Contract, cancellation);
        string? data = request.Labelled is null ? request.Data : null;
        CopiedImages[] copied = [.. request.Models.Select(model => Of(model, source.Md5, data, judged, cancellation))];
        if (request.Ensemble)
            copied =
            [
                new(
                    [.. copied.SelectMany(one => one.Ids).Distinct()],
                    copied.Select(one => one.Unknown).FirstOrDefault(reason => reason is not null)
                ),
            ];
        return models
            .Predictors.Zip(copied)
            .ToImmutableDictionary(pair => pair.First.Name, pair => pair.Second, StringComparer.Ordinal);
    }

    private static CopiedImages Of(
        string model,
        string? md5,
        string? data,
        ImageSplit judged,
        CancellationToken cancellation
    )
    {
        string card = ModelCard.PathOf(model);
        if (!File.Exists(card))
            return new([], $"{card} is not there, which says what it was trained on");
        try
        {
            RunConfig run = ModelCard.Read(card).Run;
            bool isItsOwn = md5 == run.Dataset.Description.Md5;
            Dataset trained = RunData.Load(run, isItsOwn ? data : null, cancellation: cancellation);
            ImageSplit train = new AllImages(trained).Choose(
                "train",
                Balancing.TrainedOn(trained.Train, trained.Classes, run.Settings.Balance, run.Seed)
            );
            Dataset both = new(trained.Description, train, Nothing(trained.Validation), judged);
            NearDuplicates found = NearDuplicates.Find(new AllImages(both), cancellation: cancellation);
            return new(
                [
                    .. found
                        .WithCopyIn(Enumerable.Range(0, train.Count))
                        .Select(image => judged.Ids[image - train.Count]),
                ],
                Unknown: null
            );
        }
        catch (BadInputException exception)
        {
            return new([], $"the images that it was trained on can't be had: {exception.Message}");
        }
    }

    // Images that can't be read have no row to judge either.
    private static ImageSplit Read(ImageSource source, ModelContract contract, CancellationToken cancellation)
    {
        ImageLoader loader = new(contract.Channels, contract.Size);
        float[] values = new float[loader.Length];
        List<byte> pixels = [];
        List<string> ids = [];
        List<int> labels = [];
        foreach (SourceImage image in source.Images(cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                image.Decode(loader, values);
            }
            catch (BrokenImageException)
            {
                continue;
            }
            pixels.AddRange(ImageSplit.Unscale(values, contract.Channels));
            ids.Add(image.Id);
            labels.Add(image.Label ?? 0);
        }
        return new ImageSplit("test", contract.Size, contract.Channels, [.. pixels], [.. labels]) { Ids = [.. ids] };
    }

    private static ImageSplit Nothing(ImageSplit split) => new(split.Name, split.Size, split.Channels, [], []);
}
