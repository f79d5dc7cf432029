namespace QImpact.Quantum;

/// <summary>Circuits built by naming gates and templates, each call returning a new circuit.</summary>
public static class CircuitBuilding
{
    /// <summary>Adds <c>exp(-i t X / 2)</c>.</summary>
    public static Circuit RX(this Circuit circuit, Angle angle, int wire) =>
        Rotate(circuit, angle, PauliString.X(wire));

    /// <summary>Adds <c>exp(-i t Y / 2)</c>.</summary>
    public static Circuit RY(this Circuit circuit, Angle angle, int wire) =>
        Rotate(circuit, angle, PauliString.Y(wire));

    /// <summary>Adds <c>exp(-i t Z / 2)</c>.</summary>
    public static Circuit RZ(this Circuit circuit, Angle angle, int wire) =>
        Rotate(circuit, angle, PauliString.Z(wire));

    /// <summary>Adds <c>exp(-i t P / 2)</c> for a Pauli string P.</summary>
    public static Circuit Rotate(this Circuit circuit, Angle angle, PauliString generator) =>
        circuit.Add(new PauliRotation(angle, generator));

    /// <summary>Adds a CNOT.</summary>
    public static Circuit CNOT(this Circuit circuit, int control, int target) =>
        circuit.Apply(Clifford.CNOT, control, target);

    /// <summary>Adds an entry of the table of gates without an angle: <c>circuit.Apply(Clifford.H, 0)</c>.</summary>
    public static Circuit Apply(this Circuit circuit, Clifford gate, params ReadOnlySpan<int> wires) =>
        circuit.Add(new CliffordGate(gate, wires));

    /// <summary>Adds PennyLane's AngleEmbedding; called again, it embeds the same inputs again (re-uploading).</summary>
    /// <param name="circuit">The circuit.</param>
    /// <param name="rotation">X, Y or Z.</param>
    /// <param name="wires">Default: every wire.</param>
    /// <param name="features">Default: one per wire.</param>
    /// <param name="firstInput">The circuit's input that is the first feature.</param>
    public static Circuit AngleEmbedding(
        this Circuit circuit,
        Pauli rotation = Pauli.X,
        ReadOnlySpan<int> wires = default,
        int? features = null,
        int firstInput = 0
    )
    {
        if (wires.IsEmpty)
            wires = Wires.First(circuit.Qubits);
        return circuit.Add(Templates.AngleEmbedding(features ?? wires.Length, wires, rotation, firstInput));
    }

    /// <summary>Adds PennyLane's BasicEntanglerLayers with weights of its own, after those that the circuit has.</summary>
    /// <param name="circuit">The circuit.</param>
    /// <param name="layers">The number of layers, at least 1.</param>
    /// <param name="rotation">X for RX, Y for RY, Z for RZ.</param>
    /// <param name="wires">Default: every wire.</param>
    public static Circuit BasicEntanglerLayers(
        this Circuit circuit,
        int layers,
        Pauli rotation = Pauli.X,
        ReadOnlySpan<int> wires = default
    )
    {
        if (wires.IsEmpty)
            wires = Wires.First(circuit.Qubits);
        return circuit.Add(Templates.BasicEntanglerLayers(layers, wires, rotation, circuit.WeightCount));
    }

    /// <summary>Adds one output per wire, the expectation of this Pauli matrix: <c>MeasureEach(Pauli.Z)</c> is &lt;Z0>, &lt;Z1>, ...</summary>
    public static Circuit MeasureEach(this Circuit circuit, Pauli pauli)
    {
        Observable[] observables = Enumerable
            .Range(0, circuit.Qubits)
            .Select(wire => (Observable)PauliString.On(wire, Templates.CheckAxis(pauli)))
            .ToArray();
        return circuit.Measure(observables);
    }
}
