using System.Collections.Immutable;

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

/// <summary>The shapes of a model's input, images of [channels, size, size], and outputs; 0 observables without a quantum layer.</summary>
public sealed record ModelContract(int Channels, int Size, int Classes, int Observables)
{
    /// <summary>The number of images that the model takes at a time; null for any.</summary>
    public int? Batch { get; init; }

    /// <summary>Number of values of one image.</summary>
    public int ImageLength => Channels * Size * Size;

    /// <summary>The input, for a card.</summary>
    public CardTensor Input() =>
        Tensor(
            TensorNames.Images,
            "pixel values in [0, 1] (pixel / 255); normalisation is inside the graph",
            [Channels, Size, Size]
        );

    /// <summary>The outputs, for a card, with class names in their order and the quantum layer's circuit as text.</summary>
    public ImmutableArray<CardTensor> Outputs(ImmutableArray<string> classNames, string? circuit)
    {
        string classes = string.Join(", ", classNames.Select((name, i) => $"{i} = {name}"));
        CardTensor logits = Tensor(TensorNames.Logits, $"one per class: {classes}", [Classes]);
        CardTensor probabilities = Tensor(TensorNames.Probabilities, "softmax of the logits", [Classes]);
        CardTensor expectations = Tensor(
            TensorNames.Expectations,
            $"outputs of the quantum layer {circuit}",
            [Observables]
        );
        return Observables == 0 ? [logits, probabilities] : [logits, probabilities, expectations];
    }

    private CardTensor Tensor(string name, string meaning, int[] lengths) =>
        new(name, "float32", [Batch is { } batch ? $"{batch}" : "batch", .. lengths.Select(n => $"{n}")], meaning);
}
