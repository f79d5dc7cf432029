using QImpact.Quantum.Compilation.Sparse;

namespace QImpact.Quantum.Description;

/// <summary>Writes the polynomials of a sparse form out, coefficients and all, where they are short.</summary>
internal static class PolynomialText
{
    /// <summary>The number of terms up to which polynomials are short.</summary>
    public const int MaxTerms = 48;

    /// <summary>
    /// One line per output, and then one per angle that has a name of its own: t0, t1, ... for angles with inputs, v0, v1, ... for angles of weights. An angle
    /// that is an input or a weight stands as it is. Empty where there are more terms than <see cref="MaxTerms"/>.
    /// </summary>
    public static IEnumerable<string> Of(SparseForm form)
    {
        if (TermCount(form.Graph) > MaxTerms)
            return [];
        string[] inputs = Names(form.Angles, "t");
        string[] weights = Names(form.Graph.Angles.ToArray(), "v");
        List<Product> products = Expand(form);
        IEnumerable<string> outputs = Enumerable
            .Range(0, form.Circuit.OutputCount)
            .Select(output => $"f{output} = {Sum(products.Where(p => p.Output == output), form, inputs, weights)}");
        string text = string.Concat(outputs);
        return
        [
            .. outputs,
            .. Definitions(form.Angles, inputs).Where(line => Occurs(line, text)),
            .. Definitions(form.Graph.Angles.ToArray(), weights).Where(line => Occurs(line, text)),
        ];
    }

    /// <summary>A summand of an output: a number times factors of weights times a monomial.</summary>
    private sealed record Product(int Output, int Monomial, ValueList<Factor> Weights, double Scale);

    /// <summary>The number of paths through the graph of the coefficients.</summary>
    private static double TermCount(CoefficientGraph graph)
    {
        double[] paths = [.. graph.Start.ToArray().Select(start => start != 0 ? 1.0 : 0)];
        foreach (CoefficientEdge edge in graph.Edges)
            paths[edge.To] += paths[edge.From];
        return graph.Leaves.ToArray().Sum(leaf => paths[leaf.Node]);
    }

    private static List<Product> Expand(SparseForm form)
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
        var products = new List<Product>();
        foreach ((int node, int term, double scale) in form.Graph.Leaves.ToArray())
        {
            CoefficientTerm place = form.Terms[term];
            foreach ((ValueList<Factor> weights, double factor) in ofNode[node])
                products.Add(new Product(place.Output, place.Monomial, weights, scale * factor));
        }
        return
        [
            .. products
                .GroupBy(
                    p => (p.Output, p.Monomial, p.Weights),
                    (key, same) => new Product(key.Output, key.Monomial, key.Weights, same.Sum(p => p.Scale))
                )
                .Where(p => p.Scale != 0),
        ];
    }

    private static string Sum(IEnumerable<Product> products, SparseForm form, string[] inputs, string[] weights)
    {
        string text = "";
        foreach (Product product in products)
        {
            IEnumerable<string> factors =
            [
                .. Powers(product.Weights, weights),
                .. Powers(form.Monomials[product.Monomial].Factors, inputs),
            ];
            text = Angle.Append(text, product.Scale, factors.Any() ? string.Join('*', factors) : null);
        }
        return text.Length == 0 ? "0" : text;
    }

    /// <summary>Equal factors, which stand side by side, as a power: <c>cos(t0)^2</c>.</summary>
    private static IEnumerable<string> Powers(IEnumerable<Factor> factors, string[] names) =>
        factors
            .GroupBy(factor => factor)
            .Select(same =>
                $"{(same.Key.Function == Trigonometric.Cos ? "cos" : "sin")}({names[same.Key.Angle]})"
                + (same.Count() == 1 ? "" : $"^{same.Count()}")
            );

    private static string[] Names(IReadOnlyList<Angle> angles, string letter) =>
        [.. angles.Select((angle, a) => IsPlain(angle) ? angle.ToString() : $"{letter}{a}")];

    private static IEnumerable<string> Definitions(IReadOnlyList<Angle> angles, string[] names) =>
        angles
            .Select((angle, a) => (angle, a))
            .Where(pair => !IsPlain(pair.angle))
            .Select(pair => $"{names[pair.a]} = {pair.angle}");

    private static bool Occurs(string definition, string text) =>
        text.Contains($"({definition.Split(' ')[0]})", StringComparison.Ordinal);

    private static bool IsPlain(Angle angle) =>
        angle.Offset == 0 && angle.Terms is [{ Scale: 1, Variable.Kind: not VariableKind.Product }];
}
