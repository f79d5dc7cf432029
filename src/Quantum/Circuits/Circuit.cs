namespace QImpact.Quantum;

/// <summary>
/// A quantum circuit as a value: qubits, the operations in the order in which they act on |0...0>, and the observables whose
/// expectation values are its outputs. Its methods return new circuits:
/// <c>new Circuit(4).AngleEmbedding().BasicEntanglerLayers(layers: 2).MeasureEach(Pauli.Z)</c>.
/// </summary>
/// <remarks>
/// Two circuits are equal when their qubits, operations and observables are; a template is not equal to its list of gates.
/// </remarks>
public sealed record Circuit
{
    /// <summary>A circuit without operations and observables.</summary>
    /// <param name="qubits">1 to 64.</param>
    public Circuit(int qubits)
        : this(CheckQubits(qubits), [], []) { }

    private Circuit(int qubits, ValueList<Operation> operations, ValueList<Observable> observables)
    {
        Qubits = qubits;
        Operations = operations;
        Observables = observables;
        Gates = operations.SelectMany(operation => operation.Gates).ToValueList();
        InputCount = VariableCount(VariableKind.Input);
        WeightCount = VariableCount(VariableKind.Weight);
        WeightShape = ShapeOfWeights();
    }

    /// <summary>The number of qubits, wires 0 to <c>Qubits</c> - 1; wire 0 is the most significant bit of a basis state.</summary>
    public int Qubits { get; }

    /// <summary>Gates and templates, in the order in which they act.</summary>
    public ValueList<Operation> Operations { get; }

    /// <summary>The outputs, in order.</summary>
    public ValueList<Observable> Observables { get; }

    /// <summary>The operations' gates, in the order in which they act.</summary>
    public ValueList<Gate> Gates { get; }

    /// <summary>The number of inputs per sample: one more than the highest index used.</summary>
    public int InputCount { get; }

    /// <summary>The number of weights: one more than the highest index used.</summary>
    public int WeightCount { get; }

    /// <summary>
    /// The shape of the weight array, row-major. Templates whose rows are alike stack to one array ([layers, wires]); otherwise
    /// the weights are a vector, [<see cref="WeightCount"/>].
    /// </summary>
    public ValueList<int> WeightShape { get; }

    /// <summary>The number of outputs.</summary>
    public int OutputCount => Observables.Count;

    /// <summary>The circuit with these operations after its own.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A wire is not a wire of the circuit.</exception>
    public Circuit Add(params ReadOnlySpan<Operation> operations)
    {
        foreach (Operation operation in operations)
        {
            foreach (Gate gate in operation.Gates)
                CheckWires(gate.ToString(), gate.Wires, nameof(operations));
        }
        return new Circuit(Qubits, [.. Operations, .. operations], Observables);
    }

    /// <summary>The circuit with these outputs after its own.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A wire is not a wire of the circuit.</exception>
    public Circuit Measure(params ReadOnlySpan<Observable> observables)
    {
        foreach (Observable observable in observables)
        {
            foreach (PauliTerm term in observable.Terms)
                CheckWires(observable.ToString(), term.Paulis.Wires, nameof(observables));
        }
        return new Circuit(Qubits, Operations, [.. Observables, .. observables]);
    }

    /// <inheritdoc/>
    public bool Equals(Circuit? other) =>
        other is not null
        && Qubits == other.Qubits
        && Operations.Equals(other.Operations)
        && Observables.Equals(other.Observables);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Qubits, Operations, Observables);

    /// <summary>
    /// One line that describes the circuit completely:
    /// <c>AngleEmbedding(X, wires=4) BasicEntanglerLayers(RX, layers=2, wires=4) &lt;Z0> &lt;Z1> &lt;Z2> &lt;Z3></c>. It starts with the number
    /// of qubits (<c>qubits=5</c>) where the highest wire used does not tell it.
    /// </summary>
    public override string ToString()
    {
        IEnumerable<int> used = Gates
            .SelectMany(gate => gate.Wires)
            .Concat(Observables.SelectMany(observable => observable.Terms).SelectMany(term => term.Paulis.Wires));
        IEnumerable<object> parts = Operations.Cast<object>().Concat(Observables);
        return string.Join(' ', used.Append(-1).Max() == Qubits - 1 ? parts : parts.Prepend($"qubits={Qubits}"));
    }

    private static int CheckQubits(int qubits) =>
        qubits is >= 1 and <= PauliString.MaxWires
            ? qubits
            : throw new ArgumentOutOfRangeException(
                nameof(qubits),
                qubits,
                $"a circuit of {qubits} qubits; expected 1 to {PauliString.MaxWires}"
            );

    private void CheckWires(string owner, ValueList<int> wires, string parameter)
    {
        foreach (int wire in wires)
        {
            if (wire >= Qubits)
                throw new ArgumentOutOfRangeException(
                    parameter,
                    wire,
                    $"{owner} acts on wire {wire}; expected a wire of the circuit, 0 to {Qubits - 1}"
                );
        }
    }

    private int VariableCount(VariableKind kind) =>
        Gates
            .OfType<PauliRotation>()
            .SelectMany(rotation => rotation.Angle.Terms)
            .Where(term => term.Variable.Kind == kind)
            .Select(term => term.Variable.Index + 1)
            .Append(0)
            .Max();

    private ValueList<int> ShapeOfWeights()
    {
        WeightBlock[] blocks = Operations.Select(o => o.Weights).OfType<WeightBlock>().Distinct().ToArray();
        int[] row = blocks.Length == 0 ? [] : blocks[0].Shape.Skip(1).ToArray();
        int next = 0;
        foreach (WeightBlock block in blocks)
        {
            if (block.First != next || !block.Shape.Skip(1).SequenceEqual(row))
                return [WeightCount];
            next += block.Count;
        }
        return blocks.Length > 0 && next == WeightCount ? [blocks.Sum(block => block.Shape[0]), .. row] : [WeightCount];
    }
}
