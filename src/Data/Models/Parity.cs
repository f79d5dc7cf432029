using System.Numerics;

namespace QImpact.Data.Models;

/// <summary>How far two computations of the same numbers lie from each other, in absolute value; infinite where one is not a number.</summary>
public sealed record Difference(double Largest, double Mean)
{
    /// <summary>The difference of two lists; lists of different lengths are infinitely far apart.</summary>
    public static Difference Of<TExpected, TActual>(IEnumerable<TExpected> expected, IEnumerable<TActual> actual)
        where TExpected : INumberBase<TExpected>
        where TActual : INumberBase<TActual>
    {
        double[] left = [.. expected.Select(double.CreateChecked)];
        double[] right = [.. actual.Select(double.CreateChecked)];
        if (left.Length != right.Length)
            return new Difference(double.PositiveInfinity, double.PositiveInfinity);
        // A NaN on either side must not pass for agreement.
        double[] differences =
        [
            .. left.Zip(right, (l, r) => Math.Abs(l - r)).Select(d => double.IsNaN(d) ? double.PositiveInfinity : d),
        ];
        return new Difference(differences.DefaultIfEmpty().Max(), differences.DefaultIfEmpty().Average());
    }
}

/// <summary>The same numbers by the float64 reference, TorchSharp and ONNX Runtime, two by two.</summary>
public sealed record ExpectationParity(
    Difference ReferenceAndTorch,
    Difference ReferenceAndOnnx,
    Difference TorchAndOnnx
);

/// <summary>How far ONNX Runtime's outputs lie from TorchSharp's and from the reference, over the validation and the test split.</summary>
/// <remarks>
/// The reference says what it is, the expectations are the quantum layer's outputs: both are null in a classical network. The tolerance is
/// the largest probability difference that export accepts.
/// </remarks>
public sealed record Parity(
    int Images,
    string? Reference,
    ExpectationParity? Expectations,
    Difference Logits,
    Difference Probabilities,
    int ChangedDecisions,
    double Tolerance
);
