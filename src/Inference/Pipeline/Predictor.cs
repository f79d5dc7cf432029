using QImpact.Data.Predictions;
using QImpact.Inference.Thresholds;

namespace QImpact.Inference.Pipeline;

/// <summary>A model, or an ensemble, as it stands in the prediction table.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Seed">Seed of its run; null for an ensemble.</param>
/// <param name="Classes">Number of classes.</param>
/// <param name="Observables">Number of expectation values.</param>
/// <param name="Threshold">The threshold of class 1; null with more than two classes.</param>
/// <param name="Checksum">SHA-256 of the file; of the members' checksums, a line each, for an ensemble.</param>
internal sealed record Predictor(
    string Name,
    int? Seed,
    int Classes,
    int Observables,
    ThresholdInUse? Threshold,
    string Checksum
)
{
    /// <summary>A model by itself.</summary>
    public static Predictor Of(Classifier model, double? threshold) =>
        new(
            model.Metadata.Name,
            model.Metadata.Seed,
            model.Contract.Classes,
            model.Contract.Observables,
            threshold is { } asked ? new ThresholdInUse(asked, "asked for") : model.Threshold,
            model.Checksum
        );

    /// <summary>What its rows share.</summary>
    public PredictionContext Context(string dataset, string split) =>
        new(dataset, split, Name, Seed, Threshold?.Value, Checksum);

    /// <summary>The row of an image.</summary>
    /// <param name="output">The batch's output.</param>
    /// <param name="index">The image's place in it.</param>
    /// <param name="id">What the table calls the image.</param>
    /// <param name="label">Its class; null when unknown.</param>
    public Prediction Row(ClassifierOutput output, int index, string id, int? label)
    {
        ReadOnlySpan<float> scores = output.Probabilities.AsSpan(index * Classes, Classes);
        ReadOnlySpan<float> expectations =
            Observables == 0 ? [] : output.Expectations.AsSpan(index * Observables, Observables);
        foreach (float score in scores)
            if (!float.IsFinite(score))
                return Broken(id, label, "the model gives no finite probabilities for this image");
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
