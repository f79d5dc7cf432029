using System.Collections.Immutable;
using QImpact.Onnx;
using QImpact.Quantum.Compilation;
using QImpact.Quantum.Noise;

namespace QImpact.Training.Export;

/// <summary>What an exported file calls itself, its input, of a shape without the batch, and its outputs, and what it says of itself.</summary>
/// <example>
/// <code>
/// // a Sequential of "reduce", "quantum" and "head" that takes points [batch, 2]
/// var contract = new GraphContract("two-moons", "points", [2], "logits")
/// {
///     Probabilities = "probabilities",
///     InnerOutputs = [new("quantum", "expectations")],
/// };
/// File.WriteAllBytes("two-moons.onnx", OnnxExporter.Export(model, contract));
/// </code>
/// </example>
public sealed record GraphContract(string Name, string Input, ImmutableArray<int> Shape, string Output = "output")
{
    /// <summary>The name of a further output, the softmax of a network's output [batch, classes]; null for none.</summary>
    public string? Probabilities { get; init; }

    /// <summary>Layers whose outputs are outputs of the file too: the layer's name (a path, <c>features/0</c>) and the output's.</summary>
    public ImmutableArray<KeyValuePair<string, string>> InnerOutputs { get; init; } = [];

    /// <summary>Metadata properties, in this order.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Metadata { get; init; } = [];

    /// <summary>The number of samples that the file takes at a time; null for any.</summary>
    public int? Batch { get; init; }

    /// <summary>The form in which quantum layers are written; null for the smallest graph.</summary>
    public CircuitForm? Form { get; init; }

    /// <summary>Noise that acts on every quantum layer; null for none.</summary>
    public NoiseModel? Noise { get; init; }

    /// <summary>The numbers that the file computes with; its inputs and outputs are float32 always.</summary>
    public Precision Precision { get; init; }

    /// <summary>How layers become nodes.</summary>
    public LoweringTable Lowerings { get; init; } = LoweringTable.Standard;
}
