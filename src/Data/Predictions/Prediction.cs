using System.Collections.Immutable;

namespace QImpact.Data.Predictions;

/// <summary>One image's row of a prediction table.</summary>
/// <remarks>
/// The sample is named by its index in the split, from 0, or its file; an unknown label is null. Scores are probabilities, one per class.
/// With an error, which says why, there are neither scores nor a decision.
/// </remarks>
public sealed record Prediction(
    string SampleId,
    int? Label,
    ImmutableArray<float> Scores,
    ImmutableArray<float> Expectations,
    int? Decision,
    string? Error
);

/// <summary>What all rows of a prediction table share.</summary>
/// <remarks>
/// The seed is that of the run that trained the model; null for an ensemble. Class 1 is decided where score_1 is at least the threshold, which is null
/// for several classes (arg max). Class names are in the order of the scores, the positive class is the disease, which must not be missed
/// (null with several classes, unless a person has named one), and the checksum is SHA-256 of the model file.
/// </remarks>
public sealed record PredictionContext(
    string Dataset,
    string Split,
    string Model,
    int? Seed,
    ImmutableArray<string> ClassNames,
    int? PositiveClass,
    double? Threshold,
    string ModelChecksum
);
