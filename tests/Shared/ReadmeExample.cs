namespace QImpact.Tests;

/// <summary>Code that the README shows and a test runs.</summary>
internal static class ReadmeExample
{
    /// <summary>The README.</summary>
    public static string Readme => File.ReadAllText(Path.Combine(Repository.Root, "README.md"));

    /// <summary>The lines of a test between "README: from here" and "README: to here", as the README has them.</summary>
    /// <param name="test">The test's file, from the root.</param>
    public static string In(string test)
    {
        string[] lines =
        [
            .. File.ReadAllLines(Path.Combine(Repository.Root, test))
                .SkipWhile(line => line.Trim() != "// README: from here")
                .Skip(1)
                .TakeWhile(line => line.Trim() != "// README: to here")
                .Select(line => line.Length > 8 ? line[8..] : ""),
        ];
        return lines.Length > 5
            ? string.Join('\n', lines)
            : throw new InvalidOperationException($"{test} has no example of more than 5 lines");
    }
}
