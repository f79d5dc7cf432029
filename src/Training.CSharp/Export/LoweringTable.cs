using System.Collections.Immutable;
using QImpact.Onnx;
using QImpact.Training.Layers;
using QImpact.Training.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace QImpact.Training.Export;

/// <summary>Adds the nodes of a layer, called NAME or NAME/STEP, to a graph, and returns what flows out of it.</summary>
public delegate GraphValue Lowering<in TLayer>(NetworkGraph graph, string name, TLayer layer, GraphValue input)
    where TLayer : nn.Module;

/// <summary>
/// Which layer kind becomes which ONNX nodes: one entry per kind. A kind without an entry is an error that names it.
/// Immutable; docs/onnx.md says how to add an entry.
/// </summary>
public sealed class LoweringTable
{
    private readonly ImmutableDictionary<Type, Lowering<nn.Module>> _entries;

    private LoweringTable(ImmutableDictionary<Type, Lowering<nn.Module>> entries) => _entries = entries;

    /// <summary>The layers of this project, and those of TorchSharp that small networks are made of.</summary>
    public static LoweringTable Standard { get; } =
        new LoweringTable(ImmutableDictionary<Type, Lowering<nn.Module>>.Empty)
            .With<ImageClassifier>(NetworkLowerings.ImageClassifier)
            .With<Normalise>(NetworkLowerings.Normalise)
            .With<ConvNorm>(NetworkLowerings.ConvNorm)
            .With<BasicBlock>(NetworkLowerings.BasicBlock)
            .With<GlobalAveragePool>(NetworkLowerings.GlobalAveragePool)
            .With<QuantumLayer>(NetworkLowerings.Quantum)
            .With<TrigonometricLayer>(NetworkLowerings.Trigonometric)
            .With<ScaledTanh>(NetworkLowerings.ScaledTanh)
            .With<Sequential>(TorchLowerings.Sequential)
            .With<Linear>(TorchLowerings.Linear)
            .With<Conv2d>(TorchLowerings.Conv2d)
            .With<BatchNorm1d>(TorchLowerings.BatchNorm)
            .With<BatchNorm2d>(TorchLowerings.BatchNorm)
            .With<MaxPool2d>(TorchLowerings.MaxPool)
            .With<AvgPool2d>(TorchLowerings.AveragePool)
            .With<Flatten>(TorchLowerings.Flatten)
            .With<Softmax>(TorchLowerings.Softmax)
            .With<LeakyReLU>(TorchLowerings.LeakyRelu)
            .With<ReLU>(TorchLowerings.Elementwise("Relu"))
            .With<Tanh>(TorchLowerings.Elementwise("Tanh"))
            .With<Sigmoid>(TorchLowerings.Elementwise("Sigmoid"))
            .With<Dropout>(TorchLowerings.Nothing)
            .With<Dropout2d>(TorchLowerings.Nothing)
            .With<Identity>(TorchLowerings.Nothing);

    /// <summary>The table with an entry more, or with another one for its kind.</summary>
    public LoweringTable With<TLayer>(Lowering<TLayer> lowering)
        where TLayer : nn.Module =>
        new(
            _entries.SetItem(typeof(TLayer), (graph, name, layer, input) => lowering(graph, name, (TLayer)layer, input))
        );

    /// <exception cref="NotSupportedException">There is no entry for this kind of layer.</exception>
    internal GraphValue Lower(NetworkGraph graph, string name, nn.Module layer, GraphValue input) =>
        _entries.TryGetValue(layer.GetType(), out Lowering<nn.Module>? lowering)
            ? lowering(graph, name, layer, input)
            : throw new NotSupportedException(
                $"layer '{name}' is a {layer.GetType().Name}, which has no ONNX lowering; there is one for "
                    + string.Join(", ", _entries.Keys.Select(type => type.Name).Order(StringComparer.Ordinal))
            );
}
