using System.Collections.Immutable;

namespace QImpact.Data.Runs;

/// <summary>A parameter of a trained network.</summary>
/// <param name="Shape">Its shape.</param>
/// <param name="Values">Its values, row by row.</param>
public sealed record TrainedParameter(ImmutableArray<int> Shape, ImmutableArray<double> Values);

/// <summary>
/// <c>head.json</c> of a finished run: the parameters behind the bottleneck, trained or frozen, and fixed numbers beside them, by their names in the
/// network (<c>quantum.weights</c>, <c>head.bias</c>, <c>trigonometric.angles</c>), of the chosen epoch; none in a network without a bottleneck. Few numbers, enough to see what a head computes.
/// </summary>
public sealed record TrainedHead(ImmutableSortedDictionary<string, TrainedParameter> Parameters);
