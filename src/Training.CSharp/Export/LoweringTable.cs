using System.Collections.Frozen;
using QImpact.Training.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace QImpact.Training.Export;

/// <summary>
/// Which layer kind becomes which ONNX nodes: one entry per kind. A kind without an entry is an error that names it.
/// docs/onnx.md says how to add one.
/// </summary>
public static class LoweringTable
{
    private delegate GraphValue Lowering(GraphBuilder graph, string name, nn.Module layer, GraphValue input);

    private static readonly FrozenDictionary<Type, Lowering> Entries = new Dictionary<Type, Lowering>
    {
        [typeof(Normalise)] = Entry<Normalise>(LayerLowerings.Normalise),
        [typeof(ConvNorm)] = Entry<ConvNorm>(LayerLowerings.ConvNorm),
        [typeof(MaxPool2d)] = Entry<MaxPool2d>(LayerLowerings.MaxPool),
        [typeof(Sequential)] = Entry<Sequential>(LayerLowerings.Sequential),
        [typeof(BasicBlock)] = Entry<BasicBlock>(LayerLowerings.BasicBlock),
        [typeof(GlobalAveragePool)] = Entry<GlobalAveragePool>(LayerLowerings.GlobalAveragePool),
        [typeof(Linear)] = Entry<Linear>(LayerLowerings.Linear),
        [typeof(QuantumLayer)] = Entry<QuantumLayer>(QuantumLowering.Lower),
    }.ToFrozenDictionary();

    /// <summary>Adds the nodes of a layer to a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="name">The layer's name; its nodes are called NAME or NAME/STEP.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="input">What flows into it.</param>
    /// <returns>What flows out.</returns>
    /// <exception cref="NotSupportedException">There is no entry for this kind of layer.</exception>
    public static GraphValue Lower(GraphBuilder graph, string name, nn.Module layer, GraphValue input) =>
        Entries.TryGetValue(layer.GetType(), out Lowering? lowering)
            ? lowering(graph, name, layer, input)
            : throw new NotSupportedException(
                $"layer '{name}' is a {layer.GetType().Name}, which has no ONNX lowering; there is one for "
                    + string.Join(", ", Entries.Keys.Select(type => type.Name).Order(StringComparer.Ordinal))
            );

    private static Lowering Entry<T>(Func<GraphBuilder, string, T, GraphValue, GraphValue> lower)
        where T : nn.Module => (graph, name, layer, input) => lower(graph, name, (T)layer, input);
}
