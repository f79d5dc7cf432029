using System.Collections.Immutable;

namespace QImpact.Inference.Infer;

/// <summary>What a model of two classes gave for the images whose class is known: P(class 1), and the threshold of class 1.</summary>
public sealed record LabelledScores(
    ImmutableArray<int> Labels,
    ImmutableArray<double> Scores,
    double Threshold,
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
