using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace QImpact.Data.Runs;

/// <summary>Short, file-safe words for the settings in which a run departs from its protocol.</summary>
public static class SettingsMarks
{
    private static readonly Row[] Rows =
    [
        new(settings => settings.LearningRate, settings => $"lr{Power(settings.LearningRate)}"),
        new(
            settings => (object?)settings.CircuitLearningRate ?? "",
            settings => settings.CircuitLearningRate is { } rate ? $"clr{Power(rate)}" : "one-lr"
        ),
        new(settings => settings.Epochs, settings => $"e{settings.Epochs}"),
        new(settings => settings.BatchSize, settings => $"b{settings.BatchSize}"),
        new(settings => string.Join(',', settings.LearningRateMilestones), Milestones),
        new(settings => settings.Balance, settings => Word(settings.Balance)),
        new(settings => settings.Stem, settings => $"stem-{Word(settings.Stem)}"),
        new(settings => settings.Select, settings => $"select-{Word(settings.Select)}"),
        new(settings => settings.StopAboveBaseline, settings => settings.StopAboveBaseline ? "stop" : "nostop"),
        new(settings => settings.Mean, settings => $"mean{Plain(settings.Mean)}"),
        new(settings => settings.StandardDeviation, settings => $"std{Plain(settings.StandardDeviation)}"),
    ];

    /// <summary>One word for each setting that is not the protocol's, in a fixed order: <c>lr1e-5</c>, <c>e5</c>.</summary>
    public static ImmutableArray<string> Of(TrainingSettings settings, TrainingSettings protocol) =>
        [.. Rows.Where(row => !row.Value(settings).Equals(row.Value(protocol))).Select(row => row.Mark(settings))];

    private static string Milestones(TrainingSettings settings) =>
        settings.LearningRateMilestones.Count == 0
            ? "no-milestones"
            : $"ms{string.Join('_', settings.LearningRateMilestones.Select(Plain))}";

    private static string Word(Balance balance) =>
        balance switch
        {
            Balance.Undersample => "balanced",
            Balance.Weights => "weighted",
            _ => "unbalanced",
        };

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    private static string Power(double value) => value.ToString("0.################e0", CultureInfo.InvariantCulture);

    private static string Plain(double value) =>
        value.ToString("R", CultureInfo.InvariantCulture).Replace("E", "e", StringComparison.Ordinal);

    private sealed record Row(Func<TrainingSettings, object> Value, Func<TrainingSettings, string> Mark);
}
