using System.Collections.Immutable;
using System.Globalization;
using QImpact.Data.Predictions;
using QImpact.Inference.Thresholds;

namespace QImpact.Inference.Pipeline;

/// <summary>
/// A model, or an ensemble, as it stands in the prediction table. An ensemble has no seed, more than two classes have no threshold; the checksum
/// is SHA-256 of the file, or of the members' checksums, a line each.
/// </summary>
internal sealed record Predictor(
    string Name,
    int? Seed,
    ImmutableArray<string> ClassNames,
    int PositiveClass,
    int Observables,
    ThresholdInUse? Threshold,
    string Checksum
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
