/// <summary>
/// The one rule of every "did you mean": compiled into the rooms that know names, and loaded by build.cake, where no namespace may stand.
/// </summary>
internal static class SimilarName
{
    /// <summary>The name that is nearest to what was given; null where none is near: at most a third of it may be wrong.</summary>
    /// <param name="given">What was written; case and leading dashes do not count.</param>
    /// <param name="names">What could have been meant.</param>
    public static string? To(string given, IEnumerable<string> names)
    {
        string word = Bare(given);
        return names
            .Select(name => (Name: name, Distance: Distance(word, Bare(name))))
            .Where(candidate => candidate.Distance <= Math.Max(1, word.Length / 3))
            .OrderBy(candidate => candidate.Distance)
            .Select(candidate => candidate.Name)
            .FirstOrDefault();
    }

    private static string Bare(string name) => name.TrimStart('-').ToLowerInvariant();

    // Damerau-Levenshtein, optimal string alignment: letters left out, added, replaced, or two neighbours swapped.
    private static int Distance(string a, string b)
    {
        int[,] cost = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
            cost[i, 0] = i;
        for (int j = 0; j <= b.Length; j++)
            cost[0, j] = j;
        for (int i = 1; i <= a.Length; i++)
        for (int j = 1; j <= b.Length; j++)
        {
            int replaced = cost[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            cost[i, j] = Math.Min(replaced, Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
        }
        return cost[a.Length, b.Length];
    }
}
