using System.Collections.Immutable;

namespace QImpact.Data.Predictions;

/// <summary>One image's row of a prediction table.</summary>
/// <param name="SampleId">The image: its index in the split, from 0, or its file.</param>
/// <param name="Label">Its class; null when unknown.</param>
/// <param name="Scores">Probability of each class; empty when there is an error.</param>
/// <param name="Expectations">Outputs of the quantum layer; empty for a network without one.</param>
/// <param name="Decision">The chosen class; null when there is an error.</param>
/// <param name="Error">Why there are no scores; null when there are.</param>
public sealed record Prediction(
    string SampleId,
    int? Label,
    ImmutableArray<float> Scores,
    ImmutableArray<float> Expectations,
    int? Decision,
    string? Error
);

/// <summary>What all rows of a prediction table share.</summary>
/// <param name="Dataset">The data set's name.</param>
/// <param name="Split">The split's name.</param>
/// <param name="Model">The model's name.</param>
/// <param name="Seed">Seed of the run that trained the model; null when its file does not say.</param>
/// <param name="Threshold">Class 1 is decided where score_1 is at least this; null for several classes (arg max).</param>
/// <param name="ModelChecksum">SHA-256 of the model file.</param>
public sealed record PredictionContext(
    string Dataset,
    string Split,
    string Model,
    int? Seed,
    double? Threshold,
    string ModelChecksum
);
