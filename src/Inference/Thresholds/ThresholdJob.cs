using System.Text.Json;
using System.Text.Json.Nodes;
using QImpact.Data;
using QImpact.Metrics;
using QImpact.Terminal;

namespace QImpact.Inference.Thresholds;

/// <summary>A threshold that was chosen.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Card">The card that has it now.</param>
/// <param name="Threshold">Class 1 is decided where its probability is at least this.</param>
/// <param name="Previous">The card's threshold before.</param>
/// <param name="PositiveName">The positive class's name.</param>
/// <param name="Choice">How it was chosen, and what it gives on the validation images.</param>
public sealed record ThresholdSummary(
    string Model,
    string Card,
    double Threshold,
    double Previous,
    string PositiveName,
    ThresholdChoice Choice
);

/// <summary>Chooses a model's threshold on validation images and stores it in its card: what <c>threshold</c> does.</summary>
public static class ThresholdJob
{
    private const string Split = "val";

    /// <summary>Does it.</summary>
    /// <param name="file">The .onnx file.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="data">The archive or its folder; null to look in the usual places.</param>
    /// <param name="threads">Threads of one run; 0 for all processors.</param>
    /// <param name="offline">Whether nothing may be downloaded.</param>
    /// <param name="cancellation">Checked before every batch.</param>
    /// <exception cref="BadInputException">
    /// The model has no card or not two classes, or the data are not those that it was trained on.
    /// </exception>
    public static ThresholdSummary Execute(
        string file,
        ThresholdRule rule,
        string? data,
        int threads,
        bool offline,
        CancellationToken cancellation
    )
    {
        ArgumentNullException.ThrowIfNull(rule);
        using Classifier model = Classifier.Load(file, DeviceRequest.Cpu, threads);
        string card = StoredCard.PathOf(file);
        if (!File.Exists(card))
            throw new BadInputException(
                $"there is no {card} beside the model to store a threshold in; export writes both"
            );
        if (model.Contract.Classes != 2)
            throw new BadInputException(
                $"{file} has {model.Contract.Classes} classes; a threshold is for two, with more the most probable class is decided"
            );
        StoredCard stored = StoredCard.Read(card);
        ImageSplit images = Validation(model, data, offline, cancellation);
        int positive = model.Metadata.PositiveClass;
        (double threshold, ConfusionMatrix counts) = rule.Choose(
            images.Labels,
            Scores(model, images, cancellation),
            positive
        );
        ThresholdChoice choice = new(
            $"{rule}",
            Split,
            model.Metadata.DatasetMd5,
            positive,
            counts.TruePositives,
            counts.Positives,
            counts.TrueNegatives,
            counts.Negatives
        );
        Store(card, threshold, choice);
        return new ThresholdSummary(
            model.Metadata.Name,
            Path.GetFullPath(card),
            threshold,
            stored.Threshold,
            model.Metadata.ClassNames[positive],
            choice
        );
    }

    private static ImageSplit Validation(Classifier model, string? data, bool offline, CancellationToken cancellation)
    {
        Dataset dataset = DataSource.Load(model.Metadata.Dataset, data, offline, cancellation);
        return dataset.Description.Md5 == model.Metadata.DatasetMd5
            ? dataset.Split(Split)
            : throw new BadInputException(
                $"{dataset.Description.Source} has MD5 {dataset.Description.Md5}; the model was trained on {model.Metadata.DatasetMd5}: "
                    + "name that archive with --data=FILE"
            );
    }

    private static double[] Scores(Classifier model, ImageSplit images, CancellationToken cancellation)
    {
        List<double> scores = [];
        foreach (int[] batch in Enumerable.Range(0, images.Count).Chunk(InferRequest.DefaultBatchSize))
        {
            cancellation.ThrowIfCancellationRequested();
            float[] probabilities = model.Run(images, batch).Probabilities;
            scores.AddRange(batch.Select((_, i) => (double)probabilities[2 * i + 1]));
        }
        return [.. scores];
    }

    // Everything else in the card stays as export wrote it.
    private static void Store(string path, double threshold, ThresholdChoice choice)
    {
        JsonObject card = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        card["threshold"] = threshold;
        card["threshold_choice"] = JsonSerializer.SerializeToNode(choice, Json.Options);
        AtomicFile.WriteText(path, writer => writer.WriteLine(card.ToJsonString(Json.Options)));
    }
}
