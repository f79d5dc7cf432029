using System.Globalization;
using System.Text;

namespace QImpact.Quantum.Emit;

/// <summary>
/// Writes circuits in OpenQASM 3 (https://openqasm.com) with the gates of <c>stdgates.inc</c>. Wire w is <c>q[w]</c>, and bit <c>c[w]</c> holds its reading.
/// </summary>
/// <remarks>
/// A gate is written up to a global phase, which no reading shows. Each wire is read in one basis: it is turned so that the Pauli matrix
/// that the observables have on it becomes Z. Comments say how the outputs follow from the readings. A reader may take an <c>angle</c> modulo 2 pi
/// (https://github.com/openqasm/openqasm/issues/382): every gate written with an angle has that period up to a global phase.
/// </remarks>
public static class OpenQasm
{
    // stdgates.inc has these; a gate without a name here is written as its parts. Its crx, cry and crz are left out: their period is 4 pi.
    private static readonly Dictionary<string, string> GateNames = new()
    {
        ["RX"] = "rx",
        ["RY"] = "ry",
        ["RZ"] = "rz",
        ["PhaseShift"] = "p",
        ["H"] = "h",
        ["S"] = "s",
        ["Sdg"] = "sdg",
        ["T"] = "t",
        ["Tdg"] = "tdg",
        ["X"] = "x",
        ["Y"] = "y",
        ["Z"] = "z",
        ["CNOT"] = "cx",
        ["CZ"] = "cz",
        ["SWAP"] = "swap",
    };

    /// <summary>Writes a circuit.</summary>
    /// <param name="circuit">The circuit; its templates are written as their gates.</param>
    /// <param name="inputs">[inputs] to bind, or null to leave the inputs as parameters <c>x0, x1, ...</c></param>
    /// <param name="weights">[weights] to bind, such as trained ones, or null to leave them as parameters <c>w0, w1, ...</c></param>
    /// <returns>Lines that end with a line feed.</returns>
    /// <exception cref="ArgumentException">A wrong number of values, or one that is not finite.</exception>
    /// <exception cref="NotSupportedException">
    /// OpenQASM cannot express it: noise, readout errors, amplitudes that are inputs, or observables that need one wire in two bases. The message
    /// names it.
    /// </exception>
    public static string ToOpenQasm(this Circuit circuit, double[]? inputs = null, double[]? weights = null)
    {
        ArgumentNullException.ThrowIfNull(circuit);
        if (inputs is not null)
            Arguments.CheckVector(nameof(inputs), inputs, circuit.InputCount);
        if (weights is not null)
            Arguments.CheckVector(nameof(weights), weights, circuit.WeightCount);
        Refuse(circuit);
        Pauli[] bases = BasesOf(circuit);
        var text = new StringBuilder();
        Line(text, "OPENQASM 3.0;");
        Line(text, "include \"stdgates.inc\";");
        Declare(text, "x", inputs is null ? circuit.InputCount : 0);
        Declare(text, "w", weights is null ? circuit.WeightCount : 0);
        Line(text, $"qubit[{circuit.Qubits}] q;");
        if (circuit.OutputCount > 0)
            Line(text, $"bit[{circuit.Qubits}] c;");
        foreach (Operation element in circuit.Elements)
            Write(text, Bound(element, inputs, weights));
        if (circuit.OutputCount > 0)
            Measure(text, circuit, bases);
        return text.ToString();
    }

    private static void Refuse(Circuit circuit)
    {
        foreach (Operation element in circuit.Elements)
        {
            if (element.NoOpenQasm is { } reason)
                throw new NotSupportedException($"{element} can't be written in OpenQASM: {reason}");
        }
        if (circuit.Readout is not null)
            throw new NotSupportedException(
                $"{circuit.Readout} can't be written in OpenQASM: its readings are those of the device"
            );
    }

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

    private static Operation Bound(Operation element, double[]? inputs, double[]? weights) =>
        element switch
        {
            PauliRotation rotation => new PauliRotation(rotation.Angle.Bind(inputs, weights), rotation.Generator),
            CompositeGate gate => new CompositeGate(
                gate.Kind,
                gate.Angles.Select(angle => angle.Bind(inputs, weights)).ToArray(),
                gate.Wires.AsSpan()
            ),
            _ => element,
        };

    private static void Declare(StringBuilder text, string letter, int count)
    {
        for (int i = 0; i < count; i++)
            Line(text, $"input float[64] {letter}{i};");
    }

    private static void Write(StringBuilder text, Operation element)
    {
        if (element is not Gate gate)
            throw element.NotSupportedBy("OpenQASM");
        if (GateNames.TryGetValue(gate.Name, out string? name))
            Apply(text, gate.Angles.Count == 0 ? name : $"{name}({Text(gate.Angles[0])})", gate.Wires);
        else if (gate is PauliRotation rotation)
            Rotate(text, rotation);
        else
            foreach (Gate part in gate.Primitives)
                Write(text, part);
    }

    /// <summary>
    /// About a string on several wires: turn its X and Y into Z, gather the parity of its wires in the last one, RZ there, and back. CNOT makes
    /// Z Y of a target's Y as it makes Z Z of its Z: a Y in the last place stays, with RY.
    /// </summary>
    private static void Rotate(StringBuilder text, PauliRotation rotation)
    {
        int[] wires = [.. rotation.Wires.OrderBy(wire => rotation.Generator[wire] == Pauli.Y)];
        bool isY = rotation.Generator[wires[^1]] == Pauli.Y;
        int[] turned = isY ? wires[..^1] : wires;
        foreach (int wire in turned)
            TurnToZ(text, rotation.Generator[wire], wire);
        for (int i = 0; i + 1 < wires.Length; i++)
            Apply(text, "cx", [wires[i], wires[i + 1]]);
        Apply(text, $"{(isY ? "ry" : "rz")}({Text(rotation.Angle)})", [wires[^1]]);
        for (int i = wires.Length - 2; i >= 0; i--)
            Apply(text, "cx", [wires[i], wires[i + 1]]);
        foreach (int wire in turned)
        foreach (Clifford gate in Clifford.TurnsToZ(rotation.Generator[wire]).Reverse())
            Apply(text, GateNames[gate.Adjoint.Name], [wire]);
    }

    private static void TurnToZ(StringBuilder text, Pauli pauli, int wire)
    {
        foreach (Clifford gate in Clifford.TurnsToZ(pauli))
            Apply(text, GateNames[gate.Name], [wire]);
    }

    private static void Measure(StringBuilder text, Circuit circuit, Pauli[] bases)
    {
        for (int wire = 0; wire < bases.Length; wire++)
            TurnToZ(text, bases[wire], wire);
        for (int output = 0; output < circuit.OutputCount; output++)
            Line(text, $"// output {output}: {Meaning(circuit.Observables[output])}");
        Line(text, "c = measure q;");
    }

    /// <summary>An output as a function of the readings: the mean over many runs of what is said.</summary>
    private static string Meaning(Observable observable)
    {
        if (observable.BasisState is { } state)
            return $"{observable} = share of readings with {string.Join(", ", state.Wires.Select((wire, i) => $"c[{wire}] = {state.Bits[i]}"))}";
        string sum = "";
        foreach (PauliTerm term in observable.Terms)
        {
            string bits = string.Join(" + ", term.Paulis.Wires.Select(wire => $"c[{wire}]"));
            sum = Angle.Append(sum, term.Coefficient, bits.Length == 0 ? "1" : $"(-1)^({bits})");
        }
        return $"{observable} = mean of {(sum.Length == 0 ? "0" : sum)}";
    }

    /// <summary>An angle as an expression of type float: a whole number gets a fraction.</summary>
    private static string Text(Angle angle)
    {
        string text = angle.ToString();
        return angle.IsConstant && text.AsSpan().IndexOfAny('.', 'E') < 0 ? $"{text}.0" : text;
    }

    private static void Apply(StringBuilder text, string gate, ValueList<int> wires) =>
        Line(text, $"{gate} {string.Join(", ", wires.Select(wire => $"q[{wire}]"))};");

    private static void Line(StringBuilder text, string line) => text.Append(CultureInfo.InvariantCulture, $"{line}\n");
}
