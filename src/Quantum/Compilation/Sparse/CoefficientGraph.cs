namespace QImpact.Quantum.Compilation.Sparse;

/// <summary>
/// An edge of a <see cref="CoefficientGraph"/>: it adds <c>Scale * value[From]</c> to the node's <c>value[To]</c>, times the factor if it has one, the
/// cosine or sine of one of <see cref="CoefficientGraph.Angles"/>.
/// </summary>
public readonly record struct CoefficientEdge(int From, int To, Factor? Factor, double Scale);

/// <summary>Where a node's value counts: <c>Scale</c> times, which is what noise leaves of it, in the coefficient of <see cref="SparseForm.Terms"/>[Term].</summary>
public readonly record struct CoefficientLeaf(int Node, int Term, double Scale);

/// <summary>
/// The coefficients C[output, monomial] as functions of the weights: a graph whose nodes hold numbers and whose edges
/// multiply by a number and by 1, cos(v) or sin(v) of a weight angle v. A coefficient is the sum over all paths to its leaves.
/// </summary>
public sealed class CoefficientGraph
{
    private readonly double[] _start;
    private readonly CoefficientEdge[] _edges;
    private readonly CoefficientLeaf[] _leaves;
    private readonly Angle[] _angles;

    private CoefficientGraph(
        double[] start,
        CoefficientEdge[] edges,
        CoefficientLeaf[] leaves,
        Angle[] angles,
        int terms
    ) => (_start, _edges, _leaves, _angles, TermCount) = (start, edges, leaves, angles, terms);

    /// <summary>[nodes], the value that each node starts with.</summary>
    public ReadOnlySpan<double> Start => _start;

    /// <summary>The edges, in an order in which each node is complete before it is read.</summary>
    public ReadOnlySpan<CoefficientEdge> Edges => _edges;

    /// <summary>Where the nodes' values count.</summary>
    public ReadOnlySpan<CoefficientLeaf> Leaves => _leaves;

    /// <summary>The angles v of the factors: weights only.</summary>
    public ReadOnlySpan<Angle> Angles => _angles;

    /// <summary>The number of coefficients that are not zero for all weights.</summary>
    public int TermCount { get; }

    /// <summary>The graph without the nodes from which no leaf is reached: there every string is annihilated by |0...0>.</summary>
    internal static CoefficientGraph Prune(HeisenbergPropagation propagation, int terms, int[] termOfLeaf)
    {
        var alive = new bool[propagation.NodeStart.Count];
        foreach (Leaf leaf in propagation.Leaves)
            alive[leaf.Node] = true;
        for (int e = propagation.Edges.Count - 1; e >= 0; e--)
            alive[propagation.Edges[e].From] |= alive[propagation.Edges[e].To];

        var index = new int[alive.Length];
        var start = new List<double>();
        for (int node = 0; node < alive.Length; node++)
        {
            index[node] = start.Count;
            if (alive[node])
                start.Add(propagation.NodeStart[node]);
        }
        return new CoefficientGraph(
            start.ToArray(),
            propagation
                .Edges.Where(edge => alive[edge.To])
                .Select(edge => edge with { From = index[edge.From], To = index[edge.To] })
                .ToArray(),
            propagation.Leaves.Select((l, i) => new CoefficientLeaf(index[l.Node], termOfLeaf[i], l.Scale)).ToArray(),
            propagation.Angles.WeightAngles.ToArray(),
            terms
        );
    }
}
