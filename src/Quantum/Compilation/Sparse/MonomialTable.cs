namespace QImpact.Quantum.Compilation.Sparse;

/// <summary>Monomials under construction, as numbers: 0 is the empty product, and every other is a known one times a factor.</summary>
internal sealed class MonomialTable
{
    private readonly List<(int Parent, int Factor)> _entries = [(0, -1)];
    private readonly Dictionary<(int Parent, int Factor), int> _index = [];

    /// <summary>The number of <c>monomial * factor</c>; the factor by its <see cref="Factor.Code"/>.</summary>
    public int Times(int monomial, int factor)
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
            var codes = new List<int>();
            for (; monomial != 0; monomial = _entries[monomial].Parent)
                codes.Add(_entries[monomial].Factor);
            codes.Sort();
            return new Monomial(codes.Select(Factor.FromCode).ToValueList());
        }
    }
}
