using QImpact.Data;
using QImpact.Data.Models;
using QImpact.Inference.Infer;
using QImpact.Inference.Pipeline;
using QImpact.Metrics;
using QImpact.Terminal;

namespace QImpact.Inference.Thresholds;

/// <summary>
/// A model's, or an ensemble's, threshold that was chosen, and the one before: class 1 is decided where its probability is at least this. The
/// card is the one that has it now; null for an ensemble, which has none.
/// </summary>
public sealed record ThresholdSummary(
    string Model,
    string? Card,
    double Threshold,
    double Previous,
    string PositiveName,
    ThresholdChoice Choice
);

/// <summary>
/// Chooses a threshold on validation images: a model's is stored in its card, an ensemble's is told. What <c>threshold</c> does.
/// </summary>
public static class ThresholdJob
{
    private const string Split = "val";

    /// <summary>Does it, with an .onnx file or those of an ensemble; 0 threads are all processors.</summary>
    /// <exception cref="BadInputException">
    /// A model has no card or not two classes, models don't go together, or the data are not those that they were trained on.
    /// </exception>
    public static ThresholdSummary Execute(
        IReadOnlyList<string> files,
        ThresholdRule rule,
        string? data,
        int threads,
        bool offline,
        CancellationToken cancellation
    )
    {
        using ModelSet models = ModelSet.Load(
            files,
            DeviceRequest.Cpu,
            Options.ThreadCount(threads),
            ensemble: files.Count > 1,
            threshold: null
        );
        Predictor predictor = models.Predictors[0];
        ModelMetadata metadata = models.First.Metadata;
        if (predictor.Threshold is not { Value: var previous } || metadata.PositiveClass is not { } positive)
            throw new BadInputException(
                $"{files[0]} has {predictor.Classes} classes; a threshold is for two, with more the most probable class is decided"
            );
        string? card = files is [string only] ? ModelCard.PathOf(only) : null;
        if (card is not null && !File.Exists(card))
            throw new BadInputException(
                $"there is no {card} beside the model to store a threshold in; export writes both"
            );
        ImageSplit images = Images(models, data, offline, cancellation);
        (double threshold, ConfusionMatrix counts) = rule.Choose(
            images.Labels,
            Scores(models, images, cancellation),
            positive
        );
        ThresholdChoice choice = new(
            $"{rule}",
            Split,
            metadata.DatasetMd5,
            positive,
            counts.TruePositives,
            counts.Positives,
            counts.TrueNegatives,
            counts.Negatives
        );
        if (card is not null)
            ModelCard.StoreThreshold(card, threshold, choice);
        return new ThresholdSummary(
            predictor.Name,
            card is null ? null : Path.GetFullPath(card),
            threshold,
            previous,
            metadata.ClassNames[positive],
            choice
        );
    }

    // A model of an ensemble need not have a card; its metadata name the data set then.
    private static ImageSplit Images(ModelSet models, string? data, bool offline, CancellationToken cancellation)
    {
        ModelMetadata metadata = models.First.Metadata;
        string card = ModelCard.PathOf(models.First.File);
        Dataset dataset = File.Exists(card)
            ? DataSource.Load(ModelCard.Read(card).Run, data, offline, cancellation)
            : models.Divide(DataSource.Load(metadata.Dataset, data, offline, cancellation));
        return dataset.RequireMd5(metadata.DatasetMd5, "the model was trained on").Split(Split);
    }

    private static double[] Scores(ModelSet models, ImageSplit images, CancellationToken cancellation)
    {
        List<double> scores = [];
        foreach (int[] batch in Enumerable.Range(0, images.Count).Chunk(InferRequest.DefaultBatchSize))
        {
            float[] pixels = new float[batch.Length * images.ImageLength];
            images.CopyScaled(batch[0], pixels);
            float[] probabilities = models.Run(pixels, batch.Length, cancellation)[0].Probabilities;
            scores.AddRange(batch.Select((_, i) => (double)probabilities[2 * i + 1]));
        }
        return [.. scores];
    }
}
