using System.Collections.Immutable;
using QImpact.Training.Layers;
using static TorchSharp.torch;

namespace QImpact.Training.Models;

/// <summary>
/// A chain of named layers from images [batch, channels, size, size] with values in [0, 1] to logits [batch, classes].
/// </summary>
public sealed class ImageClassifier : nn.Module<Tensor, Tensor>
{
    /// <summary>Creates a classifier; it owns its layers.</summary>
    public ImageClassifier(string name, IEnumerable<NamedLayer> layers)
        : base(name)
    {
        Layers = [.. layers];
        foreach (NamedLayer layer in Layers)
            register_module(layer.Name, layer.Layer);
    }

    /// <summary>The layers, in the order in which data pass through them.</summary>
    public ImmutableArray<NamedLayer> Layers { get; }

    /// <summary>The quantum layer, or null in a classical network.</summary>
    public QuantumLayer? Quantum => Layers.Select(layer => layer.Layer).OfType<QuantumLayer>().SingleOrDefault();

    /// <summary>Number of trained values.</summary>
    public long ParameterCount => parameters().Sum(parameter => parameter.numel());

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => ForwardAll(input).Logits;

    /// <summary>Logits, and the quantum layer's expectations [batch, observables] (null in a classical network).</summary>
    public (Tensor Logits, Tensor? Expectations) ForwardAll(Tensor input)
    {
        Tensor value = input;
        Tensor? expectations = null;
        foreach (NamedLayer layer in Layers)
        {
            value = layer.Layer.call(value);
            if (layer.Layer is QuantumLayer)
                expectations = value;
        }
        return (value, expectations);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            foreach (NamedLayer layer in Layers)
                layer.Layer.Dispose();
        base.Dispose(disposing);
    }
}
