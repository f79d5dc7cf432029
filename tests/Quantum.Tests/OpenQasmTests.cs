using FsCheck.Xunit;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Emit;
using QImpact.Quantum.Gates;
using QImpact.Quantum.Simulation;
using Shouldly;
using Xunit;

namespace QImpact.Quantum.Tests;

public sealed class OpenQasmTests
{
    private const double Rounding = 1e-9;

    [Fact]
    public void A_small_circuit() =>
        Circuit
            .Parse(
                "RX(x0)[0] Rot(w0, 0.5, 2)[1] CNOT[0,1] CRY(w1 - 0.25)[1,0] PauliRot(-w0, XYZ)[0,1,2] T[2] <X0 Z1> P(10)[1,2]"
            )
            .ToOpenQasm()
            .ShouldBe(
                """
                OPENQASM 3.0;
                include "stdgates.inc";
                // qimpact circuit: RX(x0)[0] Rot(w0, 0.5, 2)[1] CNOT[0,1] CRY(w1 - 0.25)[1,0] PauliRot(-w0, XYZ)[0,1,2] T[2] <X0 Z1> P(10)[1,2]
                input float[64] x0;
                input float[64] w0;
                input float[64] w1;
                qubit[3] q;
                bit[3] c;
                rx(x0) q[0];
                rz(w0) q[1];
                ry(0.5) q[1];
                rz(2.0) q[1];
                cx q[0], q[1];
                ry(0.5*w1 - 0.125) q[0];
                cx q[1], q[0];
                ry(-0.5*w1 + 0.125) q[0];
                cx q[1], q[0];
                h q[0];
                cx q[0], q[2];
                cx q[2], q[1];
                ry(-w0) q[1];
                cx q[2], q[1];
                cx q[0], q[2];
                h q[0];
                t q[2];
                h q[0];
                // output 0: <X0 Z1> = mean of (-1)^(c[0] + c[1])
                // output 1: P(10)[1,2] = share of readings with c[1] = 1, c[2] = 0
                c = measure q;

                """
            );

    [Property(MaxTest = 200, Replay = LawTests.Seed)]
    public void A_program_that_is_read_back_gives_the_reference_simulators_expectations(int seed)
    {
        Circuit circuit = LanguageCases.OfGates(seed);
        double[] inputs = LanguageCases.Angles(seed, circuit.InputCount);
        double[] weights = LanguageCases.Angles(seed + 1, circuit.WeightCount);
        double[] expected = ReferenceSimulator.Evaluate(circuit, inputs, weights);

        Outputs(circuit, circuit.ToOpenQasm(), inputs, weights).ShouldBe(expected, Rounding);
        Outputs(circuit, circuit.ToOpenQasm(weights: weights), inputs, []).ShouldBe(expected, Rounding);
        Outputs(circuit, circuit.ToOpenQasm(inputs, weights), [], []).ShouldBe(expected, Rounding);
    }

    /// <summary>openqasm/openqasm#382: CRX, CRY and CRZ have the period 4 pi, an angle's is 2 pi.</summary>
    [Fact]
    public void A_controlled_rotation_is_written_as_halves() =>
        Circuit
            .Parse("2: H[0] CRY(-0.93)[0,1] H[0] <Z>")
            .ToOpenQasm()
            .ShouldBe(
                """
                OPENQASM 3.0;
                include "stdgates.inc";
                // qimpact circuit: H[0] CRY(-0.93)[0,1] H[0] <Z0> <Z1>
                qubit[2] q;
                bit[2] c;
                h q[0];
                ry(-0.465) q[1];
                cx q[0], q[1];
                ry(0.465) q[1];
                cx q[0], q[1];
                h q[0];
                // output 0: <Z0> = mean of (-1)^(c[0])
                // output 1: <Z1> = mean of (-1)^(c[1])
                c = measure q;

                """
            );

    [Theory]
    [MemberData(nameof(GatesWithAnAngle))]
    public void Every_gate_with_an_angle_is_the_same_to_readers_that_wrap_angles_and_to_those_that_do_not(string gate)
    {
        // What the gate does to the phase of wire 0 turns to bits.
        Circuit circuit = Circuit.Parse($"3: H[0] RY(0.7)[1] RX(-1.1)[2] {gate} H[0] RX(0.4)[1] <Z> <Z0 Z1 Z2>");
        foreach (double angle in new[] { -0.93, 0.93, 2 * Math.PI, 7.5, -7.5, 11, 4 * Math.PI + 0.1, 1000 })
        {
            double[] expected = ReferenceSimulator.Evaluate(circuit, [angle], []);
            Outputs(circuit, circuit.ToOpenQasm(), [angle], []).ShouldBe(expected, Rounding, $"{angle}");
            Outputs(circuit, circuit.ToOpenQasm([angle]), [], []).ShouldBe(expected, Rounding, $"{angle}");
        }
    }

    public static TheoryData<string> GatesWithAnAngle =>
        new(
            PauliRotation
                .Names.Select(entry => (Name: entry.Value, Arity: entry.Key.Length, Angles: 1))
                .Concat(Composite.All.Select(entry => (entry.Name, entry.Arity, Angles: entry.AngleCount)))
                .Where(gate => gate.Angles > 0)
                .Select(gate =>
                    $"{gate.Name}({string.Join(", ", Enumerable.Repeat("x0", gate.Angles))})[{string.Join(',', Enumerable.Range(0, gate.Arity))}]"
                )
                .Append("CRX(x0)[1,0]")
                .Append("CRY(0.5*x0 - 1)[2,0]")
                .Append("CRZ(-3*x0)[1,2]")
                .Append("MultiRZ(x0)[0,1,2]")
                .Append("PauliRot(x0, YXY)[0,1,2]")
        );

    [Fact]
    public void Every_gate_of_the_tables_is_written_with_a_gate_of_stdgates()
    {
        var circuit = new Circuit(3);
        foreach (Clifford gate in Clifford.All)
            circuit = circuit.Add(new CliffordGate(gate, Enumerable.Range(0, gate.Arity).ToArray()));
        foreach (Composite gate in Composite.All)
        {
            Angle[] angles = Enumerable.Range(0, gate.AngleCount).Select(i => Angle.Weight(i)).ToArray();
            circuit = circuit.Add(new CompositeGate(gate, angles, Enumerable.Range(1, gate.Arity).ToArray()));
        }
        foreach (string letters in new[] { "X", "Y", "Z", "XX", "YY", "ZZ", "ZZZ", "XYZ" })
            circuit = circuit.Rotate(Angle.Input(0), PauliString.Parse(letters));
        // What the interpreter does not know, it refuses.
        QasmInterpreter program = Run(circuit.Measure(PauliString.Z(0)).ToOpenQasm(), [0.3], [0.1, 0.2, 0.4]);
        program.IsMeasured.ShouldBeTrue();
        program.Declared.ShouldBe(["x0", "w0", "w1", "w2"]);
        program.GateNames.ShouldNotContain("u");
    }

    [Fact]
    public void Probabilities_are_shares_of_readings()
    {
        Circuit circuit = Circuit.Parse("3: AngleEmbedding(Y) BasicEntanglerLayers(layers=2) P[2,0]");
        double[] inputs = LanguageCases.Angles(1, 3);
        double[] weights = LanguageCases.Angles(2, 6);
        double[] expected = ReferenceSimulator.Evaluate(circuit, inputs, weights);
        Outputs(circuit, circuit.ToOpenQasm(), inputs, weights).ShouldBe(expected, Rounding);
    }

    [Theory]
    [InlineData(
        "2: BitFlip(0.1)[0] <Z>",
        "BitFlip(0.1)[0] can't be written in OpenQASM: OpenQASM has gates and readings, and no noise channels"
    )]
    [InlineData(
        "2: AmplitudeEmbedding <Z>",
        "AmplitudeEmbedding(wires=2) can't be written in OpenQASM: OpenQASM has no preparation of amplitudes that are parameters"
    )]
    [InlineData(
        "2: H[0] <Z> ReadoutError(0.1)",
        "ReadoutError(0.1) can't be written in OpenQASM: its readings are those of the device"
    )]
    [InlineData(
        "2: H[0] <Z0> <X0>",
        "<X0> and <Z0> can't be written in one OpenQASM program: they need X and Z of wire 0, which is read in one basis"
    )]
    public void What_OpenQASM_cannot_express_is_refused_by_name(string text, string message) =>
        Should.Throw<NotSupportedException>(() => Circuit.Parse(text).ToOpenQasm()).Message.ShouldStartWith(message);

    [Fact]
    public void A_wrong_number_of_values()
    {
        Should
            .Throw<ArgumentException>(() => KnownCircuits.Paper.ToOpenQasm(weights: new double[7]))
            .Message.ShouldStartWith("weights has 7 values; the circuit takes 8");
        Should
            .Throw<ArgumentException>(() => KnownCircuits.Paper.ToOpenQasm([0, 0, double.NaN, 0]))
            .Message.ShouldStartWith("inputs[2] is NaN; expected a finite angle in radians");
    }

    /// <summary>The outputs by the program's readings, which don't change where angles are taken modulo 2 pi.</summary>
    private static double[] Outputs(Circuit circuit, string program, double[] inputs, double[] weights)
    {
        double[] outputs = OutputsOf(circuit, Run(program, inputs, weights));
        OutputsOf(circuit, Run(program, inputs, weights, wrapsAngles: true)).ShouldBe(outputs, Rounding);
        return outputs;
    }

    private static double[] OutputsOf(Circuit circuit, QasmInterpreter run) =>
        circuit
            .Observables.Select(observable =>
                observable.BasisState is { } state
                    ? run.Share(state.Wires.Zip(state.Bits).ToDictionary(pair => pair.First, pair => pair.Second - '0'))
                    : observable.Terms.Sum(term => term.Coefficient * run.Parity(term.Paulis.Wires))
            )
            .ToArray();

    private static QasmInterpreter Run(string program, double[] inputs, double[] weights, bool wrapsAngles = false) =>
        QasmInterpreter.Run(
            program,
            inputs
                .Select((value, i) => ($"x{i}", value))
                .Concat(weights.Select((value, i) => ($"w{i}", value)))
                .ToDictionary(pair => pair.Item1, pair => pair.value),
            wrapsAngles
        );
}
