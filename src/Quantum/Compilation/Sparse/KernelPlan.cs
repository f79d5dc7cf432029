namespace QImpact.Quantum.Compilation.Sparse;

/// <summary>
/// The polynomials of a <see cref="SparseForm"/> flattened for its kernel. Lists of lists stand as one array with the starts of
/// the rows, one more than rows.
/// </summary>
internal sealed class KernelPlan
{
    public KernelPlan(SparseForm form)
    {
        (FactorStart, FactorCode) = Flatten(form.Monomials, monomial => monomial.Factors.Select(f => f.Code));
        ILookup<int, CoefficientTerm> terms = form.Terms.ToLookup(term => term.Monomial);
        (TermStart, TermOutput) = Flatten(
            Enumerable.Range(0, form.Monomials.Count),
            monomial => terms[monomial].Select(term => term.Output)
        );
        MaxDegree = form.Monomials.Max(monomial => (int?)monomial.Factors.Count) ?? 0;
    }

    /// <summary>Per monomial, its rows in <see cref="FactorCode"/>.</summary>
    public int[] FactorStart { get; }

    /// <summary>Each factor by its <see cref="Factor.Code"/>.</summary>
    public int[] FactorCode { get; }

    /// <summary>Per monomial, its rows in <see cref="TermOutput"/>; a row is the index of a coefficient.</summary>
    public int[] TermStart { get; }

    /// <summary>The output of each coefficient.</summary>
    public int[] TermOutput { get; }

    /// <summary>The most factors of any monomial.</summary>
    public int MaxDegree { get; }

    private static (int[] Start, int[] Items) Flatten<TRow>(
        IEnumerable<TRow> rows,
        Func<TRow, IEnumerable<int>> itemsOf
    )
    {
        var start = new List<int> { 0 };
        var items = new List<int>();
        foreach (TRow row in rows)
        {
            items.AddRange(itemsOf(row));
            start.Add(items.Count);
        }
        return (start.ToArray(), items.ToArray());
    }
}
