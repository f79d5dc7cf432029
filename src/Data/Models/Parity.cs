namespace QImpact.Data.Models;

/// <summary>How far two computations of the same numbers lie from each other, in absolute value.</summary>
/// <param name="Largest">Over all images and outputs; infinite where one is not a number.</param>
/// <param name="Mean">Over all images and outputs.</param>
public sealed record Difference(double Largest, double Mean)
{
    /// <summary>The difference of two lists; lists of different lengths are infinitely far apart.</summary>
    public static Difference Of(IEnumerable<double> expected, IEnumerable<double> actual)
    {
        double[] left = [.. expected];
        double[] right = [.. actual];
        if (left.Length != right.Length)
            return new Difference(double.PositiveInfinity, double.PositiveInfinity);
        // A NaN on either side must not pass for agreement.
        double[] differences =
        [
            .. left.Zip(right, (l, r) => Math.Abs(l - r)).Select(d => double.IsNaN(d) ? double.PositiveInfinity : d),
        ];
        return differences.Length == 0
            ? new Difference(0, 0)
            : new Difference(differences.Max(), differences.Average());
    }
}

/// <summary>The same numbers by three computations, two by two.</summary>
/// <param name="ReferenceAndTorch">The float64 reference and TorchSharp.</param>
/// <param name="ReferenceAndOnnx">The float64 reference and ONNX Runtime.</param>
/// <param name="TorchAndOnnx">TorchSharp and ONNX Runtime.</param>
public sealed record ExpectationParity(
    Difference ReferenceAndTorch,
    Difference ReferenceAndOnnx,
    Difference TorchAndOnnx
);

/// <summary>How far ONNX Runtime's outputs lie from TorchSharp's and from the reference, over the validation and the test split.</summary>
/// <param name="Images">Number of images compared.</param>
/// <param name="Reference">What the reference is; null in a classical network.</param>
/// <param name="Expectations">The quantum layer's outputs; null in a classical network.</param>
/// <param name="Logits">TorchSharp and ONNX Runtime.</param>
/// <param name="Probabilities">TorchSharp and ONNX Runtime.</param>
/// <param name="ChangedDecisions">Images whose decision differs.</param>
/// <param name="Tolerance">The largest probability difference that export accepts.</param>
public sealed record Parity(
    int Images,
    string? Reference,
    ExpectationParity? Expectations,
    Difference Logits,
    Difference Probabilities,
    int ChangedDecisions,
    double Tolerance
);
