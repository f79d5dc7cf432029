using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using QImpact.Data;
using QImpact.Terminal;

namespace QImpact.Study;

/// <summary><c>--seeds</c>: several seeds, as a study's file has them.</summary>
internal static class SeedsOption
{
    private const string Name = "--seeds";
    private const int Most = 1000;

    /// <summary>The option.</summary>
    public static Option<string?> Create(string description) => Options.Of<string?>(Name, "A..B|A,B,...", description);

    /// <summary>The seeds in the order given; null where the option is not.</summary>
    /// <exception cref="BadInputException">These are none.</exception>
    public static ImmutableArray<int>? Parse(string? text)
    {
        if (text is null)
            return null;
        int[]? seeds = text.Split("..") is [var first, var last] ? Range(Seed(first), Seed(last)) : List(text);
        return seeds is { Length: > 0 and <= Most } && seeds.Distinct().Count() == seeds.Length
            ? [.. seeds]
            : throw new BadInputException(
                $"{Name}={text}; expected different seeds from 0, such as 0..2 or 0,3,7, at most {Most}"
            );
    }

    private static int[]? Range(int? first, int? last) =>
        first is { } from && last is { } to && from <= to && to - (long)from < Most
            ? [.. Enumerable.Range(from, to - from + 1)]
            : null;

    private static int[]? List(string text)
    {
        int?[] seeds = Array.ConvertAll(text.Split(','), Seed);
        return seeds.Contains(null) ? null : [.. seeds.Select(seed => seed!.Value)];
    }

    private static int? Seed(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int seed) ? seed : null;
}
