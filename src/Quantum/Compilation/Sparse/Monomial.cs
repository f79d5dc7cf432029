namespace QImpact.Quantum.Compilation.Sparse;

/// <summary>The function of an angle in a factor.</summary>
public enum Trigonometric
{
    /// <summary>Cosine.</summary>
    Cos,

    /// <summary>Sine.</summary>
    Sin,
}

/// <summary>A factor <c>cos(t_a)</c> or <c>sin(t_a)</c>.</summary>
/// <param name="Angle">The index a into <see cref="SparseForm.Angles"/>, in an edge's factor into <see cref="CoefficientGraph.Angles"/>.</param>
/// <param name="Function">Cosine or sine.</param>
public readonly record struct Factor(int Angle, Trigonometric Function)
{
    /// <summary>Cosine and sine of each angle in turn: cos t0, sin t0, cos t1, ...</summary>
    internal int Code => 2 * Angle + (int)Function;

    /// <summary><c>cos(t0)</c></summary>
    public override string ToString() => $"{(Function == Trigonometric.Cos ? "cos" : "sin")}(t{Angle})";
}

/// <summary>A product of factors; the empty product is 1.</summary>
/// <param name="Factors">
/// In ascending order of angle, cosine before sine. Each angle occurs once, unless the inputs are uploaded several times.
/// </param>
public sealed record Monomial(ValueList<Factor> Factors)
{
    /// <summary><c>cos(t0)*sin(t1)</c>, or <c>1</c>.</summary>
    public override string ToString() => Factors.Count == 0 ? "1" : string.Join('*', Factors);

    /// <summary>Lexicographic in the factors: the order of <see cref="SparseForm.Monomials"/>.</summary>
    internal static int Compare(Monomial left, Monomial right) => Codes(left).AsSpan().SequenceCompareTo(Codes(right));

    private static int[] Codes(Monomial monomial) => monomial.Factors.Select(factor => factor.Code).ToArray();
}
