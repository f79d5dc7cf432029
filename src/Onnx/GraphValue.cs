using System.Collections.Immutable;

namespace QImpact.Onnx;

/// <summary>A float32 tensor that flows through an ONNX graph.</summary>
/// <param name="Name">Its name in the graph.</param>
/// <param name="Shape">Lengths of all axes but the first, which is the batch.</param>
public sealed record GraphValue(string Name, ImmutableArray<int> Shape)
{
    /// <summary>Number of values per sample.</summary>
    public int Length => Shape.Aggregate(1, (product, length) => product * length);

    /// <summary><c>quantum [batch, 4]</c>.</summary>
    public override string ToString() => $"{Name} [{string.Join(", ", Shape.Select(l => $"{l}").Prepend("batch"))}]";
}
