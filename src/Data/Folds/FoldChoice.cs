using System.Globalization;

namespace QImpact.Data.Folds;

/// <summary>What keeps images together when a set is divided.</summary>
public enum GroupSource
{
    /// <summary>Near-duplicates, as <see cref="Duplicates.NearDuplicates"/> finds them with its default bound.</summary>
    Duplicates,

    /// <summary>The groups that the set has on record, such as patients.</summary>
    Column,

    /// <summary>Nothing: each image stands for itself.</summary>
    None,
}

/// <summary>
/// Which part of a set a run is tested on, where it is not the published one: fold <paramref name="Fold"/>, from 1, of <paramref name="Folds"/>,
/// of a division that the split seed and the number of the repeat draw anew, with what must stay together on one side.
/// </summary>
public sealed record FoldChoice(int Fold, int Folds, int Repeat, int SplitSeed, GroupSource Groups)
{
    /// <summary>The largest number of folds.</summary>
    public const int MostFolds = 100;

    private const int MostRepeats = 100_000;

    /// <summary>In short words that may stand in a file's name: <c>r0f1of5</c>, behind it the split seed other than 0 and groups other than duplicates.</summary>
    public string Mark
    {
        get
        {
            string seed = SplitSeed == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"ss{SplitSeed}");
            string groups = Groups == GroupSource.Duplicates ? "" : $"-{Groups.ToString().ToLowerInvariant()}";
            return string.Create(CultureInfo.InvariantCulture, $"r{Repeat}f{Fold}of{Folds}{seed}{groups}");
        }
    }

    /// <summary>What can't be: which member, its value and what was expected; null where all is well.</summary>
    public string? Fault() =>
        Folds is < 2 or > MostFolds ? $"{Folds} folds; expected 2 to {MostFolds}"
        : Fold < 1 || Fold > Folds ? $"fold {Fold} of {Folds}; expected 1 to {Folds}"
        : Repeat is < 0 or > MostRepeats ? $"repeat {Repeat}; expected 0 to {MostRepeats}"
        : SplitSeed < 0 ? $"split seed {SplitSeed}; expected 0 or more"
        : !Enum.IsDefined(Groups) ? $"groups {(int)Groups}; expected duplicates, column or none"
        : null;

    /// <summary>The fold that I/K names.</summary>
    /// <param name="text">Such as 2/5.</param>
    /// <exception cref="BadInputException">It is not of this form, or there is no such fold.</exception>
    public static (int Fold, int Folds) Parse(string text)
    {
        string[] parts = text.Split('/');
        if (
            parts is [var first, var second]
            && int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out int fold)
            && int.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out int folds)
        )
            return new FoldChoice(fold, folds, 0, 0, GroupSource.None).Fault() is { } fault
                ? throw new BadInputException($"--fold={text}: {fault}")
                : (fold, folds);
        throw new BadInputException($"--fold={text}; expected FOLD/FOLDS, such as 1/5");
    }
}
