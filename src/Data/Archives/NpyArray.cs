using System.Collections.Immutable;

namespace QImpact.Data.Archives;

/// <summary>
/// What stands in front of the elements of a .npy file: their type, whether the first axis is the fastest, the lengths of the axes, and the
/// bytes of all elements; null where the type has no fixed size.
/// </summary>
public sealed record NpyHeader(NpyType Type, bool FortranOrder, ImmutableArray<int> Shape, long? Bytes)
{
    /// <summary>The shape as NumPy writes it, such as <c>(546, 28, 28)</c>.</summary>
    public string ShapeText => Shape.Length == 1 ? $"({Shape[0]},)" : $"({string.Join(", ", Shape)})";
}

/// <summary>An array read from a .npy file: its elements in C order (last axis fastest).</summary>
public sealed record NpyArray(NpyHeader Header, byte[] Bytes);
