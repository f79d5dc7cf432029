using System.Numerics;

namespace QImpact.Quantum.Emit;

/// <summary>
/// Products of factors, made in pairs, pairs of pairs and so on, each product once: <c>factors</c>, halved and multiplied, are the pairs; these in the order of a
/// table, halved and multiplied, the products of four; and the last are the products that are asked for, in their order.
/// </summary>
/// <param name="Factors">The factors' codes; <see cref="One"/> where a product has fewer.</param>
/// <param name="Tables">One between any two multiplications.</param>
/// <param name="IsProduct">Whether there is a multiplication at all; otherwise the factors are the products.</param>
internal sealed record ProductTree(int[] Factors, IReadOnlyList<int[]> Tables, bool IsProduct)
{
    /// <summary>The factor 1.</summary>
    public const int One = -1;

    public static ProductTree Of(IReadOnlyList<ValueList<int>> products)
    {
        int degree = products.Select(product => product.Count).Append(1).Max();
        int size = (int)BitOperations.RoundUpToPowerOf2((uint)degree);
        List<ValueList<int>> wanted =
        [
            .. products.Select(p => p.Concat(Enumerable.Repeat(One, size - p.Count)).ToValueList()),
        ];
        if (size == 1)
            return new ProductTree([.. wanted.Select(product => product[0])], [], IsProduct: false);
        List<int[]> tables = [];
        for (int half = size / 2; half > 1; half /= 2)
        {
            Dictionary<ValueList<int>, int> places = [];
            int[] table = [.. Halves(wanted, half).Select(part => PlaceOf(part, places))];
            tables.Insert(0, table);
            wanted = [.. places.Keys];
        }
        return new ProductTree([.. Halves(wanted, 1).Select(part => part[0])], tables, IsProduct: true);
    }

    /// <summary>The first halves of all, then the second halves.</summary>
    private static IEnumerable<ValueList<int>> Halves(List<ValueList<int>> products, int half) =>
        products
            .Select(product => product.Take(half).ToValueList())
            .Concat(products.Select(product => product.Skip(half).ToValueList()));

    private static int PlaceOf(ValueList<int> part, Dictionary<ValueList<int>, int> places)
    {
        if (!places.TryGetValue(part, out int place))
            places.Add(part, place = places.Count);
        return place;
    }
}
