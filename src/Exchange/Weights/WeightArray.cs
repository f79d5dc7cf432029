using System.Collections.Immutable;

namespace QImpact.Exchange.Weights;

/// <summary>An array of numbers in a file; its elements are read when they are asked for.</summary>
/// <param name="Name">Its name in the file; "" where the file holds one array without a name.</param>
/// <param name="Shape">The lengths of its axes; none for one number.</param>
/// <param name="Read">Its elements, row-major; throws <see cref="InvalidDataException"/> where they are damaged or no numbers.</param>
internal sealed record WeightArray(string Name, ImmutableArray<long> Shape, Func<double[]> Read)
{
    /// <summary>The shape as it is written in messages, such as <c>[2, 4]</c>.</summary>
    public string ShapeText => $"[{string.Join(", ", Shape)}]";

    /// <summary><c>layer.weights [2, 4]</c>.</summary>
    public override string ToString() => Name.Length == 0 ? ShapeText : $"{Name} {ShapeText}";

    /// <summary>Whether these are the circuit's weights by their shape: its own, that with neighbouring axes joined, or any where it is a vector.</summary>
    /// <param name="expected">The shape of the circuit's weights.</param>
    public bool Fits(IReadOnlyList<int> expected)
    {
        long count = expected.Aggregate(1L, (product, length) => product * length);
        if (Count() != count)
            return false;
        if (expected.Count == 1)
            return true;
        int next = 0;
        foreach (long length in Shape.Where(length => length != 1))
        {
            long joined = 1;
            while (joined < length && next < expected.Count)
                joined *= expected[next++];
            if (joined != length)
                return false;
        }
        return true;
    }

    /// <summary>The number of elements; -1 where it is more than any file holds.</summary>
    private long Count()
    {
        long count = 1;
        foreach (long length in Shape)
        {
            if (length < 0 || (length > 0 && count > long.MaxValue / length))
                return -1;
            count *= length;
        }
        return count;
    }
}
