namespace QImpact.Quantum.Qasm;

/// <summary>
/// Gates and a global phase, as one exact unitary: each gate is its matrix, and the phase counts as soon as the whole is controlled.
/// </summary>
internal sealed class GateSequence
{
    private const int MostCompared = 1000;

    /// <summary>The gates in the order in which they act.</summary>
    public List<Gate> Gates { get; init; } = [];

    /// <summary>The angle a of the global phase <c>e^(i a)</c>, radians.</summary>
    public Angle Phase { get; set; } = 0;

    /// <summary>Adds what acts after it.</summary>
    public void Add(GateSequence next)
    {
        Gates.AddRange(next.Gates);
        Phase += next.Phase;
    }

    /// <summary>The inverse.</summary>
    public GateSequence Inverse() =>
        new() { Gates = [.. Gates.AsEnumerable().Reverse().Select(gate => gate.Adjoint())], Phase = -Phase };

    /// <summary>The same where a wire is 1, or where it is 0.</summary>
    public GateSequence Controlled(int control, bool onZero)
    {
        var gates = new List<Gate>();
        if (onZero)
            gates.Add(new CliffordGate(Clifford.X, control));
        foreach (Gate gate in Gates)
            gates.AddRange(Controlled(gate, control));
        gates.AddRange(PhaseGate(Phase, control));
        if (onZero)
            gates.Add(new CliffordGate(Clifford.X, control));
        return new GateSequence { Gates = gates };
    }

    /// <summary>Whether it is one rotation, so that a power of it is one too.</summary>
    public bool IsRotation => Gates is [PauliRotation];

    /// <summary>A whole power.</summary>
    public GateSequence Power(int exponent)
    {
        GateSequence one = exponent < 0 ? Inverse() : this;
        int times = Math.Abs(exponent);
        return new GateSequence
        {
            Gates = one.Gates switch
            {
                [] => [],
                [PauliRotation rotation] => [new PauliRotation(times * rotation.Angle, rotation.Generator)],
                _ => [.. Enumerable.Repeat(one.Gates, times).SelectMany(gates => gates)],
            },
            Phase = times * one.Phase,
        };
    }

    /// <summary>
    /// The principal root or power, where that can be seen: rotations that commute and have constant angles, so that the phases of the eigenvalues are
    /// sums and differences of halves of the angles and lie in (-pi, pi]. Null elsewhere.
    /// </summary>
    public GateSequence? PrincipalPower(double exponent)
    {
        PauliRotation[] rotations = Gates.SelectMany(RotationsOf).ToArray();
        Angle phase = Gates.Aggregate(Phase, (sum, gate) => sum + PhaseOf(gate));
        bool isConstant = phase.IsConstant && rotations.All(rotation => rotation.Angle.IsConstant);
        double spread = rotations.Sum(rotation => Math.Abs(rotation.Angle.Offset) / 2);
        const double rounding = 1e-9;
        bool isPrincipal = phase.Offset + spread <= Math.PI + rounding && phase.Offset - spread > -Math.PI + rounding;
        return isConstant && isPrincipal && Commute(rotations)
            ? new GateSequence
            {
                Gates =
                [
                    .. rotations.Select(rotation => new PauliRotation(exponent * rotation.Angle, rotation.Generator)),
                ],
                Phase = exponent * phase,
            }
            : null;
    }

    // Each is compared with each.
    private static bool Commute(PauliRotation[] rotations) =>
        rotations.Length <= MostCompared
        && rotations.All(one => rotations.All(two => one.Generator.CommutesWith(two.Generator)));

    private static IEnumerable<Gate> Controlled(Gate gate, int control)
    {
        int target = gate.Wires[^1];
        return gate switch
        {
            CliffordGate { Name: "X" } => [new CliffordGate(Clifford.CNOT, control, target)],
            CliffordGate { Name: "Z" } => [new CliffordGate(Clifford.CZ, control, target)],
            // Y = S X Sdg
            CliffordGate { Name: "Y" } =>
            [
                new CliffordGate(Clifford.Sdg, target),
                new CliffordGate(Clifford.CNOT, control, target),
                new CliffordGate(Clifford.S, target),
            ],
            // H = RY(pi/4) Z RY(-pi/4)
            CliffordGate { Name: "H" } =>
            [
                new PauliRotation(-Math.PI / 4, PauliString.Y(target)),
                new CliffordGate(Clifford.CZ, control, target),
                new PauliRotation(Math.PI / 4, PauliString.Y(target)),
            ],
            PauliRotation { Wires.Count: 1 } rotation =>
            [
                new CompositeGate(ControlledRotation(rotation.Letters), [rotation.Angle], [control, target]),
            ],
            // With the projector (1 - Z)/2 on the control: half the rotation, and half of it back about Z P. The two commute.
            PauliRotation rotation =>
            [
                new PauliRotation(0.5 * rotation.Angle, rotation.Generator),
                new PauliRotation(-0.5 * rotation.Angle, PauliString.Z(control).Tensor(rotation.Generator)),
            ],
            _ =>
            [
                .. RotationsOf(gate).SelectMany(rotation => Controlled(rotation, control)),
                .. PhaseGate(PhaseOf(gate), control),
            ],
        };
    }

    private static Composite ControlledRotation(string letter) =>
        letter switch
        {
            "X" => Composite.CRX,
            "Y" => Composite.CRY,
            _ => Composite.CRZ,
        };

    /// <summary>A global phase that is controlled is a phase of the control.</summary>
    private static IEnumerable<Gate> PhaseGate(Angle phase, int control) =>
        phase == 0 ? [] : [new CompositeGate(Composite.PhaseShift, [phase], [control])];

    /// <summary>The rotations that a gate is, up to the phase <see cref="PhaseOf"/>.</summary>
    private static IEnumerable<PauliRotation> RotationsOf(Gate gate) =>
        gate.Primitives.SelectMany(part =>
            part is CliffordGate clifford ? clifford.Kind.Rotations(clifford.Wires) : [(PauliRotation)part]
        );

    /// <summary>The angle a with <c>gate = e^(i a) * its rotations</c>.</summary>
    internal static Angle PhaseOf(Gate gate) =>
        gate.Name switch
        {
            "X" or "Y" or "Z" or "H" => Math.PI / 2,
            "S" or "CNOT" or "CZ" => Math.PI / 4,
            "Sdg" or "SWAP" => -Math.PI / 4,
            "T" => Math.PI / 8,
            "Tdg" => -Math.PI / 8,
            "PhaseShift" => 0.5 * gate.Angles[0],
            _ => 0,
        };
}
