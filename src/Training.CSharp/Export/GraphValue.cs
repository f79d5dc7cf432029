using System.Collections.Immutable;

namespace QImpact.Training.Export;

/// <summary>A float32 tensor that flows through an ONNX graph.</summary>
/// <param name="Name">Its name in the graph.</param>
/// <param name="Shape">Lengths of all axes but the first, which is the batch.</param>
public sealed record GraphValue(string Name, ImmutableArray<int> Shape);
