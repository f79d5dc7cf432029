using System.CommandLine;
using QImpact.Data;
using QImpact.Data.Folds;
using QImpact.Terminal;

namespace QImpact.Training.Commands;

/// <summary>The options of <c>train</c> that divide the data anew.</summary>
internal static class FoldOptions
{
    private static readonly Option<string?> Fold = Options.Of<string?>(
        "--fold",
        "I/K",
        "Put all images together, divide them into K folds and test on the I-th. Default: the published split."
    );
    private static readonly Option<int?> Repeat = Options
        .Of<int?>("--repeat", "N", "Which division into folds, each drawn anew. Default: 0.")
        .AtLeast(0);
    private static readonly Option<int?> SplitSeed = ImagesOptions.SplitSeed;
    private static readonly Option<GroupSource?> Groups = Choice.Of<GroupSource>(
        "--groups",
        "What no fold divides: near-duplicates (the default), the groups on record (patients), or nothing."
    );

    /// <summary>Adds the options to a command.</summary>
    public static void AddTo(Command command)
    {
        foreach (Option option in new Option[] { Fold, Repeat, SplitSeed, Groups }.Except(command.Options))
            command.Options.Add(option);
    }

    /// <summary>The fold that was asked for; null for the published split.</summary>
    /// <exception cref="BadInputException">There is no such fold, or an option is there without one.</exception>
    public static FoldChoice? Of(ParseResult parsed)
    {
        if (parsed.GetValue(Fold) is not { } text)
        {
            Option[] forFolds = ImagesOptions.AreGiven(parsed) ? [Repeat, Groups] : [Repeat, SplitSeed, Groups];
            Option? idle = forFolds.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false });
            return idle is null
                ? null
                : throw new BadInputException($"{idle.Name} without --fold; name the fold too, such as --fold=1/5");
        }
        (int fold, int folds) = FoldChoice.Parse(text);
        FoldChoice choice = new(
            fold,
            folds,
            parsed.GetValue(Repeat) ?? 0,
            parsed.GetValue(SplitSeed) ?? 0,
            parsed.GetValue(Groups) ?? GroupSource.Duplicates
        );
        return choice.Fault() is { } fault ? throw new BadInputException(fault) : choice;
    }

    /// <summary>The options that give a choice.</summary>
    public static IEnumerable<string> Words(FoldChoice? choice) =>
        choice is null
            ? []
            :
            [
                $"{Fold.Name}={choice.Fold}/{choice.Folds}",
                $"{Repeat.Name}={choice.Repeat}",
                $"{SplitSeed.Name}={choice.SplitSeed}",
                $"{Groups.Name}={choice.Groups.ToString().ToLowerInvariant()}",
            ];
}
