namespace QImpact.Quantum.Compilation.Sparse;

/// <summary>Computes the coefficients of a <see cref="CoefficientGraph"/> and leads their gradients back, in float64 and in buffers of its own.</summary>
internal sealed class CoefficientWorkspace
{
    private readonly CoefficientGraph _graph;

    // Of each edge, the place of its factor in [1, cos v0, sin v0, cos v1, ...].
    private readonly int[] _factorOfEdge;
    private readonly double[] _factors;
    private readonly double[] _factorGradient;

    // [nodes]
    private readonly double[] _values;
    private readonly double[] _valueGradient;
    private readonly double[] _coefficients;

    public CoefficientWorkspace(CoefficientGraph graph)
    {
        _graph = graph;
        _factorOfEdge = [.. graph.Edges.ToArray().Select(edge => edge.Factor is { } factor ? 1 + factor.Code : 0)];
        _factors = new double[1 + 2 * graph.Angles.Length];
        _factorGradient = new double[_factors.Length];
        _values = new double[graph.Start.Length];
        _valueGradient = new double[graph.Start.Length];
        _coefficients = new double[graph.TermCount];
    }

    /// <summary>The coefficients for these weights, [<see cref="CoefficientGraph.TermCount"/>].</summary>
    /// <param name="weights">[weights], flat</param>
    public ReadOnlySpan<double> Update(ReadOnlySpan<double> weights)
    {
        ReadOnlySpan<Angle> angles = _graph.Angles;
        _factors[0] = 1;
        for (int a = 0; a < angles.Length; a++)
            (_factors[2 + 2 * a], _factors[1 + 2 * a]) = Math.SinCos(angles[a].Evaluate([], weights));

        ReadOnlySpan<CoefficientEdge> edges = _graph.Edges;
        _graph.Start.CopyTo(_values);
        for (int e = 0; e < edges.Length; e++)
        {
            ref readonly CoefficientEdge edge = ref edges[e];
            _values[edge.To] += edge.Scale * _factors[_factorOfEdge[e]] * _values[edge.From];
        }

        Array.Clear(_coefficients);
        foreach ((int node, int term, double scale) in _graph.Leaves)
            _coefficients[term] += scale * _values[node];
        return _coefficients;
    }

    /// <summary>Reverse mode, for the weights of the last <see cref="Update"/>: adds the derivative of <c>sum_term gradient[term] * C[term]</c>.</summary>
    /// <param name="gradient">[<see cref="CoefficientGraph.TermCount"/>]</param>
    /// <param name="gradWeights">[weights], flat, added to</param>
    public void Backpropagate(ReadOnlySpan<double> gradient, Span<double> gradWeights)
    {
        Array.Clear(_valueGradient);
        foreach ((int node, int term, double scale) in _graph.Leaves)
            _valueGradient[node] += scale * gradient[term];

        ReadOnlySpan<CoefficientEdge> edges = _graph.Edges;
        Array.Clear(_factorGradient);
        for (int e = edges.Length - 1; e >= 0; e--)
        {
            ref readonly CoefficientEdge edge = ref edges[e];
            int factor = _factorOfEdge[e];
            double scaled = edge.Scale * _valueGradient[edge.To];
            _valueGradient[edge.From] += scaled * _factors[factor];
            _factorGradient[factor] += scaled * _values[edge.From];
        }

        ReadOnlySpan<Angle> angles = _graph.Angles;
        for (int a = 0; a < angles.Length; a++)
        {
            (int cos, int sin) = (1 + 2 * a, 2 + 2 * a);
            double slope = _factors[cos] * _factorGradient[sin] - _factors[sin] * _factorGradient[cos];
            angles[a].AddGradient(slope, [], [], gradWeights);
        }
    }
}
