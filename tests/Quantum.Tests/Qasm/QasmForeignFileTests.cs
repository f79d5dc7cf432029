using System.Globalization;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Emit;
using QImpact.Quantum.Qasm;
using QImpact.Quantum.Simulation;
using Shouldly;
using Xunit;

namespace QImpact.Quantum.Tests.Qasm;

/// <summary>
/// Files as other programs write them, made anew after the shape of public ones. The values are those of the same circuit in the text form, by the reference
/// simulator, or known by hand.
/// </summary>
public sealed class QasmForeignFileTests
{
    private const double Rounding = 1e-12;

    /// <summary>
    /// PennyLane's to_openqasm: OpenQASM 2 with qelib1.inc, registers q and c, all wires, angles with seventeen digits, embedding and layers as single
    /// rotations and cx, and one measurement line per wire at the end.
    /// </summary>
    [Fact]
    public void PennyLane_the_papers_circuit_with_numbers()
    {
        double[] x = [0.1, 0.2, 0.30000000000000004, 0.4];
        double[] w = [5.193891203409137, 0.4912345678901235, 2.0707, 3.3, 1.1, 6.021, 0.77, 4.4];
        const string program = """
            OPENQASM 2.0;
            include "qelib1.inc";
            qreg q[4];
            creg c[4];
            rx(0.1) q[0];
            rx(0.2) q[1];
            rx(0.30000000000000004) q[2];
            rx(0.4) q[3];
            rx(5.193891203409137) q[0];
            rx(0.4912345678901235) q[1];
            rx(2.0707) q[2];
            rx(3.3) q[3];
            cx q[0],q[1];
            cx q[1],q[2];
            cx q[2],q[3];
            cx q[3],q[0];
            rx(1.1) q[0];
            rx(6.021) q[1];
            rx(0.77) q[2];
            rx(4.4) q[3];
            cx q[0],q[1];
            cx q[1],q[2];
            cx q[2],q[3];
            cx q[3],q[0];
            measure q[0] -> c[0];
            measure q[1] -> c[1];
            measure q[2] -> c[2];
            measure q[3] -> c[3];

            """;
        Circuit circuit = Circuit.FromOpenQasm(program);
        ReferenceSimulator
            .Evaluate(circuit, [], [])
            .ShouldBe(ReferenceSimulator.Evaluate(KnownCircuits.Paper, x, w), Rounding);
        // What this project writes of the same circuit, with the same numbers, has the same gates.
        Circuit.FromOpenQasm(KnownCircuits.Paper.ToOpenQasm(x, w)).ShouldBe(circuit);
    }

    /// <summary>PennyLane writes Rot as rz, ry, rz, and an observable that is not diagonal as the gates that turn it: X by h, Y by z, s, h.</summary>
    [Fact]
    public void PennyLane_rotations_and_turned_observables()
    {
        const string program = """
            OPENQASM 2.0;
            include "qelib1.inc";
            qreg q[2];
            creg c[2];
            rz(0.3) q[0];
            ry(-1.25) q[0];
            rz(2.5e-05) q[0];
            crx(0.75) q[0],q[1];
            u1(-0.5) q[1];
            cswap q[0],q[1],q[1];
            """;
        Should
            .Throw<OpenQasmFormatException>(() => Circuit.FromOpenQasm(program))
            .Message.ShouldBe("line 10, column 1: cswap[0,1,1] names wire 1 twice; expected different wires");
        string mended = program.Replace(
            "cswap q[0],q[1],q[1];",
            "z q[0];\ns q[0];\nh q[0];\nh q[1];\nmeasure q[0] -> c[0];\nmeasure q[1] -> c[1];\n",
            StringComparison.Ordinal
        );
        Circuit expected = Circuit.Parse("Rot(0.3, -1.25, 0.000025)[0] CRX(0.75)[0,1] PhaseShift(-0.5)[1] <Y0> <X1>");
        Values(Circuit.FromOpenQasm(mended)).ShouldBe(Values(expected), Rounding);
    }

    /// <summary>
    /// Qiskit's qasm2 exporter: gates that qelib1.inc lacks as definitions with param0 and q0, names of registers as given, barriers, measurement into a register
    /// called meas, angles as fractions of pi.
    /// </summary>
    [Fact]
    public void Qiskit_OpenQASM_2_with_definitions()
    {
        const string program = """
            OPENQASM 2.0;
            include "qelib1.inc";
            gate rzx(param0) q0,q1 { h q1; cx q0,q1; rz(param0) q1; cx q0,q1; h q1; }
            gate gate_PauliEvolution(param0) q0,q1 { rxx(0.5) q0,q1; rzx(param0) q1,q0; }
            gate ccircuit_7 q0,q1,q2 { cu1(-pi/4) q0,q1; gate_PauliEvolution(-3*pi/8) q2,q0; }
            qreg data[2];
            qreg anc[1];
            creg meas[3];
            u3(pi/2,0.1,-pi) data[0];
            u2(0,pi) data[1];
            sx anc[0];
            barrier data[0],data[1],anc[0];
            ccircuit_7 data[0],data[1],anc[0];
            barrier data[0],data[1],anc[0];
            measure data[0] -> meas[0];
            measure data[1] -> meas[1];
            measure anc[0] -> meas[2];
            """;
        Circuit expected = Circuit.Parse(
            $"Rot({-Math.PI:R}, pi/2, 0.1)[0] H[1] RX(pi/2)[2] PhaseShift(-pi/8)[0] PhaseShift(-pi/8)[1] IsingZZ(pi/8)[0,1] "
                + "IsingXX(0.5)[2,0] PauliRot(-3*pi/8, ZX)[0,2] <Z>"
        );
        Values(Circuit.FromOpenQasm(program)).ShouldBe(Values(expected), Rounding);
    }

    /// <summary>
    /// Qiskit's qasm3 exporter of a parametrised ansatz: elements of parameter vectors as inputs with underscores, a definition with gate operands of its own
    /// naming, U, qubit and bit registers, measurement bit by bit.
    /// </summary>
    [Fact]
    public void Qiskit_OpenQASM_3_with_parameters()
    {
        const string program = """
            OPENQASM 3.0;
            include "stdgates.inc";
            input float[64] _x_0_;
            input float[64] _x_1_;
            input float[64] _θ_0_;
            input float[64] _θ_1_;
            gate rzz(p0) _gate_q_0, _gate_q_1 {
              cx _gate_q_0, _gate_q_1;
              rz(p0) _gate_q_1;
              cx _gate_q_0, _gate_q_1;
            }
            bit[2] meas;
            qubit[2] q;
            h q[0];
            h q[1];
            p(2.0*_x_0_) q[0];
            p(2.0*_x_1_) q[1];
            cx q[0], q[1];
            p(2.0*(pi - _x_0_)*(pi - _x_1_)) q[1];
            cx q[0], q[1];
            U(_θ_0_, 0, 0) q[0];
            ry(_θ_1_) q[1];
            rzz(-pi/2) q[0], q[1];
            barrier q[0], q[1];
            meas[0] = measure q[0];
            meas[1] = measure q[1];
            """;
        OpenQasmProgram read = OpenQasmProgram.Read(program);
        read.Inputs.ShouldBe(["_x_0_", "_x_1_"]);
        read.Weights.ShouldBe(["_θ_0_", "_θ_1_"]);
        Circuit expected = Circuit.Parse(
            "H[0] H[1] RZ(2*x0)[0] RZ(2*x1)[1] CNOT[0,1] RZ(2*(pi - x0)*(pi - x1))[1] CNOT[0,1] RY(w0)[0] RY(w1)[1] IsingZZ(-pi/2)[0,1] <Z>"
        );
        double[] inputs = [0.3, -1.2];
        double[] weights = [0.8, 2.1];
        ReferenceSimulator
            .Evaluate(read.Circuit, inputs, weights)
            .ShouldBe(ReferenceSimulator.Evaluate(expected, inputs, weights), Rounding);
    }

    /// <summary>openqasm/openqasm#382: a controlled rotation has the period 4 pi, so that an angle that is taken modulo 2 pi turns the sign of &lt;Z0>.</summary>
    [Theory]
    [InlineData("-0.93")]
    [InlineData("7.5")]
    [InlineData("-11.0")]
    public void The_angle_of_a_controlled_rotation_is_not_taken_modulo_2_pi(string angle)
    {
        string program = $"""
            OPENQASM 3.0;
            include "stdgates.inc";
            qubit[2] q;
            bit[2] c;
            h q[0];
            cry({angle}) q[0], q[1];
            h q[0];
            c = measure q;
            """;
        double half = double.Parse(angle, CultureInfo.InvariantCulture) / 2;
        Values(Circuit.FromOpenQasm(program))[0].ShouldBe(Math.Cos(half), Rounding);
    }

    /// <summary>A circuit for a device, after Qiskit's transpiler: physical qubits, rz, sx and cx alone, a comment with a date.</summary>
    [Fact]
    public void Qiskit_OpenQASM_3_for_a_device()
    {
        const string program = """
            OPENQASM 3.0;
            include "stdgates.inc";
            bit[2] c;
            rz(pi/2) $0;
            sx $0;
            rz(pi/2) $0;
            cx $0, $2;
            c[0] = measure $0;
            c[1] = measure $2;
            """;
        Circuit bell = Circuit.FromOpenQasm(
            program,
            new() { Observables = [Observable.Parse("ZIZ"), Observable.Parse("XIX"), Observable.Z(0)] }
        );
        bell.Qubits.ShouldBe(3);
        Values(bell).ShouldBe([1, 1, 0], Rounding);
        Circuit.FromOpenQasm(program).Observables.ShouldBe([Observable.Z(0), Observable.Z(2)]);
    }

    /// <summary>As tutorials write a GHZ state by hand: a size as a constant, a loop, everything measured at once.</summary>
    [Fact]
    public void A_GHZ_state_by_a_loop()
    {
        const string program = """
            OPENQASM 3;
            include "stdgates.inc";
            const int[32] n = 5;
            qubit[n] q;
            bit[n] c;
            reset q;
            h q[0];
            for int[32] i in [1:n - 1] {
              ctrl @ x q[0], q[i];
            }
            c = measure q;
            """;
        Circuit circuit = Circuit.FromOpenQasm(program);
        circuit.Operations.ShouldBe(Circuit.Parse("H[0] CNOT[0,1] CNOT[0,2] CNOT[0,3] CNOT[0,4]").Operations);
        double[] probabilities = ReferenceSimulator.Probabilities(circuit, [], []);
        probabilities[0].ShouldBe(0.5, Rounding);
        probabilities[31].ShouldBe(0.5, Rounding);
    }

    /// <summary>The quantum Fourier transform of 4 qubits as the OpenQASM 2 paper has it: X on two of them gives amplitudes of the same size, so that every Z is 0.</summary>
    [Fact]
    public void A_Fourier_transform()
    {
        const string program = """
            // quantum Fourier transform
            OPENQASM 2.0;
            include "qelib1.inc";
            qreg q[4];
            creg c[4];
            x q[0];
            x q[2];
            barrier q;
            h q[0];
            cu1(pi/2) q[1],q[0];
            h q[1];
            cu1(pi/4) q[2],q[0];
            cu1(pi/2) q[2],q[1];
            h q[2];
            cu1(pi/8) q[3],q[0];
            cu1(pi/4) q[3],q[1];
            cu1(pi/2) q[3],q[2];
            h q[3];
            measure q -> c;
            """;
        Values(Circuit.FromOpenQasm(program)).ShouldBe([0, 0, 0, 0], Rounding);
        // Its amplitudes turn by 2 pi k j / 16 from state to state: of the first wire, which is read last, X is cos(2 pi 10/16 * 8) = 1 where j = 10.
        Circuit turned = Circuit.FromOpenQasm(program, new() { Observables = [Observable.X(3), Observable.X(0)] });
        Values(turned)[0].ShouldBe(Math.Cos(2 * Math.PI * 10 / 16 * 8), Rounding);
    }

    /// <summary>What a circuit of dynamic decisions has, as tutorials of teleportation and error correction do: named with its line.</summary>
    [Theory]
    [InlineData(
        "OPENQASM 2.0;\ninclude \"qelib1.inc\";\nqreg q[3];\ncreg c0[1];\nh q[1];\nmeasure q[0] -> c0[0];\nif(c0==1) z q[2];\n",
        "line 7, column 1: found 'if', which can't be read as a circuit: gates can't depend on readings"
    )]
    [InlineData(
        "OPENQASM 3.0;\ninclude \"stdgates.inc\";\nqubit[3] q;\nbit[2] syndrome;\ndef measure_syndrome(qubit[3] d) -> bit { return measure d[0]; }\n",
        "line 5, column 1: found 'def', which can't be read as a circuit: subroutines are not read"
    )]
    [InlineData(
        "OPENQASM 2.0;\ninclude \"qelib1.inc\";\nqreg q[2];\ncreg c[2];\nh q[0];\nmeasure q[0] -> c[0];\ncx q[0],q[1];\n",
        "line 7, column 1: found 'cx' on a qubit that is measured before; expected measurements at the end of a circuit"
    )]
    public void What_depends_on_readings_is_named(string program, string message) =>
        Should.Throw<OpenQasmFormatException>(() => Circuit.FromOpenQasm(program)).Message.ShouldBe(message);

    private static double[] Values(Circuit circuit) => ReferenceSimulator.Evaluate(circuit, [], []);
}
