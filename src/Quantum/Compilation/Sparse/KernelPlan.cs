namespace QImpact.Quantum.Compilation.Sparse;

/// <summary>
/// An <see cref="SparseForm"/> flattened for the kernels. Lists of lists stand as one array with the starts of
/// the rows, one more than rows.
/// </summary>
internal sealed class KernelPlan
{
    public KernelPlan(SparseForm function)
    {
        (FactorStart, FactorCode) = FeaturePlan.Flatten(
            function.Monomials,
            monomial => monomial.Factors.Select(f => f.Code)
        );
        ILookup<int, CoefficientTerm> terms = function.Terms.ToLookup(term => term.Monomial);
        (TermStart, TermOutput) = FeaturePlan.Flatten(
            Enumerable.Range(0, function.Monomials.Count),
            monomial => terms[monomial].Select(term => term.Output)
        );
        Features = new FeaturePlan(function.Circuit, function.Angles);
        MaxDegree = function.Monomials.Max(monomial => (int?)monomial.Factors.Count) ?? 0;
    }

    /// <summary>Per monomial, its rows in <see cref="FactorCode"/>.</summary>
    public int[] FactorStart { get; }

    /// <summary>Each factor as <c>2 * angle</c> for the cosine and <c>2 * angle + 1</c> for the sine.</summary>
    public int[] FactorCode { get; }

    /// <summary>Per monomial, its rows in <see cref="TermOutput"/>; a row is the index of a coefficient.</summary>
    public int[] TermStart { get; }

    /// <summary>The output of each coefficient.</summary>
    public int[] TermOutput { get; }

    /// <summary>The angles of the factors.</summary>
    public FeaturePlan Features { get; }

    /// <summary>The most factors of any monomial.</summary>
    public int MaxDegree { get; }
}
