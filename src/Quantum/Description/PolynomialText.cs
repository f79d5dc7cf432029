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
        if (ExpandedTerm.CountOf(form.Graph) > MaxTerms)
            return [];
        string[] inputs = Names(form.Angles, "t");
        string[] weights = Names(form.Graph.Angles.ToArray(), "v");
        List<ExpandedTerm> products = ExpandedTerm.Of(form);
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

    private static string Sum(IEnumerable<ExpandedTerm> products, SparseForm form, string[] inputs, string[] weights)
    {
        string text = "";
        foreach (ExpandedTerm product in products)
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
