using System.CommandLine;
using System.Globalization;
using QImpact.Data;
using QImpact.Data.Runs;
using QImpact.Terminal;

namespace QImpact.Training.Commands;

/// <summary>One option for every field of the training settings; each overrides the protocol's value.</summary>
public static class SettingsOptions
{
    private static readonly (Option Option, Func<TrainingSettings, ParseResult, TrainingSettings> Apply)[] All =
    [
        Of(
            Options.Of<int?>("--epochs", "N", "Largest number of epochs.").AtLeast(1),
            (all, given) => all with { Epochs = given }
        ),
        Of(
            Choice.Of<Selection>("--select", "Which epoch is kept: the best on validation, or the last."),
            (all, given) => all with { Select = given }
        ),
        Of(
            Options
                .Of<double?>("--learning-rate", "X", "Adam's learning rate.")
                .Where(value => value > 0, "a positive number"),
            (all, given) => all with { LearningRate = given }
        ),
        Of(
            Options.Of<string?>(
                "--milestones",
                "X,Y",
                "Fractions of all epochs at which the rate falls to a tenth, such as 0.5,0.75; 'none' for none."
            ),
            (all, given) => all with { LearningRateMilestones = Milestones(given) }
        ),
        Of(
            Options.Of<int?>("--batch-size", "N", "Images per step, at least 2.").AtLeast(1),
            (all, given) => all with { BatchSize = given }
        ),
        Of(
            Options.Of<bool?>("--balance", "true|false", "Undersample the training split to equal class counts."),
            (all, given) => all with { Balance = given }
        ),
        Of(
            Choice.Of<Stem>("--stem", "First layers: 7x7/2 and max-pooling, or 3x3/1."),
            (all, given) => all with { Stem = given }
        ),
        Of(
            Options.Of<double?>("--mean", "X", "Normalisation: subtracted from pixels in [0, 1]."),
            (all, given) => all with { Mean = given }
        ),
        Of(
            Options
                .Of<double?>("--std", "X", "Normalisation: divides what is left.")
                .Where(value => value > 0, "a positive number"),
            (all, given) => all with { StandardDeviation = given }
        ),
        Of(
            Options.Of<bool?>(
                "--stop-above-baseline",
                "true|false",
                "Stop at the first epoch whose validation G-mean exceeds the baseline's."
            ),
            (all, given) => all with { StopAboveBaseline = given }
        ),
    ];

    /// <summary>Adds the options to a command.</summary>
    public static void AddTo(Command command)
    {
        foreach ((Option option, _) in All)
            command.Options.Add(option);
    }

    /// <summary>The protocol's settings with what was given in their place.</summary>
    /// <exception cref="BadInputException">A value is out of its range.</exception>
    public static TrainingSettings Apply(TrainingSettings protocol, ParseResult parsed)
    {
        TrainingSettings settings = All.Aggregate(protocol, (settings, row) => row.Apply(settings, parsed));
        return settings.Faults().FirstOrDefault() is { } fault
            ? throw new BadInputException($"{OptionOf(fault.Member)}={fault.Value}; expected {fault.Expected}")
            : settings;
    }

    private static (Option, Func<TrainingSettings, ParseResult, TrainingSettings>) Of<T>(
        Option<T?> option,
        Func<TrainingSettings, T, TrainingSettings> set
    )
        where T : struct =>
        (option, (settings, parsed) => parsed.GetValue(option) is { } given ? set(settings, given) : settings);

    private static (Option, Func<TrainingSettings, ParseResult, TrainingSettings>) Of(
        Option<string?> option,
        Func<TrainingSettings, string, TrainingSettings> set
    ) => (option, (settings, parsed) => parsed.GetValue(option) is { } given ? set(settings, given) : settings);

    private static string OptionOf(string member) =>
        member switch
        {
            "standard_deviation" => "--std",
            "learning_rate_milestones" => "--milestones",
            _ => $"--{member.Replace('_', '-')}",
        };

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
