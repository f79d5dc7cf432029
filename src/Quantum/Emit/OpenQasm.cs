using System.Globalization;
using System.Text;
using QImpact.Quantum.Qasm;

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
        Circuit bound = inputs is null && weights is null ? circuit : Bound(circuit, inputs, weights);
        Gate[] gates = [.. QasmForm.Of(bound)];
        var text = new StringBuilder();
        Line(text, "OPENQASM 3.0;");
        Line(text, "include \"stdgates.inc\";");
        Line(text, OpenQasmProgram.CircuitComment + bound);
        Declare(text, "x", bound.InputCount);
        Declare(text, "w", bound.WeightCount);
        Line(text, $"qubit[{circuit.Qubits}] q;");
        if (circuit.OutputCount > 0)
            Line(text, $"bit[{circuit.Qubits}] c;");
        foreach (Gate gate in gates)
            Write(text, gate);
        if (circuit.OutputCount > 0)
            Measure(text, circuit);
        return text.ToString();
    }

    private static void Refuse(Circuit circuit)
    {
        foreach (Operation element in circuit.Elements)
        {
            if (element.NoOpenQasm is { } reason)
                throw new NotSupportedException($"{element} can't be written in OpenQASM: {reason}");
        }
        if (circuit.Readout.Count > 0)
            throw new NotSupportedException(
                $"{circuit.ReadoutTexts().First()} can't be written in OpenQASM: its readings are those of the device"
            );
    }

    private static Circuit Bound(Circuit circuit, double[]? inputs, double[]? weights) =>
        new Circuit(circuit.Qubits)
            .Add(circuit.Elements.Select(element => Bound(element, inputs, weights)).ToArray())
            .Measure(circuit.Observables.AsSpan());

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

    private static void Write(StringBuilder text, Gate gate)
    {
        string name = StandardGates.Names[gate.Name];
        string angle = gate.Angles.Count == 0 ? "" : $"({Text(gate.Angles[0])})";
        Line(text, $"{name}{angle} {string.Join(", ", gate.Wires.Select(wire => $"q[{wire}]"))};");
    }

    private static void Measure(StringBuilder text, Circuit circuit)
    {
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

    private static void Line(StringBuilder text, string line) => text.Append(CultureInfo.InvariantCulture, $"{line}\n");
}
