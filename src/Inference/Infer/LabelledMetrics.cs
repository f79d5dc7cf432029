using System.Collections.Immutable;

namespace QImpact.Inference.Infer;

/// <summary>
/// What a model gave for the images whose class is known: the probabilities of all classes, [count * classes], image by image, and the threshold
/// of class 1, null with more than two classes.
/// </summary>
public sealed record LabelledScores(
    ImmutableArray<int> Labels,
    ImmutableArray<double> Probabilities,
    double? Threshold,
    ImmutableArray<string> ClassNames
);

/// <summary>
/// A metric on images whose class is known, with the 95 % interval that comes from these images; the title is for readers, the name as in
/// metrics.csv. The status is "ok", or says why there is no value or no interval.
/// </summary>
public sealed record LabelledMetric(
    string Metric,
    string Title,
    int? PositiveClass,
    double? Value,
    double? Lower,
    double? Upper,
    string Status
);

/// <summary>Computes every metric of a model.</summary>
public delegate IReadOnlyList<LabelledMetric> MetricsOf(LabelledScores images);
