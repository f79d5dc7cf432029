namespace QImpact.Quantum.Compilation.Sparse;

/// <summary>Where a node's value counts: <c>Scale</c> times in the coefficient of a monomial in an output.</summary>
internal readonly record struct Leaf(int Node, int Output, Monomial Monomial, double Scale);

/// <summary>A string on its way: <c>Scale</c> is what noise has left of it since its node.</summary>
internal readonly record struct Traveller(PauliString Paulis, int Monomial, int Node, double Scale);

/// <summary>
/// Carries each observable backwards through the rotations. A string Q that commutes with a rotation's generator G passes;
/// otherwise it splits in two,
/// <c>exp(i t G / 2) Q exp(-i t G / 2) = cos(t) Q + sin(t) (i G Q)</c>.
/// A factor of an input angle joins the monomial, a factor of a weight angle becomes an edge's factor. At the start of
/// the circuit &lt;0...0|Q|0...0> is 1 for a string of Z and 0 for any other; a string whose X part the rotations before it
/// cannot undo is dropped at once. Going back through a noise channel a string is multiplied by a number; where the channel relaxes the qubit, the string
/// without its Z on that wire is added, and may meet one that is there already.
/// </summary>
/// <remarks>
/// A node stands for (output, string, monomial); equal ones that are reached by different ways are one node, which keeps the
/// graph small where expanding the coefficients as polynomials of the weights would double with every rotation.
/// </remarks>
internal sealed class HeisenbergPropagation
{
    private readonly Circuit _circuit;
    private readonly int _maxNodes;
    private readonly (FormStep Step, AngleReference Angle)[] _steps;
    private readonly FlipBasis _flips = new();
    private readonly int[] _ranks;
    private readonly MonomialTable _monomials = new();
    private readonly Dictionary<(PauliString, int), int> _nodesOfStep = [];
    private readonly Dictionary<(PauliString, int), int> _placesOfStep = [];
    private List<Traveller> _frontier = [];
    private List<Traveller> _next = [];

    private HeisenbergPropagation(Circuit circuit, PauliRotationForm form, int maxNodes)
    {
        _circuit = circuit;
        _maxNodes = maxNodes;
        _steps = form
            .Steps.Select(step => (step, step is RotationStep rotation ? Angles.Refer(rotation.Angle) : default))
            .ToArray();
        _ranks = new int[_steps.Length + 1];
        for (int s = 0; s < _steps.Length; s++)
        {
            foreach (PauliString multiplier in _steps[s].Step.Strings)
                _flips.Add(multiplier.XMask);
            _ranks[s + 1] = _flips.Rank;
        }
    }

    public AngleTable Angles { get; } = new();

    /// <summary>The value that a node starts with: the coefficients in the observables.</summary>
    public List<double> NodeStart { get; } = [];

    /// <summary>Every edge comes after all edges that lead to its start.</summary>
    public List<CoefficientEdge> Edges { get; } = [];

    public List<Leaf> Leaves { get; } = [];

    public static HeisenbergPropagation Run(Circuit circuit, int maxNodes)
    {
        PauliRotationForm form = PauliRotationForm.Of(circuit);
        if (form.Preparation is not null)
            throw form.Preparation.NotSupportedBy("the sparse form");
        var propagation = new HeisenbergPropagation(circuit, form, maxNodes);
        ValueList<Observable> observables = circuit.ExpectedObservables;
        for (int output = 0; output < observables.Count; output++)
        {
            propagation.CheckNodes(observables[output].TermCount);
            propagation.Propagate(output, form.Rename(observables[output]));
        }
        return propagation;
    }

    private void Propagate(int output, IEnumerable<PauliTerm> observable)
    {
        _frontier.Clear();
        foreach (PauliTerm term in observable.Where(term => CanBeUndone(term.Paulis, _ranks[^1])))
            _frontier.Add(new Traveller(term.Paulis, 0, AddNode(term.Coefficient), 1));
        for (int s = _steps.Length - 1; s >= 0; s--)
        {
            if (_steps[s].Step is RotationStep rotation)
                PassBackwards(rotation.Generator, _steps[s].Angle, _ranks[s]);
            else
                PassBackwards((NoiseStep)_steps[s].Step, _ranks[s]);
        }
        // No rotation is left, so that every string that is left is diagonal.
        foreach (Traveller end in _frontier)
            Leaves.Add(new Leaf(end.Node, output, _monomials[end.Monomial], end.Scale));
    }

    private void PassBackwards(NoiseStep noise, int rank)
    {
        _next.Clear();
        _placesOfStep.Clear();
        foreach (Traveller traveller in _frontier)
        {
            Arrive(traveller with { Scale = traveller.Scale * noise.FactorOf(traveller.Paulis) }, rank);
            if (noise.ShiftOf(traveller.Paulis) is { } shift)
                Arrive(traveller with { Paulis = shift.Paulis, Scale = traveller.Scale * shift.Coefficient }, rank);
        }
        (_frontier, _next) = (_next, _frontier);
    }

    /// <summary>A string behind a channel. Of two ways to the same string and monomial one goes on: from their node, or from a new one where they come from two.</summary>
    private void Arrive(Traveller traveller, int rank)
    {
        if (traveller.Scale == 0 || !CanBeUndone(traveller.Paulis, rank))
            return;
        if (_placesOfStep.TryAdd((traveller.Paulis, traveller.Monomial), _next.Count))
        {
            _next.Add(traveller);
            return;
        }
        int place = _placesOfStep[(traveller.Paulis, traveller.Monomial)];
        Traveller other = _next[place];
        if (other.Node == traveller.Node)
        {
            _next[place] = other with { Scale = other.Scale + traveller.Scale };
            return;
        }
        int node = AddNode(0);
        Edges.Add(new CoefficientEdge(other.Node, node, null, other.Scale));
        Edges.Add(new CoefficientEdge(traveller.Node, node, null, traveller.Scale));
        _next[place] = other with { Node = node, Scale = 1 };
    }

    private void PassBackwards(PauliString generator, AngleReference angle, int rank)
    {
        _next.Clear();
        _nodesOfStep.Clear();
        foreach (Traveller traveller in _frontier)
        {
            PauliString q = traveller.Paulis;
            if (generator.CommutesWith(q))
            {
                if (CanBeUndone(q, rank))
                    _next.Add(traveller);
                continue;
            }
            // i G Q is Hermitian where G and Q anticommute: the power of i is even, so the sign is 1 or -1.
            (PauliString rotated, int power) = PauliString.Multiply(generator, q);
            int sign = angle.Sign * (((power + 1) & 3) == 0 ? 1 : -1);
            if (CanBeUndone(q, rank))
                Connect(traveller, q, Trigonometric.Cos, angle, 1);
            if (CanBeUndone(rotated, rank))
                Connect(traveller, rotated, Trigonometric.Sin, angle, sign);
        }
        (_frontier, _next) = (_next, _frontier);
    }

    /// <summary>Whether the rotations that make up the first so many flips can turn the string into one of Z.</summary>
    private bool CanBeUndone(PauliString p, int rank) => _flips.Contains(p.XMask, rank);

    private void Connect(Traveller from, PauliString q, Trigonometric function, AngleReference angle, int sign)
    {
        int monomial = from.Monomial;
        (int product, Factor? factor, double scale) = angle.Kind switch
        {
            AngleKind.Input => (_monomials.Times(monomial, new Factor(angle.Index, function)), null, 1.0),
            AngleKind.Weight => (monomial, new Factor(angle.Index, function), 1.0),
            _ => (monomial, (Factor?)null, function == Trigonometric.Cos ? angle.Cos : angle.Sin),
        };
        if (scale != 0)
            Edges.Add(new CoefficientEdge(from.Node, NodeOf(q, product), factor, sign * scale * from.Scale));
    }

    private int NodeOf(PauliString q, int monomial)
    {
        if (!_nodesOfStep.TryGetValue((q, monomial), out int node))
        {
            node = AddNode(0);
            _nodesOfStep.Add((q, monomial), node);
            _next.Add(new Traveller(q, monomial, node, 1));
        }
        return node;
    }

    private int AddNode(double start)
    {
        CheckNodes(1);
        NodeStart.Add(start);
        return NodeStart.Count - 1;
    }

    private void CheckNodes(double more)
    {
        if (NodeStart.Count + more > _maxNodes)
            throw new SparseFormTooLargeException(_circuit, _maxNodes);
    }
}
