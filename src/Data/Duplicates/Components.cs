using System.Collections.Immutable;

namespace QImpact.Data.Duplicates;

/// <summary>What pairs connect (union-find, Tarjan 1975).</summary>
internal static class Components
{
    /// <summary>Of each of so many items the lowest that it is connected with, itself where with none.</summary>
    public static ImmutableArray<int> Of(int count, IEnumerable<(int First, int Second)> pairs)
    {
        int[] parent = [.. Enumerable.Range(0, count)];
        foreach ((int first, int second) in pairs)
        {
            (int a, int b) = (Root(first), Root(second));
            parent[Math.Max(a, b)] = Math.Min(a, b);
        }
        return [.. Enumerable.Range(0, count).Select(Root)];

        int Root(int item)
        {
            while (parent[item] != item)
                item = parent[item] = parent[parent[item]];
            return item;
        }
    }
}
