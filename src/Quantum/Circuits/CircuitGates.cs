using QImpact.Quantum.Noise;

namespace QImpact.Quantum.Circuits;

/// <summary>Circuits built by naming gates and channels, each call returning a new circuit. Angles are in radians.</summary>
public static class CircuitGates
{
    /// <summary>Adds <c>exp(-i t X / 2)</c>.</summary>
    public static Circuit RX(this Circuit circuit, Angle angle, int wire) => circuit.Rotate(angle, PauliString.X(wire));

    /// <summary>Adds <c>exp(-i t Y / 2)</c>.</summary>
    public static Circuit RY(this Circuit circuit, Angle angle, int wire) => circuit.Rotate(angle, PauliString.Y(wire));

    /// <summary>Adds <c>exp(-i t Z / 2)</c>.</summary>
    public static Circuit RZ(this Circuit circuit, Angle angle, int wire) => circuit.Rotate(angle, PauliString.Z(wire));

    /// <summary>Adds <c>diag(1, e^it)</c>.</summary>
    public static Circuit PhaseShift(this Circuit circuit, Angle angle, int wire) =>
        circuit.Add(new CompositeGate(Composite.PhaseShift, [angle], [wire]));

    /// <summary>Adds <c>RZ(omega) RY(theta) RZ(phi)</c>.</summary>
    public static Circuit Rot(this Circuit circuit, Angle phi, Angle theta, Angle omega, int wire) =>
        circuit.Add(new CompositeGate(Composite.Rot, [phi, theta, omega], [wire]));

    /// <summary>Adds <c>exp(-i t X X / 2)</c>.</summary>
    public static Circuit IsingXX(this Circuit circuit, Angle angle, int first, int second) =>
        circuit.Rotate(angle, Pair(Pauli.X, first, second));

    /// <summary>Adds <c>exp(-i t Y Y / 2)</c>.</summary>
    public static Circuit IsingYY(this Circuit circuit, Angle angle, int first, int second) =>
        circuit.Rotate(angle, Pair(Pauli.Y, first, second));

    /// <summary>Adds <c>exp(-i t Z Z / 2)</c>.</summary>
    public static Circuit IsingZZ(this Circuit circuit, Angle angle, int first, int second) =>
        circuit.Rotate(angle, Pair(Pauli.Z, first, second));

    /// <summary>Adds <c>exp(-i t Z Z ... Z / 2)</c>.</summary>
    public static Circuit MultiRZ(this Circuit circuit, Angle angle, params ReadOnlySpan<int> wires)
    {
        PauliString generator = default;
        foreach (int wire in Wires.Check("MultiRZ", wires, nameof(wires)))
            generator = generator.Tensor(PauliString.Z(wire));
        return circuit.Rotate(angle, generator);
    }

    /// <summary>Adds <c>exp(-i t P / 2)</c> for a Pauli string P: PennyLane's PauliRot.</summary>
    public static Circuit Rotate(this Circuit circuit, Angle angle, PauliString generator) =>
        circuit.Add(new PauliRotation(angle, generator));

    /// <summary>Adds RX on the target where the control is 1.</summary>
    public static Circuit CRX(this Circuit circuit, Angle angle, int control, int target) =>
        circuit.Add(new CompositeGate(Composite.CRX, [angle], [control, target]));

    /// <summary>Adds RY on the target where the control is 1.</summary>
    public static Circuit CRY(this Circuit circuit, Angle angle, int control, int target) =>
        circuit.Add(new CompositeGate(Composite.CRY, [angle], [control, target]));

    /// <summary>Adds RZ on the target where the control is 1.</summary>
    public static Circuit CRZ(this Circuit circuit, Angle angle, int control, int target) =>
        circuit.Add(new CompositeGate(Composite.CRZ, [angle], [control, target]));

    /// <summary>Adds a CNOT.</summary>
    public static Circuit CNOT(this Circuit circuit, int control, int target) =>
        circuit.Apply(Clifford.CNOT, control, target);

    /// <summary>Adds an entry of the table of Clifford gates: <c>circuit.Apply(Clifford.H, 0)</c>.</summary>
    public static Circuit Apply(this Circuit circuit, Clifford gate, params ReadOnlySpan<int> wires) =>
        circuit.Add(new CliffordGate(gate, wires));

    /// <summary>Adds T or Tdg: <c>circuit.Apply(Composite.T, 0)</c>.</summary>
    public static Circuit Apply(this Circuit circuit, Composite gate, params ReadOnlySpan<int> wires) =>
        circuit.Add(new CompositeGate(gate, [], wires));

    /// <summary>Adds a noise channel: <c>circuit.Noise(Channel.AmplitudeDamping(0.01), wire: 0)</c>.</summary>
    public static Circuit Noise(this Circuit circuit, Channel channel, int wire) =>
        circuit.Add(new NoiseChannel(channel, wire));

    private static PauliString Pair(Pauli pauli, int first, int second) =>
        PauliString.On(first, pauli).Tensor(PauliString.On(second, pauli));
}
