namespace QImpact.Quantum;

/// <summary>
/// An <see cref="ExpectationFunction"/> flattened for the kernels. Lists of lists stand as one array with the starts of the rows,
/// one more than rows.
/// </summary>
internal sealed class KernelPlan
{
    public KernelPlan(ExpectationFunction function)
    {
        (FactorStart, FactorCode) = Flatten(function.Monomials, monomial => monomial.Factors.Select(f => f.Code));
        ILookup<int, CoefficientTerm> terms = function.Terms.ToLookup(term => term.Monomial);
        (TermStart, TermOutput) = Flatten(
            Enumerable.Range(0, function.Monomials.Count),
            monomial => terms[monomial].Select(term => term.Output)
        );
        (InputStart, InputTerm) = Flatten(
            function.Angles,
            angle =>
                angle
                    .Terms.Where(term => term.Variable.Kind == VariableKind.Input)
                    .Select(term => (term.Variable.Index, term.Scale))
        );
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

    /// <summary>Per angle, its rows in <see cref="InputTerm"/>.</summary>
    public int[] InputStart { get; }

    /// <summary>The inputs of each angle, with their scales.</summary>
    public (int Input, double Scale)[] InputTerm { get; }

    /// <summary>The most factors of any monomial.</summary>
    public int MaxDegree { get; }

    private static (int[] Start, T[] Items) Flatten<TRow, T>(IEnumerable<TRow> rows, Func<TRow, IEnumerable<T>> itemsOf)
    {
        var start = new List<int> { 0 };
        var items = new List<T>();
        foreach (TRow row in rows)
        {
            items.AddRange(itemsOf(row));
            start.Add(items.Count);
        }
        return (start.ToArray(), items.ToArray());
    }
}
