namespace QImpact.Quantum.Compilation.Sparse;

/// <summary>A coefficient that is not zero for all weights: that of <see cref="SparseForm.Monomials"/>[Monomial] in an output.</summary>
public readonly record struct CoefficientTerm(int Output, int Monomial);

/// <summary>
/// A circuit's outputs, exactly, as trigonometric polynomials of its inputs:
/// <c>f_k(x, w) = sum_m C_km(w) * prod over the factors of monomial m of cos(t_a) or sin(t_a)</c>, with the angles
/// <c>t_a = sum_i scale * x_i + sum_j scale * w_j + offset</c>. The coefficients depend on the weights alone.
/// </summary>
/// <remarks>Immutable. Found by Heisenberg propagation, see docs/quantum-layer.md.</remarks>
public sealed class SparseForm : CompiledCircuit
{
    /// <summary>The number of nodes at which <see cref="Compile"/> gives up unless told otherwise: about 100 MB at the peak.</summary>
    public const int DefaultMaxNodes = 1 << 20;

    private SparseForm(
        Circuit circuit,
        ValueList<Angle> angles,
        ValueList<Monomial> monomials,
        ValueList<CoefficientTerm> terms,
        CoefficientGraph graph
    )
        : base(circuit)
    {
        InputAngles = new AffineAngles(circuit, angles);
        (Monomials, Terms, Graph) = (monomials, terms, graph);
        Plan = new KernelPlan(this);
    }

    /// <inheritdoc/>
    public override CircuitForm Form => CircuitForm.Sparse;

    /// <summary>The trigonometric variables t_a: every different angle with an input that any output depends on.</summary>
    public ValueList<Angle> Angles => InputAngles.Angles;

    /// <summary>The same angles as affine functions of the inputs and of products of two.</summary>
    public AffineAngles InputAngles { get; }

    /// <summary>The different products of factors that occur in any output, in lexicographic order of their factors.</summary>
    public ValueList<Monomial> Monomials { get; }

    /// <summary>Where the coefficient matrix is not zero for all weights, monomial by monomial.</summary>
    public ValueList<CoefficientTerm> Terms { get; }

    /// <summary>The coefficients as functions of the weights.</summary>
    public CoefficientGraph Graph { get; }

    internal KernelPlan Plan { get; }

    /// <summary>Finds the polynomials of a circuit.</summary>
    /// <param name="circuit">At least one output.</param>
    /// <param name="maxNodes">How many (output, Pauli string, monomial) nodes may be visited.</param>
    /// <exception cref="ArgumentException">The circuit has no outputs.</exception>
    /// <exception cref="SparseFormTooLargeException">More nodes would be needed.</exception>
    /// <exception cref="NotSupportedException">The compiler does not know a gate; the message names it.</exception>
    public static SparseForm Compile(Circuit circuit, int maxNodes = DefaultMaxNodes)
    {
        circuit.CheckMeasured();
        Arguments.CheckAtLeast(1, maxNodes, $"a sparse form of at most {maxNodes} nodes", nameof(maxNodes));
        HeisenbergPropagation propagation = HeisenbergPropagation.Run(circuit, maxNodes);
        Leaf[] leaves = WithUsedAngles(propagation, out ValueList<Angle> angles);
        Monomial[] monomials = leaves.Select(leaf => leaf.Monomial).Distinct().ToArray();
        Array.Sort(monomials, Monomial.Compare);
        Dictionary<Monomial, int> monomialIndex = Index(monomials);

        CoefficientTerm[] ofLeaf = leaves
            .Select(l => new CoefficientTerm(l.Output, monomialIndex[l.Monomial]))
            .ToArray();
        CoefficientTerm[] terms = ofLeaf.Distinct().OrderBy(term => (term.Monomial, term.Output)).ToArray();
        Dictionary<CoefficientTerm, int> termIndex = Index(terms);
        int[] termOfLeaf = ofLeaf.Select(term => termIndex[term]).ToArray();

        CoefficientGraph graph = CoefficientGraph.Prune(propagation, terms.Length, termOfLeaf);
        return new SparseForm(circuit, angles, monomials.ToValueList(), terms.ToValueList(), graph);
    }

    /// <summary>The coefficients C for these weights.</summary>
    /// <param name="weights">[weights], flat, finite</param>
    /// <returns>[outputs, monomials]</returns>
    /// <exception cref="ArgumentException">A wrong count, or a value that is not finite.</exception>
    public double[,] Coefficients(ReadOnlySpan<double> weights)
    {
        Arguments.CheckVector(nameof(weights), weights, Circuit.WeightCount);
        ReadOnlySpan<double> sparse = new CoefficientWorkspace(Graph).Update(weights);
        var dense = new double[Circuit.OutputCount, Monomials.Count];
        for (int t = 0; t < sparse.Length; t++)
            dense[Terms[t].Output, Terms[t].Monomial] = sparse[t];
        return dense;
    }

    /// <inheritdoc/>
    public override ExpectationKernel<T> CreateKernel<T>() => new SparseKernel<T>(this);

    /// <summary>The circuit's text and the size of its polynomials.</summary>
    public override string ToString() => $"{Circuit}: {Describe()}";

    internal string Describe() => $"{Monomials.Count} monomials of {Angles.Count} angles";

    /// <summary>The leaves with the angles renumbered so that only those that occur in a monomial count.</summary>
    private static Leaf[] WithUsedAngles(HeisenbergPropagation propagation, out ValueList<Angle> angles)
    {
        int[] used = propagation
            .Leaves.SelectMany(leaf => leaf.Monomial.Factors)
            .Select(factor => factor.Angle)
            .Distinct()
            .Order()
            .ToArray();
        Dictionary<int, int> renumbered = Index(used);
        angles = used.Select(a => propagation.Angles.InputAngles[a]).ToValueList();
        return propagation
            .Leaves.Select(leaf =>
            {
                IEnumerable<Factor> factors = leaf.Monomial.Factors.Select(f => f with { Angle = renumbered[f.Angle] });
                return leaf with { Monomial = new Monomial(factors.ToValueList()) };
            })
            .ToArray();
    }

    private static Dictionary<T, int> Index<T>(T[] items)
        where T : notnull => items.Select((item, i) => (item, i)).ToDictionary(pair => pair.item, pair => pair.i);
}
