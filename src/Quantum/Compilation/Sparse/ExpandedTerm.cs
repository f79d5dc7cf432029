namespace QImpact.Quantum.Compilation.Sparse;

/// <summary>A summand of an output, written out: a number times factors of weights times a monomial.</summary>
/// <param name="Output">The output.</param>
/// <param name="Monomial">The index into <see cref="SparseForm.Monomials"/>.</param>
/// <param name="Weights">Cosines and sines of <see cref="CoefficientGraph.Angles"/>, in ascending order.</param>
/// <param name="Scale">The number, not 0.</param>
internal sealed record ExpandedTerm(int Output, int Monomial, ValueList<Factor> Weights, double Scale)
{
    /// <summary>How many terms there would be, at most: the paths through the graph of the coefficients.</summary>
    public static double CountOf(CoefficientGraph graph)
    {
        double[] paths = [.. graph.Start.ToArray().Select(start => start != 0 ? 1.0 : 0)];
        foreach (CoefficientEdge edge in graph.Edges)
            paths[edge.To] += paths[edge.From];
        return graph.Leaves.ToArray().Sum(leaf => paths[leaf.Node]);
    }

    /// <summary>All of them, equal ones added: to be asked for where <see cref="CountOf"/> is small.</summary>
    public static List<ExpandedTerm> Of(SparseForm form)
    {
        List<(ValueList<Factor> Weights, double Scale)>[] ofNode =
        [
            .. form
                .Graph.Start.ToArray()
                .Select(List<(ValueList<Factor>, double)> (start) => start != 0 ? [([], start)] : []),
        ];
        foreach (CoefficientEdge edge in form.Graph.Edges)
        {
            foreach ((ValueList<Factor> weights, double scale) in ofNode[edge.From])
            {
                ValueList<Factor> more = edge.Factor is { } own
                    ? weights.Append(own).OrderBy(f => f.Code).ToValueList()
                    : weights;
                ofNode[edge.To].Add((more, scale * edge.Scale));
            }
        }
        var terms = new List<ExpandedTerm>();
        foreach ((int node, int term, double scale) in form.Graph.Leaves.ToArray())
        {
            CoefficientTerm place = form.Terms[term];
            foreach ((ValueList<Factor> weights, double factor) in ofNode[node])
                terms.Add(new ExpandedTerm(place.Output, place.Monomial, weights, scale * factor));
        }
        return
        [
            .. terms
                .GroupBy(
                    term => (term.Output, term.Monomial, term.Weights),
                    (key, same) => new ExpandedTerm(key.Output, key.Monomial, key.Weights, same.Sum(t => t.Scale))
                )
                .Where(term => term.Scale != 0),
        ];
    }
}
