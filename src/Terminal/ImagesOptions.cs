using System.CommandLine;
using System.Globalization;
using QImpact.Data;
using QImpact.Data.Folders;

namespace QImpact.Terminal;

/// <summary>The options by which commands take a person's own images.</summary>
public static class ImagesOptions
{
    private const string Fail = "fail";
    private const string Skip = "skip";

    /// <summary><c>--split-seed</c>: of every division of images, apart from <c>--seed</c>.</summary>
    public static Option<int?> SplitSeed { get; } =
        Options
            .Of<int?>("--split-seed", "N", "Seed of the divisions of images, apart from --seed. Default: 0.")
            .AtLeast(0);

    private static readonly Option<string?> Images = Options.Of<string?>(
        "--images",
        "FOLDER|CSV",
        "Your own images: a folder with CLASS/..., or train, val and test with CLASS/... in each, or a CSV file of path,label "
            + "(perhaps split and group)."
    );
    private static readonly Option<string?> Proportions = Options.Of<string?>(
        "--proportions",
        "A/B/C",
        $"Parts of --images for train, val and test, where these are not given. Default: {SplitProportions.Default}."
    );
    private static readonly Option<int?> Channels = Options
        .Of<int?>(
            "--channels",
            "1|3",
            "--images as grey (1) or colour (3). Default: colour where any image has colours."
        )
        .Where(value => value is 1 or 3, "1 (grey) or 3 (colour)");
    private static readonly Option<int?> Size = Options
        .Of<int?>("--size", "N", $"Height and width that --images are resized to. Default: {ImageFolder.DefaultSize}.")
        .Where(
            value => value is >= ImageFolder.SmallestSize and <= ImageFolder.LargestSize,
            $"{ImageFolder.SmallestSize} to {ImageFolder.LargestSize}"
        );
    private static readonly Option<string?> OnUnreadable = new Option<string?>("--on-unreadable")
    {
        Description = "What an image of --images that can't be read does: fail (default) or skip.",
    }.AcceptOnly(Fail, Skip);

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command; one that has <see cref="SplitSeed"/> keeps it.</param>
    public static void AddTo(Command command)
    {
        foreach (Option option in All.Where(option => !command.Options.Contains(option)))
            command.Options.Add(option);
    }

    /// <summary>Whether a person's own images are asked for.</summary>
    public static bool AreGiven(ParseResult parsed) => parsed.GetValue(Images) is not null;

    /// <summary>The images that were asked for; null where none were.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="others">Options that name other data.</param>
    /// <exception cref="BadInputException">An option has no use here, or a value is none.</exception>
    public static ImageFolder? Of(ParseResult parsed, params ReadOnlySpan<Option> others)
    {
        if (parsed.GetValue(Images) is not { } path)
        {
            foreach (Option option in new Option[] { Proportions, Channels, Size, OnUnreadable })
                if (IsGiven(option))
                    throw new BadInputException($"{option.Name} is for --images=FOLDER, which is not given");
            return null;
        }
        foreach (Option other in others)
            if (IsGiven(other))
                throw new BadInputException(
                    $"{other.Name} and --images both name data; expected one of them (--images is for your own images)"
                );
        SplitProportions? proportions = parsed.GetValue(Proportions) is not { } given
            ? null
            : SplitProportions.Parse(given)
                ?? throw new BadInputException(
                    $"{Proportions.Name}={given}; expected the parts of train, val and test, such as {SplitProportions.Default}"
                );
        return new ImageFolder(
            path,
            parsed.GetValue(Size) ?? ImageFolder.DefaultSize,
            parsed.GetValue(Channels),
            proportions,
            parsed.GetValue(SplitSeed) ?? 0,
            parsed.GetValue(OnUnreadable) == Skip
        );

        bool IsGiven(Option option) => parsed.GetResult(option) is { Implicit: false };
    }

    /// <summary>The options that give a set of images.</summary>
    public static IEnumerable<string> Words(ImageFolder folder)
    {
        yield return $"{Images.Name}={folder.Path}";
        yield return string.Create(CultureInfo.InvariantCulture, $"{Size.Name}={folder.Size}");
        if (folder.Channels is { } channels)
            yield return string.Create(CultureInfo.InvariantCulture, $"{Channels.Name}={channels}");
        if (folder.Proportions is { } proportions)
            yield return $"{Proportions.Name}={proportions}";
        yield return string.Create(CultureInfo.InvariantCulture, $"{SplitSeed.Name}={folder.SplitSeed}");
        yield return $"{OnUnreadable.Name}={(folder.SkipUnreadable ? Skip : Fail)}";
    }

    private static Option[] All => [Images, Proportions, SplitSeed, Channels, Size, OnUnreadable];
}
