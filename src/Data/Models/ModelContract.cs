using System.Collections.Immutable;
using System.Globalization;

namespace QImpact.Data.Models;

/// <summary>The names of the tensors of an exported classifier.</summary>
public static class TensorNames
{
    /// <summary>The input, [batch, channels, size, size].</summary>
    public const string Images = "images";

    /// <summary>[batch, classes].</summary>
    public const string Logits = "logits";

    /// <summary>[batch, classes], the softmax of the logits.</summary>
    public const string Probabilities = "probabilities";

    /// <summary>[batch, observables], the quantum layer's outputs; not in a classical network.</summary>
    public const string Expectations = "expectations";
}

/// <summary>The shapes of a model's input and outputs.</summary>
/// <param name="Channels">Channels of an image.</param>
/// <param name="Size">Height and width of an image.</param>
/// <param name="Classes">Number of classes.</param>
/// <param name="Observables">Number of expectation values; 0 for a network without a quantum layer.</param>
public sealed record ModelContract(int Channels, int Size, int Classes, int Observables)
{
    private const string Single = "float32";

    /// <summary>The number of images that the model takes at a time; null for any.</summary>
    public int? Batch { get; init; }

    /// <summary>Number of values of one image.</summary>
    public int ImageLength => Channels * Size * Size;

    /// <summary>The input, for a card.</summary>
    public CardTensor Input() =>
        Tensor(
            TensorNames.Images,
            "pixel values in [0, 1] (pixel / 255); normalisation is inside the graph",
            Channels,
            Size,
            Size
        );

    /// <summary>The outputs, for a card.</summary>
    /// <param name="classNames">Names in the order of the outputs.</param>
    /// <param name="circuit">The quantum layer's circuit as text; null in a classical network.</param>
    public ImmutableArray<CardTensor> Outputs(ImmutableArray<string> classNames, string? circuit)
    {
        string classes = string.Join(", ", classNames.Select((name, i) => $"{i} = {name}"));
        ImmutableArray<CardTensor> outputs =
        [
            Tensor(TensorNames.Logits, $"one per class: {classes}", Classes),
            Tensor(TensorNames.Probabilities, "softmax of the logits", Classes),
        ];
        return Observables == 0
            ? outputs
            : outputs.Add(Tensor(TensorNames.Expectations, $"outputs of the quantum layer {circuit}", Observables));
    }

    private CardTensor Tensor(string name, string meaning, params ReadOnlySpan<int> lengths) =>
        new(name, Single, [Batch is { } batch ? Text(batch) : "batch", .. lengths.ToArray().Select(Text)], meaning);

    private static string Text(int length) => length.ToString(CultureInfo.InvariantCulture);
}
