using QImpact.Quantum.Compilation.Sparse;

namespace QImpact.Quantum.Emit;

/// <summary>
/// A <see cref="SparseForm"/> in Python. Few cosines: one sum of them. Otherwise products of cosines and sines of the inputs' angles for every sample, and a matrix of
/// coefficients for all samples: products of the weights' cosines and sines, or where written out these would be too many, sums over the graph of the coefficients.
/// </summary>
internal static class PythonSparse
{
    // As many take about as long as the tensor operations that products would need.
    private const int MostCosines = 96;

    private const int MostTerms = 4096;

    public static void Write(SparseForm form, PythonBody body)
    {
        bool isShort = ExpandedTerm.CountOf(form.Graph) <= MostTerms;
        List<ExpandedTerm>? terms = isShort ? ExpandedTerm.Of(form) : null;
        List<Cosine>? cosines = terms is null ? null : CosineSum.Of(form, terms, MostCosines);
        body.ReadInputs(form.Angles);
        if (cosines is not null)
            WriteCosines(form, body, cosines);
        else
        {
            WriteMonomials(form, body);
            string coefficients = terms is null
                ? PythonCoefficients.FromGraph(form, body)
                : PythonCoefficients.FromTerms(form, body, terms);
            body.Line($"return {body.Dialect.ExchangeFirstAndLast("p")} @ {coefficients}");
        }
    }

    private static void WriteCosines(SparseForm form, PythonBody body, List<Cosine> cosines)
    {
        // At least one, of 0.
        if (cosines.Count == 0)
            cosines =
            [
                new Cosine(
                    new int[form.Angles.Count + form.Graph.Angles.Length],
                    false,
                    new double[form.Circuit.OutputCount]
                ),
            ];
        Angle[] angles = [.. form.Angles, .. form.Graph.Angles];
        double[][] rows =
        [
            .. cosines.Select(cosine =>
                body.Row(
                    angles
                        .Select((angle, a) => cosine.Frequencies[a] * angle)
                        .Aggregate(Angle.Constant(cosine.IsSine ? -Math.PI / 2 : 0), (sum, angle) => sum + angle)
                )
            ),
        ];
        body.Summary.Add(
            $"Its {Count(form.Monomials.Count, "monomial")} of cosines and sines, multiplied out, are a sum of {Count(cosines.Count, "cosine")}, of inputs and weights at once; sin t = cos(t - pi/2)."
        );
        body.Data.Add(
            $"COSINES = [  # {body.Columns}\n"
                + string.Concat(rows.Select(row => $"    {PythonText.List(row)},\n"))
                + "]\n"
        );
        body.Data.Add(
            PythonText.Assign(
                "AMPLITUDES",
                cosines.Select(c => PythonText.List(c.Amplitudes)),
                "of each cosine in each output"
            )
        );
        string angle = body.Affine("angles", "COSINES", rows);
        string amplitudes = body.Real("amplitudes", "AMPLITUDES");
        body.Line($"return {body.Dialect.Module}.cos({angle}) @ {amplitudes}");
    }

    /// <summary><c>p</c> [monomials, ...]</summary>
    private static void WriteMonomials(SparseForm form, PythonBody body)
    {
        ProductTree tree = ProductTree.Of([.. form.Monomials.Select(monomial => Codes(monomial.Factors))]);
        body.Summary.Add(
            $"Products of cosines and sines of the angles t, {Count(form.Monomials.Count, "monomial")}, for every sample; times coefficients, which the weights decide for all samples."
        );
        (double[] Row, string Text)[] angles =
        [
            .. form.Angles.Select((angle, a) => (body.Row(angle), $"t{a} = {angle}")),
        ];
        body.AddAngles("INPUT_ANGLES", angles);
        body.Line($"p = {Waves(body, "INPUT", angles, tree.Factors, withInputs: true)}");
        body.Line($"p = {body.Dialect.ExchangeFirstAndLast("p")}  # cosines and sines first, samples last");
        WriteProducts(body, "p", "input", tree, "monomials");
    }

    /// <summary>The text of the cosines of a tree's factors.</summary>
    public static string Waves(
        PythonBody body,
        string prefix,
        IReadOnlyList<(double[] Row, string Text)> angles,
        int[] factors,
        bool withInputs
    )
    {
        string lower = prefix.ToLowerInvariant();
        body.Need(WavesHelper);
        body.Data.Add(
            PythonText.Assign(
                $"{prefix}_FACTORS",
                factors.Select(f => $"{f}"),
                "2 a: cos of angle a; 2 a + 1: its sin; -1: 1"
            )
        );
        double[][] rows =
        [
            .. factors.Select(f => f < 0 ? body.Row(Angle.Constant(0)) : WaveRow(angles[f / 2].Row, f % 2)),
        ];
        int width = body.Row(Angle.Constant(0)).Length;
        body.Data.Add($"{prefix}_WAVES = _waves({prefix}_ANGLES, {prefix}_FACTORS, {width})\n");
        return $"{body.Dialect.Module}.cos({body.Affine(lower, $"{prefix}_WAVES", rows, withInputs)})";
    }

    /// <summary>The statements that multiply the factors in a variable.</summary>
    public static void WriteProducts(PythonBody body, string variable, string prefix, ProductTree tree, string what)
    {
        if (!tree.IsProduct)
            return;
        for (int level = 0; level <= tree.Tables.Count; level++)
        {
            string size = level == tree.Tables.Count ? what : $"products of {2 << level}";
            body.Line($"left, right = {body.Dialect.Halves(variable)}");
            if (level == tree.Tables.Count)
            {
                body.Line($"{variable} = left * right  # {what}");
                break;
            }
            string data = $"{prefix.ToUpperInvariant()}_PRODUCTS_OF_{2 << level}";
            body.Data.Add(
                PythonText.Assign(
                    data,
                    tree.Tables[level].Select(i => $"{i}"),
                    "what is multiplied next: all first factors, then all second factors"
                )
            );
            string table = body.Index($"{prefix}_products_of_{2 << level}_table", data);
            body.Line($"{variable} = (left * right)[{table}]  # {size}");
        }
    }

    public static ValueList<int> Codes(IEnumerable<Factor> factors) => factors.Select(f => f.Code).ToValueList();

    public static string Count(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";

    private static double[] WaveRow(double[] row, int isSine)
    {
        double[] wave = [.. row];
        wave[^1] -= isSine * Math.PI / 2;
        return wave;
    }

    private const string WavesHelper = """
        def _waves(angles, factors, width):
            # sin t = cos(t - pi/2) and 1 = cos(0), so that all of them are cosines
            rows = [list(angles[f // 2]) if f >= 0 else [0] * width for f in factors]
            for row, f in zip(rows, factors):
                row[-1] -= math.pi / 2 if f >= 0 and f % 2 else 0
            return rows

        """;
}
