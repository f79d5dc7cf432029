using System.Collections.Immutable;
using System.Globalization;
using QImpact.Data.Models;
using QImpact.Data.Predictions;
using QImpact.Inference.Thresholds;

namespace QImpact.Inference.Pipeline;

/// <summary>
/// A model, or an ensemble, as it stands in the prediction table. An ensemble has no seed, more than two classes have no threshold; the checksum
/// is SHA-256 of the file, or of the members' checksums, a line each. The other data are those that it was trained on, where its images are those
/// of another data set.
/// </summary>
internal sealed record Predictor(
    string Name,
    int? Seed,
    ImmutableArray<string> ClassNames,
    int? PositiveClass,
    int Observables,
    ThresholdInUse? Threshold,
    string Checksum,
    string? OtherData = null
)
{
    /// <summary>Number of classes.</summary>
    public int Classes => ClassNames.Length;

    /// <summary>A model by itself.</summary>
    public static Predictor Of(Classifier model, double? threshold) =>
        new(
            model.Metadata.Name,
            model.Metadata.Seed,
            model.Metadata.ClassNames,
            model.Metadata.PositiveClass,
            model.Contract.Observables,
            threshold is { } asked ? new ThresholdInUse(asked, "asked for") : model.Threshold,
            model.Checksum
        );

    /// <summary>
    /// The same over a data set, which an MD5 tells: where it is not the one that the model was trained on, a threshold that was chosen there says
    /// nothing, and the default stands in its place unless one was asked for.
    /// </summary>
    public Predictor Over(string md5, Classifier model)
    {
        ModelMetadata trained = model.Metadata;
        if (md5 == trained.DatasetMd5)
            return this;
        Predictor over = this with { OtherData = $"{trained.Dataset} (MD5 {trained.DatasetMd5})" };
        if (Threshold is not { Value: not Classifier.DefaultThreshold } chosen || chosen != model.Threshold)
            return over;
        string source = string.Create(
            CultureInfo.InvariantCulture,
            $"the default: the card's {chosen.Value:0.####} was chosen on {trained.Dataset}; --threshold={chosen.Value} applies it"
        );
        return over with { Threshold = new ThresholdInUse(Classifier.DefaultThreshold, source) };
    }

    /// <summary>What its rows share.</summary>
    public PredictionContext Context(string dataset, string split) =>
        new(dataset, split, Name, Seed, ClassNames, PositiveClass, Threshold?.Value, Checksum);

    /// <summary>The row of an image, which has a place in the batch's output.</summary>
    public Prediction Row(ClassifierOutput output, int index, string id, int? label)
    {
        ReadOnlySpan<float> scores = output.Probabilities.AsSpan(index * Classes, Classes);
        ReadOnlySpan<float> expectations =
            Observables == 0 ? [] : output.Expectations.AsSpan(index * Observables, Observables);
        foreach (float score in scores)
            if (!float.IsFinite(score))
                return Broken(id, label, "the model gives no finite probabilities for this image");
            else if (score is < 0 or > 1)
                return Broken(
                    id,
                    label,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"the model gives {score} for this image; expected probabilities from 0 to 1"
                    )
                );
        return new Prediction(
            id,
            label,
            [.. scores],
            [.. expectations],
            Classifier.Decide(scores, Threshold?.Value ?? Classifier.DefaultThreshold),
            Error: null
        );
    }

    /// <summary>The row of an image that could not be used.</summary>
    public static Prediction Broken(string id, int? label, string error) => new(id, label, [], [], null, error);
}
