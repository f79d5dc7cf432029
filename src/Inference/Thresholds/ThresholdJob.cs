using QImpact.Data;
using QImpact.Data.Models;
using QImpact.Inference.Infer;
using QImpact.Inference.Pipeline;
using QImpact.Metrics;
using QImpact.Terminal;

namespace QImpact.Inference.Thresholds;

/// <summary>A threshold that was chosen.</summary>
/// <param name="Model">The model's, or the ensemble's, name.</param>
/// <param name="Card">The card that has it now; null for an ensemble, which has none.</param>
/// <param name="Threshold">Class 1 is decided where its probability is at least this.</param>
/// <param name="Previous">The threshold before.</param>
/// <param name="PositiveName">The positive class's name.</param>
/// <param name="Choice">How it was chosen, and what it gives on the validation images.</param>
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

    /// <summary>Does it.</summary>
    /// <param name="files">The .onnx file, or those of an ensemble.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="data">The archive or its folder; null to look in the usual places.</param>
    /// <param name="threads">Threads of one run; 0 for all processors.</param>
    /// <param name="offline">Whether nothing may be downloaded.</param>
    /// <param name="cancellation">Checked before every batch.</param>
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
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(rule);
        using ModelSet models = ModelSet.Load(
            files,
            DeviceRequest.Cpu,
            threads > 0 ? threads : Environment.ProcessorCount,
            ensemble: files.Count > 1,
            threshold: null
        );
        string? card = files is [string only] ? RequireCard(only) : null;
        Predictor predictor = models.Predictors[0];
        double previous =
            predictor.Threshold?.Value
            ?? throw new BadInputException(
                $"{files[0]} has {predictor.Classes} classes; a threshold is for two, with more the most probable class is decided"
            );
        ModelMetadata metadata = models.First.Metadata;
        ImageSplit images = DataSource
            .Load(metadata.Dataset, data, offline, cancellation)
            .RequireMd5(metadata.DatasetMd5, "the model was trained on")
            .Split(Split);
        (double threshold, ConfusionMatrix counts) = rule.Choose(
            images.Labels,
            Scores(models, images, cancellation),
            metadata.PositiveClass
        );
        ThresholdChoice choice = new(
            $"{rule}",
            Split,
            metadata.DatasetMd5,
            metadata.PositiveClass,
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
            metadata.ClassNames[metadata.PositiveClass],
            choice
        );
    }

    private static string RequireCard(string file)
    {
        string card = ModelCard.PathOf(file);
        return File.Exists(card)
            ? card
            : throw new BadInputException(
                $"there is no {card} beside the model to store a threshold in; export writes both"
            );
    }

    private static double[] Scores(ModelSet models, ImageSplit images, CancellationToken cancellation)
    {
        List<double> scores = [];
        foreach (int[] batch in Enumerable.Range(0, images.Count).Chunk(InferRequest.DefaultBatchSize))
        {
            cancellation.ThrowIfCancellationRequested();
            float[] pixels = new float[batch.Length * images.ImageLength];
            images.CopyScaled(batch[0], pixels);
            float[] probabilities = models.Run(pixels, batch.Length)[0].Probabilities;
            scores.AddRange(batch.Select((_, i) => (double)probabilities[2 * i + 1]));
        }
        return [.. scores];
    }
}
