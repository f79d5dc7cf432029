using QImpact.Quantum.Compilation.Sparse;

namespace QImpact.Quantum.Emit;

/// <summary>The matrix of coefficients [monomials, outputs] of a <see cref="SparseForm"/> in Python, as a function of the weights.</summary>
internal static class PythonCoefficients
{
    /// <summary>Every coefficient a sum of products of the weights' cosines and sines, written out; the text of the matrix.</summary>
    public static string FromTerms(SparseForm form, PythonBody body, IReadOnlyList<ExpandedTerm> all)
    {
        ExpandedTerm[] terms = [.. all.OrderBy(term => (term.Monomial, term.Output))];
        (int monomials, int outputs) = (form.Monomials.Count, form.Circuit.OutputCount);
        bool isDiagonal = terms.Length == monomials && terms.Select((term, t) => term.Monomial == t).All(same => same);
        IEnumerable<ValueList<int>> products = terms.Select(term => PythonSparse.Codes(term.Weights));
        // A term more, of which 0 is taken: what is missing in a sum.
        ProductTree tree = ProductTree.Of([
            .. products,
            .. (IEnumerable<ValueList<int>>)(
                isDiagonal
                    ? []
                    :
                    [
                        [],
                    ]
            ),
        ]);
        (double[] Row, string Text)[] angles =
        [
            .. form.Graph.Angles.ToArray().Select((angle, a) => (body.Row(angle), $"v{a} = {angle}")),
        ];
        body.AddAngles("WEIGHT_ANGLES", angles);
        body.Line($"q = {PythonSparse.Waves(body, "WEIGHT", angles, tree.Factors, withInputs: false)}");
        PythonSparse.WriteProducts(body, "q", "weight", tree, "factors of the coefficients");
        if (isDiagonal)
        {
            body.Data.Add(
                PythonText.Assign(
                    "TERMS",
                    terms.Select(t => $"({t.Output}, {PythonText.Number(t.Scale)})"),
                    "output and factor of each monomial"
                )
            );
            string table = body.Real(
                "terms",
                $"[[factor if k == output else 0 for k in range({outputs})] for output, factor in TERMS]"
            );
            return $"(q[:, None] * {table})";
        }
        body.Data.Add(
            PythonText.Assign(
                "TERMS",
                terms.Select(t => $"({t.Monomial}, {t.Output}, {PythonText.Number(t.Scale)})"),
                "monomial, output and factor"
            )
        );
        string scales = body.Real("term_factors", "[factor for _, _, factor in TERMS] + [0]");
        return Summed(
            body,
            "term_sums",
            $"[m * {outputs} + k for m, k, _ in TERMS]",
            $"q * {scales}",
            monomials,
            outputs
        );
    }

    /// <summary>Every coefficient a sum over the paths of the graph, level by level; the text of the matrix.</summary>
    public static string FromGraph(SparseForm form, PythonBody body)
    {
        CoefficientGraph graph = form.Graph;
        (int monomials, int outputs) = (form.Monomials.Count, form.Circuit.OutputCount);
        (int[] place, int[] ends, CoefficientEdge[][] levels) = Levels(graph);
        (double[] Row, string Text)[] angles =
        [
            .. graph.Angles.ToArray().Select((angle, a) => (body.Row(angle), $"v{a} = {angle}")),
        ];
        body.AddAngles("WEIGHT_ANGLES", angles);
        int[] factors = [.. Enumerable.Range(0, 2 * angles.Length), ProductTree.One];
        body.Line($"f = {PythonSparse.Waves(body, "WEIGHT", angles, factors, withInputs: false)}  # cosines, sines, 1");
        double[] start = new double[ends[0]];
        for (int node = 0; node < place.Length; node++)
            if (place[node] < ends[0])
                start[place[node]] = graph.Start[node];
        body.Data.Add(PythonText.Assign("ROOTS", start.Select(PythonText.Number), "the observables' coefficients"));
        body.Line(
            $"q = {body.Real("roots", "ROOTS")}  # a number for each Pauli string on its way through the circuit"
        );
        for (int level = 0; level < levels.Length; level++)
            WriteLevel(body, level, levels[level], place, ends, factors.Length - 1);
        CoefficientLeaf[] leaves = graph.Leaves.ToArray();
        body.Data.Add(
            PythonText.Assign(
                "LEAVES",
                leaves.Select(leaf =>
                {
                    CoefficientTerm term = form.Terms[leaf.Term];
                    return $"({place[leaf.Node]}, {term.Monomial * outputs + term.Output}, {PythonText.Number(leaf.Scale)})";
                }),
                "string, place in the matrix, factor"
            )
        );
        string nodes = body.Index("leaf_strings", "[leaf[0] for leaf in LEAVES] + [0]");
        string scales = body.Real("leaf_factors", "[leaf[2] for leaf in LEAVES] + [0]");
        return Summed(body, "leaf_sums", "[leaf[1] for leaf in LEAVES]", $"q[{nodes}] * {scales}", monomials, outputs);
    }

    private static void WriteLevel(
        PythonBody body,
        int level,
        CoefficientEdge[] edges,
        int[] place,
        int[] ends,
        int one
    )
    {
        body.Data.Add(
            PythonText.Assign(
                $"LEVEL_{level}",
                edges.Select(edge =>
                    $"({place[edge.From]}, {place[edge.To] - ends[level]}, {edge.Factor?.Code ?? one}, {PythonText.Number(edge.Scale)})"
                ),
                "from, to, cosine or sine, factor"
            )
        );
        body.Need(SumsHelper);
        string from = body.Index($"from_{level}", $"[edge[0] for edge in LEVEL_{level}] + [0]");
        string factor = body.Index($"wave_{level}", $"[edge[2] for edge in LEVEL_{level}] + [0]");
        string scale = body.Real($"factor_{level}", $"[edge[3] for edge in LEVEL_{level}] + [0]");
        string sums = body.Index(
            $"sums_{level}",
            $"_sums([edge[1] for edge in LEVEL_{level}], {ends[level + 1] - ends[level]})"
        );
        body.Line($"q = {body.Dialect.Join($"q, (q[{from}] * f[{factor}] * {scale})[{sums}].sum(0)")}");
    }

    /// <summary>The nodes level by level: their places, where each level ends, and the edges that lead to each level but the first.</summary>
    private static (int[] Place, int[] Ends, CoefficientEdge[][] Levels) Levels(CoefficientGraph graph)
    {
        int[] depth = new int[graph.Start.Length];
        foreach (CoefficientEdge edge in graph.Edges)
            depth[edge.To] = Math.Max(depth[edge.To], depth[edge.From] + 1);
        int[] place = new int[depth.Length];
        int next = 0;
        List<int> ends = [];
        for (int level = 0; level <= depth.Append(0).Max(); level++)
        {
            for (int node = 0; node < depth.Length; node++)
                if (depth[node] == level)
                    place[node] = next++;
            ends.Add(next);
        }
        ILookup<int, CoefficientEdge> edges = graph.Edges.ToArray().ToLookup(edge => depth[edge.To]);
        return (place, [.. ends], [.. Enumerable.Range(1, ends.Count - 1).Select(level => edges[level].ToArray())]);
    }

    /// <summary>The matrix of sums of values: the value i adds to the place that the expression's list names, and the last value is 0.</summary>
    private static string Summed(PythonBody body, string name, string places, string values, int monomials, int outputs)
    {
        body.Need(SumsHelper);
        string table = body.Index(name, $"_sums({places}, {monomials * outputs})");
        body.Line($"coefficients = ({values})[{table}].sum(0).reshape({monomials}, {outputs})");
        return "coefficients";
    }

    private const string SumsHelper = """
        def _sums(places, size):
            # for each place the values that are added there, and the one behind the last value, which is 0, where there are fewer
            lists = [[] for _ in range(size)]
            for i, place in enumerate(places):
                lists[place].append(i)
            return [[a[r] if r < len(a) else len(places) for a in lists] for r in range(max(1, *map(len, lists)))]

        """;
}
