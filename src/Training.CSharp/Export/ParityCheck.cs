using System.Globalization;
using System.Numerics;
using QImpact.Data;
using QImpact.Data.Models;
using QImpact.Inference;
using QImpact.Onnx;
using QImpact.Quantum.Circuits;
using QImpact.Training.Epochs;
using QImpact.Training.Models;

namespace QImpact.Training.Export;

/// <summary>One split's outputs, by TorchSharp, by ONNX Runtime, and the quantum layer's in float64, [count * observables].</summary>
public sealed record SplitOutputs(string Split, Evaluation Torch, ClassifierOutput Onnx, double[] Reference)
{
    /// <summary>Runs both over a split; TorchSharp's outputs may be known already.</summary>
    public static SplitOutputs Of(
        ImageClassifier model,
        Classifier classifier,
        ImageSplit split,
        Evaluation? evaluation = null
    )
    {
        using ImageTensors tensors = new(split);
        return new SplitOutputs(
            split.Name,
            evaluation ?? Evaluation.Run(model, tensors),
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

    /// <summary>The differences of an export, at least one split, which must be within its precision's tolerance; in float32 no decision may differ.</summary>
    /// <exception cref="InvalidOperationException">A probability or a decision is not the network's.</exception>
    public static Parity Require(string name, SplitOutputs[] splits, Circuit? circuit, Precision precision)
    {
        bool half = precision == Precision.Fp16;
        string? reference = circuit is null ? null : QuantumReference.Describe(circuit);
        return Require(name, Compare(splits, reference, half ? HalfTolerance : Tolerance), decisions: !half);
    }

    /// <summary>The differences over all splits, of which there is at least one, with what the reference is.</summary>
    public static Parity Compare(IReadOnlyList<SplitOutputs> splits, string? reference, double tolerance = Tolerance)
    {
        return new(
            splits.Sum(split => split.Torch.Labels.Length),
            reference,
            splits[0].Torch.Observables == 0
                ? null
                : new ExpectationParity(
                    Between(split => split.Reference, split => split.Torch.Expectations),
                    Between(split => split.Reference, split => split.Onnx.Expectations),
                    Between(split => split.Torch.Expectations, split => split.Onnx.Expectations)
                ),
            Between(split => split.Torch.Logits, split => split.Onnx.Logits),
            Between(split => split.Torch.Probabilities, split => split.Onnx.Probabilities),
            splits.Sum(ChangedDecisions),
            tolerance
        );

        Difference Between<TExpected, TActual>(
            Func<SplitOutputs, TExpected[]> expected,
            Func<SplitOutputs, TActual[]> actual
        )
            where TExpected : INumberBase<TExpected>
            where TActual : INumberBase<TActual> =>
            Difference.Of(splits.SelectMany(expected), splits.SelectMany(actual));
    }

    /// <summary>Refuses an export whose probabilities, or decisions where these count, are not the network's.</summary>
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
