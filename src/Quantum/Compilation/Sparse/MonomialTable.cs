namespace QImpact.Quantum.Compilation.Sparse;

/// <summary>Monomials under construction, as numbers: 0 is the empty product, and every other is a known one times a factor.</summary>
internal sealed class MonomialTable
{
    private readonly List<(int Parent, Factor Factor)> _entries = [default];
    private readonly Dictionary<(int Parent, Factor Factor), int> _index = [];

    /// <summary>The number of <c>monomial * factor</c>.</summary>
    public int Times(int monomial, Factor factor)
    {
        if (!_index.TryGetValue((monomial, factor), out int product))
        {
            product = _entries.Count;
            _entries.Add((monomial, factor));
            _index.Add((monomial, factor), product);
        }
        return product;
    }

    /// <summary>The monomial's factors in canonical order.</summary>
    public Monomial this[int monomial]
    {
        get
        {
            var factors = new List<Factor>();
            for (; monomial != 0; monomial = _entries[monomial].Parent)
                factors.Add(_entries[monomial].Factor);
            return new Monomial(factors.OrderBy(factor => factor.Code).ToValueList());
        }
    }
}
