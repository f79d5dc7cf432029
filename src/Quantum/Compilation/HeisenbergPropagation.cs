namespace QImpact.Quantum;

/// <summary>An edge of a <see cref="CoefficientGraph"/>: it adds <c>Scale * factors[Factor] * value[From]</c> to <c>value[To]</c>.</summary>
internal readonly record struct Edge(int From, int To, int Factor, double Scale);

/// <summary>Where a node's value counts: in the coefficient of a monomial in an output.</summary>
internal readonly record struct Leaf(int Node, int Output, Monomial Monomial);

/// <summary>
/// Carries each observable backwards through the rotations. A string Q that commutes with a rotation's generator G passes;
/// otherwise it splits in two,
/// <c>exp(i t G / 2) Q exp(-i t G / 2) = cos(t) Q + sin(t) (i G Q)</c>.
/// A factor of an input angle joins the monomial, a factor of a weight angle becomes an edge's factor. At the start of
/// the circuit &lt;0...0|Q|0...0> is 1 for a string of Z and 0 for any other; a string whose X part the rotations before it
/// cannot undo is dropped at once.
/// </summary>
/// <remarks>
/// A node stands for (output, string, monomial); equal ones that are reached by different ways are one node, which keeps the
/// graph small where expanding the coefficients as polynomials of the weights would double with every rotation.
/// </remarks>
internal sealed class HeisenbergPropagation
{
    private readonly Circuit _circuit;
    private readonly int _maxNodes;
    private readonly (PauliString Generator, AngleReference Angle)[] _rotations;
    private readonly XSpan[] _undoable;
    private readonly MonomialTable _monomials = new();
    private readonly Dictionary<(PauliString, int), int> _nodesOfStep = [];
    private List<(PauliString Paulis, int Monomial, int Node)> _frontier = [];
    private List<(PauliString Paulis, int Monomial, int Node)> _next = [];

    private HeisenbergPropagation(Circuit circuit, PauliRotationForm form, int maxNodes)
    {
        _circuit = circuit;
        _maxNodes = maxNodes;
        _rotations = form.Rotations.Select(step => (step.Generator, Angles.Refer(step.Angle))).ToArray();
        _undoable = new XSpan[_rotations.Length + 1];
        _undoable[0] = XSpan.Empty;
        for (int r = 0; r < _rotations.Length; r++)
            _undoable[r + 1] = _undoable[r].With(_rotations[r].Generator);
    }

    public AngleTable Angles { get; } = new();

    /// <summary>The value that a node starts with: the coefficients in the observables.</summary>
    public List<double> NodeStart { get; } = [];

    /// <summary>Every edge comes after all edges that lead to its start.</summary>
    public List<Edge> Edges { get; } = [];

    public List<Leaf> Leaves { get; } = [];

    public static HeisenbergPropagation Run(Circuit circuit, int maxNodes)
    {
        PauliRotationForm form = PauliRotationForm.Of(circuit);
        var propagation = new HeisenbergPropagation(circuit, form, maxNodes);
        for (int output = 0; output < form.Observables.Count; output++)
            propagation.Propagate(output, form.Observables[output]);
        return propagation;
    }

    private void Propagate(int output, PauliTerm[] observable)
    {
        _frontier.Clear();
        foreach (PauliTerm term in observable.Where(term => _undoable[^1].Contains(term.Paulis)))
            _frontier.Add((term.Paulis, 0, AddNode(term.Coefficient)));
        for (int r = _rotations.Length - 1; r >= 0; r--)
            PassBackwards(_rotations[r].Generator, _rotations[r].Angle, _undoable[r]);
        // No rotation is left, so that every string that is left is diagonal.
        foreach ((_, int monomial, int node) in _frontier)
            Leaves.Add(new Leaf(node, output, _monomials[monomial]));
    }

    private void PassBackwards(PauliString generator, AngleReference angle, XSpan undoable)
    {
        _next.Clear();
        _nodesOfStep.Clear();
        foreach ((PauliString q, int monomial, int node) in _frontier)
        {
            if (generator.CommutesWith(q))
            {
                if (undoable.Contains(q))
                    _next.Add((q, monomial, node));
                continue;
            }
            // i G Q is Hermitian where G and Q anticommute: the power of i is even, so the sign is 1 or -1.
            (PauliString rotated, int power) = PauliString.Multiply(generator, q);
            int sign = angle.Sign * (((power + 1) & 3) == 0 ? 1 : -1);
            if (undoable.Contains(q))
                Connect(node, q, monomial, Trigonometric.Cos, angle, 1);
            if (undoable.Contains(rotated))
                Connect(node, rotated, monomial, Trigonometric.Sin, angle, sign);
        }
        (_frontier, _next) = (_next, _frontier);
    }

    private void Connect(int from, PauliString q, int monomial, Trigonometric function, AngleReference angle, int sign)
    {
        (int product, int factor, double scale) = angle.Kind switch
        {
            AngleKind.Input => (_monomials.Times(monomial, new Factor(angle.Index, function).Code), 0, 1.0),
            AngleKind.Weight => (monomial, 1 + new Factor(angle.Index, function).Code, 1.0),
            _ => (monomial, 0, function == Trigonometric.Cos ? angle.Cos : angle.Sin),
        };
        if (scale != 0)
            Edges.Add(new Edge(from, NodeOf(q, product), factor, sign * scale));
    }

    private int NodeOf(PauliString q, int monomial)
    {
        if (!_nodesOfStep.TryGetValue((q, monomial), out int node))
        {
            node = AddNode(0);
            _nodesOfStep.Add((q, monomial), node);
            _next.Add((q, monomial, node));
        }
        return node;
    }

    private int AddNode(double start)
    {
        if (NodeStart.Count == _maxNodes)
            throw new SparseFormTooLargeException(_circuit, _maxNodes);
        NodeStart.Add(start);
        return NodeStart.Count - 1;
    }
}
