using System.CommandLine;
using System.Globalization;
using QImpact.Data;
using QImpact.Data.Runs;
using QImpact.Terminal;

namespace QImpact.Training.Commands;

/// <summary>One option for every field of the training settings; each overrides the protocol's value.</summary>
public static class SettingsOptions
{
    private static readonly Row[] All =
    [
        Of(
            Options.Of<int?>("--epochs", "N", "Largest number of epochs.").AtLeast(1),
            (all, given) => all with { Epochs = given },
            all => all.Epochs
        ),
        Of(
            Choice.Of<Selection>("--select", "Which epoch is kept: the best on validation, or the last."),
            (all, given) => all with { Select = given },
            all => all.Select
        ),
        Of(
            Options
                .Of<double?>("--learning-rate", "X", "Adam's learning rate.")
                .Where(value => value > 0, "a positive number"),
            (all, given) => all with { LearningRate = given },
            all => all.LearningRate
        ),
        Of(
            Options
                .Of<double?>(
                    "--circuit-learning-rate",
                    "X",
                    "Adam's learning rate for the weights of the circuit. Default: that of all other weights."
                )
                .Where(value => value > 0, "a positive number"),
            (all, given) => all with { CircuitLearningRate = given },
            all => all.CircuitLearningRate
        ),
        Of(
            Options.Of<string?>(
                "--milestones",
                "X,Y",
                "Fractions of all epochs at which the rate falls to a tenth, such as 0.5,0.75; 'none' for none."
            ),
            (all, given) => all with { LearningRateMilestones = Milestones(given) },
            all => Text(all.LearningRateMilestones)
        ),
        Of(
            Options.Of<int?>("--batch-size", "N", "Images per step, at least 2.").AtLeast(1),
            (all, given) => all with { BatchSize = given },
            all => all.BatchSize
        ),
        Of(
            Choice.Of<Balance>(
                "--balance",
                "Classes of different size: as many images of each as the smallest has, losses weighted by class, or nothing.",
                ("true", Balance.Undersample),
                ("false", Balance.None)
            ),
            (all, given) => all with { Balance = given },
            all => all.Balance
        ),
        Of(
            Choice.Of<Stem>("--stem", "First layers: 7x7/2 and max-pooling, or 3x3/1."),
            (all, given) => all with { Stem = given },
            all => all.Stem
        ),
        Of(
            Options.Of<double?>("--mean", "X", "Normalisation: subtracted from pixels in [0, 1]."),
            (all, given) => all with { Mean = given },
            all => all.Mean
        ),
        Of(
            Options
                .Of<double?>("--std", "X", "Normalisation: divides what is left.")
                .Where(value => value > 0, "a positive number"),
            (all, given) => all with { StandardDeviation = given },
            all => all.StandardDeviation
        ),
        Of(
            Options.Of<bool?>(
                "--stop-above-baseline",
                "true|false",
                "Stop at the first epoch whose validation G-mean exceeds the baseline's."
            ),
            (all, given) => all with { StopAboveBaseline = given },
            all => all.StopAboveBaseline
        ),
    ];

    /// <summary>Adds the options to a command.</summary>
    public static void AddTo(Command command)
    {
        foreach (Row row in All)
            command.Options.Add(row.Option);
    }

    /// <summary>The protocol's settings with what was given in their place.</summary>
    /// <exception cref="BadInputException">A value is out of its range, or the architecture can't have it.</exception>
    public static TrainingSettings Apply(TrainingSettings protocol, Architecture architecture, ParseResult parsed)
    {
        TrainingSettings settings = All.Aggregate(protocol, (settings, row) => row.Apply(settings, parsed));
        return settings.FaultsFor(architecture).FirstOrDefault() is { } fault
            ? throw new BadInputException($"{OptionOf(fault.Member)}={fault.Value}; expected {fault.Expected}")
            : settings;
    }

    /// <summary>The options that give these settings, whatever the protocol.</summary>
    public static IEnumerable<string> Words(TrainingSettings settings) =>
        from row in All
        let value = row.Value(settings)
        where value is not null
        select $"{row.Option.Name}={value}";

    private sealed record Row(
        Option Option,
        Func<TrainingSettings, ParseResult, TrainingSettings> Apply,
        Func<TrainingSettings, string?> Value
    );

    private static Row Of<T>(
        Option<T?> option,
        Func<TrainingSettings, T, TrainingSettings> set,
        Func<TrainingSettings, T?> value
    )
        where T : struct =>
        new(
            option,
            (settings, parsed) => parsed.GetValue(option) is { } given ? set(settings, given) : settings,
            settings =>
                value(settings) is { } given
                    ? string.Create(CultureInfo.InvariantCulture, $"{given}").ToLowerInvariant()
                    : null
        );

    private static Row Of(
        Option<string?> option,
        Func<TrainingSettings, string, TrainingSettings> set,
        Func<TrainingSettings, string> value
    ) =>
        new(
            option,
            (settings, parsed) => parsed.GetValue(option) is { } given ? set(settings, given) : settings,
            value
        );

    private static string OptionOf(string member) =>
        member switch
        {
            "standard_deviation" => "--std",
            "learning_rate_milestones" => "--milestones",
            _ => $"--{member.Replace('_', '-')}",
        };

    private static string Text(IReadOnlyList<double> milestones) =>
        milestones.Count == 0
            ? "none"
            : string.Join(',', milestones.Select(fraction => fraction.ToString(CultureInfo.InvariantCulture)));

    private static double[] Milestones(string text) =>
        text == "none"
            ? []
            :
            [
                .. text.Split(',')
                    .Select(part =>
                        double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out double fraction)
                            ? fraction
                            : throw new BadInputException(
                                $"--milestones={text}: '{part}' is no number; expected fractions of all epochs, such as 0.5,0.75"
                            )
                    ),
            ];
}
