using System.Globalization;
using QImpact.Data;
using QImpact.Data.Models;
using QImpact.Inference;
using QImpact.Onnx;
using QImpact.Quantum.Circuits;
using QImpact.Training.Epochs;
using QImpact.Training.Models;

namespace QImpact.Training.Export;

/// <summary>One split's outputs, by TorchSharp, by ONNX Runtime, and the reference of the quantum layer.</summary>
/// <param name="Split">The split's name.</param>
/// <param name="Torch">TorchSharp's outputs.</param>
/// <param name="Onnx">ONNX Runtime's outputs.</param>
/// <param name="Reference">The quantum layer's outputs in float64, [count * observables].</param>
public sealed record SplitOutputs(string Split, Evaluation Torch, ClassifierOutput Onnx, double[] Reference)
{
    /// <summary>Runs both over a split.</summary>
    public static SplitOutputs Of(ImageClassifier model, Classifier classifier, ImageSplit split)
    {
        using ImageTensors tensors = new(split);
        return new SplitOutputs(
            split.Name,
            Evaluation.Run(model, tensors),
            classifier.Run(split, [.. Enumerable.Range(0, split.Count)]),
            QuantumReference.Evaluate(model, tensors)
        );
    }

    /// <summary>The rows of the parity table.</summary>
    public IEnumerable<ParityRow> Rows() =>
        Torch.Labels.Select(
            (label, image) =>
                new ParityRow(
                    Split,
                    image,
                    label,
                    [.. Torch.Expectations.AsSpan(image * Torch.Observables, Torch.Observables)],
                    [.. Torch.Logits.AsSpan(image * Torch.Classes, Torch.Classes)],
                    [.. Torch.Probabilities.AsSpan(image * Torch.Classes, Torch.Classes)],
                    [.. Reference.AsSpan(image * Torch.Observables, Torch.Observables)]
                )
        );
}

/// <summary>Compares an exported file with the network that it came from.</summary>
public static class ParityCheck
{
    /// <summary>The largest difference of a probability that an export may have.</summary>
    public const double Tolerance = 1e-5;

    /// <summary>The largest difference of a probability that a float16 export may have; what it has is in the card.</summary>
    public const double HalfTolerance = 0.02;

    /// <summary>The differences of an export, which must be within its precision's tolerance.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="splits">At least one.</param>
    /// <param name="circuit">The quantum layer's circuit; null in a classical network.</param>
    /// <param name="precision">The numbers that the file computes with; in float32 no decision may differ.</param>
    /// <exception cref="InvalidOperationException">A probability or a decision is not the network's.</exception>
    public static Parity Require(string name, SplitOutputs[] splits, Circuit? circuit, Precision precision)
    {
        bool half = precision == Precision.Fp16;
        string? reference = circuit is null ? null : QuantumReference.Describe(circuit);
        return Require(name, Compare(splits, reference, half ? HalfTolerance : Tolerance), decisions: !half);
    }

    /// <summary>The differences over all splits.</summary>
    /// <param name="splits">At least one.</param>
    /// <param name="reference">What the reference is; null in a classical network.</param>
    /// <param name="tolerance">The largest probability difference to accept.</param>
    public static Parity Compare(IReadOnlyList<SplitOutputs> splits, string? reference, double tolerance = Tolerance) =>
        new(
            splits.Sum(split => split.Torch.Labels.Length),
            reference,
            splits[0].Torch.Observables == 0
                ? null
                : new ExpectationParity(
                    Between(splits, split => split.Reference, split => Doubles(split.Torch.Expectations)),
                    Between(splits, split => split.Reference, split => Doubles(split.Onnx.Expectations)),
                    Between(
                        splits,
                        split => Doubles(split.Torch.Expectations),
                        split => Doubles(split.Onnx.Expectations)
                    )
                ),
            Between(splits, split => Doubles(split.Torch.Logits), split => Doubles(split.Onnx.Logits)),
            Between(splits, split => Doubles(split.Torch.Probabilities), split => Doubles(split.Onnx.Probabilities)),
            splits.Sum(ChangedDecisions),
            tolerance
        );

    /// <summary>Refuses an export whose probabilities or decisions are not the network's.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="parity">The differences.</param>
    /// <param name="decisions">Whether no decision may differ.</param>
    /// <exception cref="InvalidOperationException">They are not.</exception>
    public static Parity Require(string name, Parity parity, bool decisions)
    {
        if (!(parity.Probabilities.Largest <= parity.Tolerance))
            throw new InvalidOperationException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name}: a probability of the exported file differs by {parity.Probabilities.Largest:0.00e-0} from the network's; at most {parity.Tolerance:0e-0} is accepted, so nothing was written"
                )
            );
        if (decisions && parity.ChangedDecisions > 0)
            throw new InvalidOperationException(
                $"{name}: the exported file decides {parity.ChangedDecisions} of {parity.Images} images otherwise than the network; none is accepted, so nothing was written"
            );
        return parity;
    }

    private static Difference Between(
        IReadOnlyList<SplitOutputs> splits,
        Func<SplitOutputs, IEnumerable<double>> expected,
        Func<SplitOutputs, IEnumerable<double>> actual
    ) => Difference.Of(splits.SelectMany(expected), splits.SelectMany(actual));

    private static IEnumerable<double> Doubles(float[] values) => values.Select(value => (double)value);

    private static int ChangedDecisions(SplitOutputs split) =>
        Enumerable
            .Range(0, split.Torch.Labels.Length)
            .Count(i => Decision(split.Torch.Probabilities, i, split) != Decision(split.Onnx.Probabilities, i, split));

    private static int Decision(float[] probabilities, int image, SplitOutputs split) =>
        Classifier.Decide(
            probabilities.AsSpan(image * split.Torch.Classes, split.Torch.Classes),
            Classifier.DefaultThreshold
        );
}
