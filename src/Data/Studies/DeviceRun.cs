using System.Collections.Immutable;
using System.Globalization;
using QImpact.Data.Runs;

namespace QImpact.Data.Studies;

/// <summary>How a device runs a circuit.</summary>
/// <param name="Depolarizing">The probability of depolarizing noise after each layer on every wire, 0 to 1.</param>
/// <param name="Shots">Measurements for each image; null for exact expectation values.</param>
public sealed record DeviceCondition(double Depolarizing, int? Shots)
{
    /// <summary>In words.</summary>
    public override string ToString() =>
        (Depolarizing, Shots) switch
        {
            (0, null) => "exact",
            (0, { } shots) => string.Create(CultureInfo.InvariantCulture, $"{shots} shots"),
            (var p, null) => string.Create(CultureInfo.InvariantCulture, $"depolarizing {p}"),
            (var p, { } shots) => string.Create(CultureInfo.InvariantCulture, $"depolarizing {p}, {shots} shots"),
        };
}

/// <summary>What a trained network of a study would answer on a device.</summary>
/// <param name="Condition">The device.</param>
/// <param name="Plan">The run.</param>
/// <param name="Scores">Its test images, scores and expectation values as the device gives them.</param>
public sealed record DeviceRun(DeviceCondition Condition, PlannedRun Plan, ImmutableArray<ScoreRow> Scores);
