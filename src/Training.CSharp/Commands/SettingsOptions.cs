using System.CommandLine;
using System.Globalization;
using QImpact.Data;
using QImpact.Data.Runs;
using QImpact.Terminal;

namespace QImpact.Training.Commands;

/// <summary>One option for every field of the training settings; each overrides the protocol's value.</summary>
public sealed class SettingsOptions
{
    private readonly Option<Stem?> _stem = Choice.Of<Stem>("--stem", "First layers: 7x7/2 and max-pooling, or 3x3/1.");
    private readonly Option<double?> _mean = Options.Of<double?>(
        "--mean",
        "X",
        "Normalisation: subtracted from pixels in [0, 1]."
    );
    private readonly Option<double?> _standardDeviation = Options.Of<double?>(
        "--std",
        "X",
        "Normalisation: divides what is left."
    );
    private readonly Option<bool?> _balance = Options.Of<bool?>(
        "--balance",
        "true|false",
        "Undersample the training split to equal class counts."
    );
    private readonly Option<double?> _learningRate = Options.Of<double?>(
        "--learning-rate",
        "X",
        "Adam's learning rate."
    );
    private readonly Option<string?> _milestones = Options.Of<string?>(
        "--milestones",
        "X,Y",
        "Fractions of all epochs at which the rate falls to a tenth, such as 0.5,0.75; 'none' for none."
    );
    private readonly Option<int?> _batchSize = Options.Of<int?>("--batch-size", "N", "Images per step.");
    private readonly Option<int?> _epochs = Options.Of<int?>("--epochs", "N", "Largest number of epochs.");
    private readonly Option<Selection?> _select = Choice.Of<Selection>(
        "--select",
        "Which epoch is kept: the best on validation, or the last."
    );
    private readonly Option<bool?> _stopAboveBaseline = Options.Of<bool?>(
        "--stop-above-baseline",
        "true|false",
        "Stop at the first epoch whose validation G-mean exceeds the baseline's."
    );

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        CommandProgram.RequireAtLeast(_batchSize, 1);
        CommandProgram.RequireAtLeast(_epochs, 1);
        Option[] all =
        [
            _epochs,
            _select,
            _learningRate,
            _milestones,
            _batchSize,
            _balance,
            _stem,
            _mean,
            _standardDeviation,
            _stopAboveBaseline,
        ];
        foreach (Option option in all)
            command.Options.Add(option);
    }

    /// <summary>The protocol's settings with what was given in their place.</summary>
    /// <exception cref="BadInputException">A value is out of its range.</exception>
    public TrainingSettings Apply(TrainingSettings protocol, ParseResult parsed)
    {
        TrainingSettings settings = protocol with
        {
            Stem = parsed.GetValue(_stem) ?? protocol.Stem,
            Mean = parsed.GetValue(_mean) ?? protocol.Mean,
            StandardDeviation = parsed.GetValue(_standardDeviation) ?? protocol.StandardDeviation,
            Balance = parsed.GetValue(_balance) ?? protocol.Balance,
            LearningRate = parsed.GetValue(_learningRate) ?? protocol.LearningRate,
            LearningRateMilestones = Milestones(parsed.GetValue(_milestones)) ?? protocol.LearningRateMilestones,
            BatchSize = parsed.GetValue(_batchSize) ?? protocol.BatchSize,
            Epochs = parsed.GetValue(_epochs) ?? protocol.Epochs,
            Select = parsed.GetValue(_select) ?? protocol.Select,
            StopAboveBaseline = parsed.GetValue(_stopAboveBaseline) ?? protocol.StopAboveBaseline,
        };
        RequirePositive("--learning-rate", settings.LearningRate);
        RequirePositive("--std", settings.StandardDeviation);
        return double.IsFinite(settings.Mean)
            ? settings
            : throw new BadInputException($"--mean={settings.Mean}; expected a finite number");
    }

    private static double[]? Milestones(string? text)
    {
        if (text is null)
            return null;
        if (text == "none")
            return [];
        return
        [
            .. text.Split(',')
                .Select(part =>
                    double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out double fraction)
                    && fraction is > 0 and < 1
                        ? fraction
                        : throw new BadInputException(
                            $"--milestones={text}: '{part}' is no fraction; expected numbers between 0 and 1, such as 0.5,0.75"
                        )
                ),
        ];
    }

    private static void RequirePositive(string option, double value)
    {
        if (!(value > 0 && double.IsFinite(value)))
            throw new BadInputException(
                string.Create(CultureInfo.InvariantCulture, $"{option}={value}; expected a positive number")
            );
    }
}
