namespace QImpact.Quantum.Qasm;

/// <summary>
/// A circuit as gates that OpenQASM has a name for (<see cref="StandardGates.Names"/>) and one reading of each wire: what is written, and what reading a written program gives.
/// </summary>
internal static class QasmForm
{
    /// <summary>The circuit's gates, and behind them those that turn each wire to the basis in which it is read.</summary>
    /// <exception cref="NotSupportedException">An element that is no gate, or observables that need one wire in two bases; the message names it.</exception>
    public static IEnumerable<Gate> Of(Circuit circuit) =>
        circuit
            .Elements.SelectMany(element => Written(element as Gate ?? throw element.NotSupportedBy("OpenQASM")))
            .Concat(BasesOf(circuit).SelectMany((basis, wire) => TurnToZ(basis, wire)));

    private static IEnumerable<Gate> Written(Gate gate) =>
        StandardGates.Names.ContainsKey(gate.Name) ? [gate]
        : gate is PauliRotation rotation ? Ladder(rotation)
        : gate.Primitives.SelectMany(Written);

    /// <summary>
    /// About a string on several wires: turn its X and Y into Z, gather the parity of its wires in the last one, RZ there, and back. CNOT makes
    /// Z Y of a target's Y as it makes Z Z of its Z: a Y in the last place stays, with RY.
    /// </summary>
    private static IEnumerable<Gate> Ladder(PauliRotation rotation)
    {
        int[] wires = [.. rotation.Wires.OrderBy(wire => rotation.Generator[wire] == Pauli.Y)];
        int last = wires[^1];
        bool isY = rotation.Generator[last] == Pauli.Y;
        Gate[] there =
        [
            .. (isY ? wires[..^1] : wires).SelectMany(wire => TurnToZ(rotation.Generator[wire], wire)),
            .. wires.Zip(wires.Skip(1), (control, target) => new CliffordGate(Clifford.CNOT, control, target)),
        ];
        var turn = new PauliRotation(rotation.Angle, isY ? PauliString.Y(last) : PauliString.Z(last));
        return [.. there, turn, .. there.Reverse().Select(gate => gate.Adjoint())];
    }

    private static IEnumerable<Gate> TurnToZ(Pauli pauli, int wire) =>
        Clifford.TurnsToZ(pauli).Select(kind => new CliffordGate(kind, wire));

    /// <summary>The Pauli matrix that is read on each wire; identity where none is.</summary>
    private static Pauli[] BasesOf(Circuit circuit)
    {
        var bases = new Pauli[circuit.Qubits];
        var reader = new Observable?[circuit.Qubits];
        foreach (Observable observable in circuit.Observables)
        {
            foreach (PauliString paulis in observable.Strings)
            foreach (int wire in paulis.Wires)
            {
                if (bases[wire] != Pauli.I && bases[wire] != paulis[wire])
                    throw new NotSupportedException(
                        $"{observable} and {reader[wire]} can't be written in one OpenQASM program: they need {paulis[wire]} and {bases[wire]} "
                            + $"of wire {wire}, which is read in one basis; expected circuits with fewer observables"
                    );
                (bases[wire], reader[wire]) = (paulis[wire], observable);
            }
        }
        return bases;
    }
}
