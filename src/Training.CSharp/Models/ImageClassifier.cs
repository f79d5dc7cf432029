using System.Collections.Immutable;
using QImpact.Data.Runs;
using QImpact.Training.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace QImpact.Training.Models;

/// <summary>
/// A chain of named layers from images [batch, channels, size, size] with values in [0, 1] to logits [batch, classes].
/// </summary>
public sealed class ImageClassifier : nn.Module<Tensor, Tensor>
{
    /// <summary>The name of the linear layer that brings the features down to a few numbers.</summary>
    public const string Bottleneck = "reduce";

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

    /// <summary>Number of trained weights of the network as published, whatever the size of its images.</summary>
    public long ParameterCount =>
        LiveParameterCount + modules().OfType<LiveConvolution>().Sum(convolution => convolution.DeadWeights);

    /// <summary>Those of them that can matter on images of its size, which are those that it has: see <see cref="LiveTaps"/>.</summary>
    public long LiveParameterCount => TrainedParameters.Sum(parameter => parameter.numel());

    /// <summary>What an optimiser moves: the parameters that require a gradient.</summary>
    public IEnumerable<Parameter> TrainedParameters => parameters().Where(parameter => parameter.requires_grad);

    /// <summary>Whether a parameter is the quantum layer's.</summary>
    internal bool IsOfCircuit(Parameter parameter) => Quantum?.Weights.Handle == parameter.Handle;

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => ForwardAll(input).Logits;

    /// <summary>Logits, and the quantum layer's inputs [batch, inputs] and expectations [batch, observables] (null in a classical network).</summary>
    public (Tensor Logits, Tensor? CircuitInputs, Tensor? Expectations) ForwardAll(Tensor input)
    {
        Tensor value = input;
        Tensor? inputs = null;
        Tensor? expectations = null;
        foreach (NamedLayer layer in Layers)
        {
            Tensor before = value;
            value = layer.Layer.call(before);
            if (layer.Layer is QuantumLayer)
                (inputs, expectations) = (before, value);
        }
        return (value, inputs, expectations);
    }

    /// <summary>The parameters, and fixed numbers beside them, of the layers behind the bottleneck, which is called <c>reduce</c>, as they are now; none where there is no bottleneck.</summary>
    public TrainedHead TrainedHead() =>
        new(
            Layers
                .SkipWhile(layer => layer.Name != Bottleneck)
                .Skip(1)
                .SelectMany(layer =>
                    layer
                        .Layer.state_dict()
                        .Select(entry =>
                            KeyValuePair.Create(
                                $"{layer.Name}.{entry.Key}",
                                new TrainedParameter(
                                    [.. entry.Value.shape.Select(length => (int)length)],
                                    [.. entry.Value.ToDoubles()]
                                )
                            )
                        )
                )
                .ToImmutableSortedDictionary(StringComparer.Ordinal)
        );

    /// <summary>Takes the weights and statistics of the same network with whole kernels, cropped to the taps that this one has.</summary>
    public void TakeLiveWeights(ImageClassifier whole)
    {
        ArgumentNullException.ThrowIfNull(whole);
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        var kernels = named_modules()
            .Where(entry => entry.module is LiveConvolution)
            .ToDictionary(entry => $"{entry.name}.weight", entry => ((LiveConvolution)entry.module).Taps);
        Dictionary<string, Tensor> from = whole.state_dict();
        foreach ((string name, Tensor own) in state_dict())
            own.copy_(kernels.TryGetValue(name, out LiveTaps taps) ? taps.Crop(from[name]) : from[name]);
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
