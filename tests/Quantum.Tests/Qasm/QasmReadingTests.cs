using QImpact.Quantum.Circuits;
using QImpact.Quantum.Qasm;
using Shouldly;
using Xunit;

namespace QImpact.Quantum.Tests.Qasm;

/// <summary>What the parts of the language mean, as circuits; every program has two qubits and stdgates.inc.</summary>
public sealed class QasmReadingTests
{
    private const string Start = "OPENQASM 3.0;\ninclude \"stdgates.inc\";\n";
    private const string Start2 = "OPENQASM 2.0;\ninclude \"qelib1.inc\";\n";

    [Theory]
    // Registers, single qubits, broadcasting, slices
    [InlineData("qubit[3] q; h q;", "H[0] H[1] H[2]")]
    [InlineData("qubit a; qubit[2] b; x a; cx a, b; cx b, a;", "X[0] CNOT[0,1] CNOT[0,2] CNOT[1,0] CNOT[2,0]")]
    [InlineData("qubit[2] a; qubit[2] b; cx a, b;", "CNOT[0,2] CNOT[1,3]")]
    [InlineData(
        "qubit[4] q; x q[0:2:3]; y q[-1]; z q[{1, 0}]; h q[2:]; s q[:0]; t q[1:-1:0];",
        "4: X[0] X[2] Y[3] Z[1] Z[0] H[2] H[3] S[0] T[1] T[0]"
    )]
    [InlineData("qubit[4] q; let a = q[1:2] ++ q[0]; x a[2]; h a;", "4: X[0] H[1] H[2] H[0]")]
    [InlineData("const int n = 3; qubit[n] q; x q[n - 1];", "X[2]")]
    [InlineData("qubit[0b11] q; x q[0x1]; z q[0o2];", "X[1] Z[2]")]
    [InlineData("x $2; cx $2, $0;", "X[2] CNOT[2,0]")]
    // Angles
    [InlineData(
        "qubit q; rx(pi/2) q; ry(-π) q; rz(tau - τ) q; p(euler - ℇ) q;",
        "RX(1.5707963267948966)[0] RY(-3.141592653589793)[0] RZ(0)[0] PhaseShift(0)[0]"
    )]
    [InlineData(
        "qubit q; rx(2**3 - 2**-1) q; ry(7 % 4) q; rz(.5e1 + 1.) q; p(1_000) q;",
        "RX(7.5)[0] RY(3)[0] RZ(6)[0] PhaseShift(1000)[0]"
    )]
    [InlineData("qubit q; rx(sin(pi/2) + cos(0) + sqrt(4) + pow(2, 3) + mod(7, 4) + log(1)) q;", "RX(15)[0]")]
    [InlineData("const float[64] a = 0.25; const angle b = 2*a; float c = b + 1; qubit q; rx(c) q;", "RX(1.5)[0]")]
    [InlineData("qubit q; rx(float[64](1)) q; ry(angle(4/2)) q;", "RX(1)[0] RY(2)[0]")]
    // Parameters
    [InlineData(
        "input float x0; input float[64] theta; qubit q; rx(2*x0 - (theta + 0.5)/2) q;",
        "RX(2*x0 - 0.5*w0 - 0.25)[0]"
    )]
    [InlineData(
        "input angle x; input angle[32] y; qubit q; rx(x + y) q; ry(x*(pi - x)) q;",
        "RX(x0 + w0)[0] RY(3.141592653589793*x0 - x0*x0)[0]"
    )]
    [InlineData(
        "input array[float[64], 3] inputs; input array[float, 2, 2] w; qubit q; rx(inputs[2]) q; ry(w[0][1]) q; rz(w[1, 0]) q; rx(w[-1][-1]) q;",
        "RX(x2)[0] RY(w1)[0] RZ(w2)[0] RX(w3)[0]"
    )]
    [InlineData("input float x0; qubit q; float y = 2*x0; rx(y) q;", "RX(2*x0)[0]")]
    // Gates, definitions, modifiers
    [InlineData(
        "qubit[2] q; gate g(a, b) p, q { rx(a/2.0) p; for int i in [0:1] { ry(b) q; } cx p, q; } g(1, pi) q[1], q[0];",
        "RX(0.5)[1] RY(3.141592653589793)[0] RY(3.141592653589793)[0] CNOT[1,0]"
    )]
    [InlineData("qubit q; gate h a { x a; } h q;", "X[0]")]
    [InlineData("qubit q; gate g a { h a; } gate h a { g a; } h q;", "H[0]")]
    [InlineData(
        "qubit[3] q; ctrl @ x q[0], q[1]; negctrl @ z q[0], q[2]; ctrl @ ry(2) q[2], q[0]; inv @ s q[0]; inv @ rx(1) q[1];",
        "CNOT[0,1] X[0] CZ[0,2] X[0] CRY(2)[2,0] Sdg[0] RX(-1)[1]"
    )]
    [InlineData(
        "qubit[2] q; gate g a { s a; t a; rx(1) a; } inv @ g q[1]; pow(2) @ rx(3) q[0]; pow(-2) @ t q[1]; pow(0) @ x q[0];",
        "RX(-1)[1] Tdg[1] Sdg[1] RX(6)[0] Tdg[1] Tdg[1]"
    )]
    [InlineData(
        "qubit[2] q; pow(1/2) @ x q[0]; pow(0.5) @ z q[1]; gphase(1);",
        "RX(1.5707963267948966)[0] RZ(1.5707963267948966)[1]"
    )]
    [InlineData("qubit[2] q; ctrl @ gphase(0.5) q[1];", "PhaseShift(0.5)[1]")]
    [InlineData(
        "qubit q; U(1, 2, 3) q; u3(1, 2, 3) q; u2(2, 3) q; u1(4) q;",
        "Rot(3, 1, 2)[0] Rot(3, 1, 2)[0] Rot(3, 1.5707963267948966, 2)[0] PhaseShift(4)[0]"
    )]
    [InlineData(
        "qubit[2] q; rxx(1) q[0], q[1]; ryy(2) q[1], q[0]; rzz(3) q[0], q[1]; swap q[0], q[1]; id q;",
        "IsingXX(1)[0,1] IsingYY(2)[0,1] IsingZZ(3)[0,1] SWAP[0,1]"
    )]
    // Loops
    [InlineData("qubit[4] q; for int i in [0:2] { cx q[i], q[i + 1]; }", "CNOT[0,1] CNOT[1,2] CNOT[2,3]")]
    [InlineData(
        "qubit[4] q; for uint[8] i in [3:-2:0] h q[i]; for int i in {0, 2} for int j in [0:1] cz q[i], q[i + j*0 + 1];",
        "H[3] H[1] CZ[0,1] CZ[0,1] CZ[2,3] CZ[2,3]"
    )]
    [InlineData(
        "input array[float, 2] x; qubit[2] q; for int i in [0:1] { float a = x[i]*2; rx(a) q[i]; }",
        "RX(2*x0)[0] RX(2*x1)[1]"
    )]
    // What is passed over
    [InlineData(
        "// a comment\nqubit[2] q; /* one\nmore */ barrier q; delay[100ns] q[0]; ; x q[0];\n@reversible @ x\npragma braket \"noise {\n#pragma other; {\ny q[1];",
        "X[0] Y[1]"
    )]
    [InlineData("qubit[2] q; reset q; reset q[0]; x q[1];", "2: X[1]")]
    public void A_program_is_a_circuit(string program, string circuit) =>
        Read(Start + program).Operations.ShouldBe(Circuit.Parse(circuit).Operations);

    [Theory]
    [InlineData(
        "qreg q[2]; creg c[2]; h q[0]; CX q[0],q[1]; U(pi/2,0,pi) q[0];",
        "H[0] CNOT[0,1] Rot(3.141592653589793, 1.5707963267948966, 0)[0]"
    )]
    [InlineData(
        "qreg a[1]; qreg b[2]; cx a[0],b; rx(1/2) a; ry(2^3) b[1]; rz(ln(exp(1))) b[0];",
        "CNOT[0,1] CNOT[0,2] RX(0.5)[0] RY(8)[2] RZ(1)[1]"
    )]
    [InlineData(
        "gate majority a,b,c { cx c,b; cx c,a; barrier a,b; ccx a,b,c; } qreg q[2]; cu1(0.5) q[0],q[1];",
        "RZ(0.25)[1] IsingZZ(-0.25)[0,1] PhaseShift(0.25)[0]"
    )]
    public void OpenQASM_2_as_well(string program, string circuit)
    {
        Circuit read = Read(Start2 + program);
        // A controlled RZ stands for its two halves.
        read.Gates.SelectMany(gate => gate is Gates.CompositeGate { Name: "CRZ" } ? gate.Primitives : [gate])
            .ShouldBe(Circuit.Parse(circuit).Gates);
    }

    [Theory]
    [InlineData("qubit[3] q;", "<Z0> <Z1> <Z2>")]
    [InlineData("qubit[3] q; bit[3] c; c = measure q;", "<Z0> <Z1> <Z2>")]
    [InlineData("qubit[3] q; bit[2] c; c[1] = measure q[0]; measure q[2] -> c[0];", "<Z2> <Z0>")]
    [InlineData("qubit[3] q; bit[3] c; c[0:1] = measure q[{2, 0}]; x q[1];", "<Z2> <Z0>")]
    [InlineData("qubit[3] q; output bit c; bit[2] d = measure q[0:1]; c = measure q[2];", "<Z2> <Z0> <Z1>")]
    [InlineData("qubit[3] q; measure q[1]; bit c = measure q[0];", "<Z0> <Z1>")]
    public void Outputs_are_Z_of_the_measured_bits_in_their_order(string program, string outputs) =>
        Read(Start + program).Observables.ShouldBe(Circuit.Parse($"3: {outputs}").Observables);

    [Fact]
    public void Inputs_are_told_by_their_names_and_numbered_in_order()
    {
        const string program =
            Start
            + "input float b; input array[float, 2] a; input float x0; input float _x_1_; input float inputs2; qubit q; rx(a[1] + b + x0 + _x_1_ + inputs2) q;";
        Names(program).ShouldBe(("x0 _x_1_ inputs2", "b a[0] a[1]"));
        Names(program, "a", "x?").ShouldBe(("a[0] a[1] x0", "b _x_1_ inputs2"));
        Names(program, "*").ShouldBe(("b a[0] a[1] x0 _x_1_ inputs2", ""));
    }

    [Fact]
    public void A_name_that_no_parameter_has_is_an_error()
    {
        Should
            .Throw<ArgumentException>(() => Names(Start + "input float angles; qubit q;", "anlges"))
            .Message.ShouldBe("no parameter of the program is named 'anlges'; did you mean angles?");
        Should
            .Throw<ArgumentException>(() => Names(Start + "qubit q;", "y*"))
            .Message.ShouldBe("no parameter of the program is named 'y*'; it has no parameters");
        Should
            .Throw<ArgumentException>(() =>
                Circuit.FromOpenQasm(Start + "qubit q;", new() { Observables = [Observable.Z(1)] })
            )
            .Message.ShouldStartWith("<Z1> acts on wire 1; expected a wire of the circuit, 0 to 0");
    }

    private static (string, string) Names(string program, params string[] inputs)
    {
        OpenQasmProgram read = OpenQasmProgram.Read(program, new() { Inputs = [.. inputs] });
        return (string.Join(' ', read.Inputs), string.Join(' ', read.Weights));
    }

    private static Circuit Read(string program) => Circuit.FromOpenQasm(program);
}
