namespace QImpact.Quantum.Text;

/// <summary>What a person may have meant who wrote a name that is not known.</summary>
internal static class NearestName
{
    /// <summary><c>; did you mean RX?</c>, or nothing where no name is near.</summary>
    public static string Hint(string given, IEnumerable<string> known)
    {
        string? best = known.MinBy(name => Distance(given, name));
        return best is not null && Distance(given, best) <= 1 + Math.Min(given.Length, best.Length) / 4
            ? $"; did you mean {best}?"
            : "";
    }

    /// <summary>Damerau-Levenshtein distance (optimal string alignment) without regard to case.</summary>
    private static int Distance(string left, string right)
    {
        var distance = new int[left.Length + 1, right.Length + 1];
        for (int i = 0; i <= left.Length; i++)
        for (int j = 0; j <= right.Length; j++)
        {
            if (i == 0 || j == 0)
            {
                distance[i, j] = i + j;
                continue;
            }
            int change = Same(left[i - 1], right[j - 1]) ? 0 : 1;
            distance[i, j] = Math.Min(
                Math.Min(distance[i - 1, j], distance[i, j - 1]) + 1,
                distance[i - 1, j - 1] + change
            );
            bool swapped = i > 1 && j > 1 && Same(left[i - 1], right[j - 2]) && Same(left[i - 2], right[j - 1]);
            if (swapped)
                distance[i, j] = Math.Min(distance[i, j], distance[i - 2, j - 2] + 1);
        }
        return distance[left.Length, right.Length];
    }

    private static bool Same(char left, char right) => char.ToUpperInvariant(left) == char.ToUpperInvariant(right);
}
