using System.Globalization;
using System.Numerics;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Gates;
using QImpact.Quantum.Qasm;
using QImpact.Quantum.Simulation;
using Shouldly;
using Xunit;

namespace QImpact.Quantum.Tests.Qasm;

/// <summary>
/// Every standard gate against its matrix, written down here from its definition (openqasm.com, stdgates.inc; arXiv:1707.03429, qelib1.inc). Controlled, a gate
/// shows its global phase too.
/// </summary>
public sealed class QasmGateTests
{
    private const double Rounding = 1e-12;
    private const double A = 0.7;
    private const double B = -1.9;
    private const double C = 2.6;

    private static readonly Complex I = Complex.ImaginaryOne;
    private static readonly double R = Math.Sqrt(0.5);
    private static readonly Complex[,] X = Of(0, 1, 1, 0);
    private static readonly Complex[,] Y = Of(0, -I, I, 0);
    private static readonly Complex[,] Z = Of(1, 0, 0, -1);
    private static readonly Complex[,] H = Of(R, R, R, -R);
    private static readonly Complex[,] S = Of(1, 0, 0, I);
    private static readonly Complex[,] RootX = Of((1 + I) / 2, (1 - I) / 2, (1 - I) / 2, (1 + I) / 2);
    private static readonly Complex[,] Swap = Of(1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1);

    private static readonly Dictionary<string, Complex[,]> Matrices = new()
    {
        ["id"] = Of(1, 0, 0, 1),
        ["u0(0.3)"] = Of(1, 0, 0, 1),
        ["x"] = X,
        ["y"] = Y,
        ["z"] = Z,
        ["h"] = H,
        ["s"] = S,
        ["sdg"] = Of(1, 0, 0, -I),
        ["t"] = Phase(Math.PI / 4),
        ["tdg"] = Phase(-Math.PI / 4),
        ["sx"] = RootX,
        ["sxdg"] = Adjoint(RootX),
        ["p(a)"] = Phase(A),
        ["u1(a)"] = Phase(A),
        ["phase(a)"] = Phase(A),
        ["rx(a)"] = Exp(X, A),
        ["ry(a)"] = Exp(Y, A),
        ["rz(a)"] = Exp(Z, A),
        ["r(a, b)"] = Exp(Sum(Scaled(Math.Cos(B), X), Scaled(Math.Sin(B), Y)), A),
        ["u(a, b, c)"] = U(A, B, C),
        ["U(a, b, c)"] = Scaled(Complex.Exp(I * A / 2), U(A, B, C)),
        ["u3(a, b, c)"] = Scaled(Complex.Exp(-I * (B + C) / 2), U(A, B, C)),
        ["u2(b, c)"] = Scaled(Complex.Exp(-I * (B + C) / 2), U(Math.PI / 2, B, C)),
        ["cx"] = Controlled(X),
        ["CX"] = Controlled(X),
        ["cy"] = Controlled(Y),
        ["cz"] = Controlled(Z),
        ["ch"] = Controlled(H),
        ["cs"] = Controlled(S),
        ["csdg"] = Controlled(Adjoint(S)),
        ["csx"] = Controlled(RootX),
        ["cp(a)"] = Controlled(Phase(A)),
        ["cu1(a)"] = Controlled(Phase(A)),
        ["cphase(a)"] = Controlled(Phase(A)),
        ["crx(a)"] = Controlled(Exp(X, A)),
        ["cry(a)"] = Controlled(Exp(Y, A)),
        ["crz(a)"] = Controlled(Exp(Z, A)),
        ["cu3(a, b, c)"] = Controlled(U(A, B, C)),
        ["cu(a, b, c, 0.4)"] = Controlled(Scaled(Complex.Exp(0.4 * I), U(A, B, C))),
        ["swap"] = Swap,
        ["iswap"] = Of(1, 0, 0, 0, 0, 0, I, 0, 0, I, 0, 0, 0, 0, 0, 1),
        ["dcx"] = Of(1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 1, 0, 0),
        ["ecr"] = Scaled(R, Sum(Kron(X, Of(1, 0, 0, 1)), Scaled(-1, Kron(Y, X)))),
        ["rxx(a)"] = Exp(Kron(X, X), A),
        ["ryy(a)"] = Exp(Kron(Y, Y), A),
        ["rzz(a)"] = Exp(Kron(Z, Z), A),
        ["rzx(a)"] = Exp(Kron(Z, X), A),
        ["ccx"] = Controlled(Controlled(X)),
        ["ccz"] = Controlled(Controlled(Z)),
        ["cswap"] = Controlled(Swap),
        ["c3x"] = Controlled(Controlled(Controlled(X))),
        ["c3sqrtx"] = Controlled(Controlled(Controlled(RootX))),
        ["c4x"] = Controlled(Controlled(Controlled(Controlled(X)))),
    };

    // Toffoli gates up to phases of basis states, which tools have for saving gates: what they do to bits is held elsewhere.
    private static readonly string[] UpToPhases = ["rccx", "rc3x"];

    public static TheoryData<string> Gates => [.. Matrices.Keys];

    [Theory]
    [MemberData(nameof(Gates))]
    public void A_gate_is_its_matrix(string gate)
    {
        Complex[,] matrix = Matrices[gate];
        ShouldBeUpToAPhase(gate, matrix);
        ShouldBeUpToAPhase($"ctrl @ {gate}", Controlled(matrix));
        ShouldBeUpToAPhase($"inv @ {gate}", Adjoint(matrix));
        ShouldBeUpToAPhase($"ctrl @ inv @ {gate}", Controlled(Adjoint(matrix)));
        ShouldBeUpToAPhase($"ctrl @ pow(3) @ {gate}", Controlled(Multiply(matrix, Multiply(matrix, matrix))));
        ShouldBeUpToAPhase($"ctrl @ pow(-1) @ {gate}", Controlled(Adjoint(matrix)));
    }

    [Fact]
    public void Every_standard_gate_has_a_matrix_here() =>
        StandardGates
            .All.Keys.Except(["gphase"])
            .ShouldBe([.. Matrices.Keys.Select(gate => gate.Split('(')[0]), .. UpToPhases], ignoreOrder: true);

    [Theory]
    [InlineData("x")]
    [InlineData("z")]
    [InlineData("s")]
    [InlineData("h")]
    [InlineData("cx")]
    [InlineData("ccx")]
    [InlineData("rx(1.5)")]
    [InlineData("p(-2)")]
    public void A_root_is_the_principal_one_where_it_is_known(string gate)
    {
        Complex[,]? root = null;
        if (gate is "h" or "cx" or "ccx" or "x" or "z")
            // Of an involution U: (1 + i)/2 + (1 - i)/2 U.
            root = Sum(Scaled((1 + I) / 2, Identity(Matrices[gate].GetLength(0))), Scaled((1 - I) / 2, Matrices[gate]));
        root ??= gate switch
        {
            "s" => Phase(Math.PI / 4),
            "rx(1.5)" => Exp(X, 0.75),
            _ => Phase(-1),
        };
        if (gate == "h")
            // Rotations about Z, X and Z: it does not see that they have a root.
            Should.Throw<OpenQasmFormatException>(() => ShouldBeUpToAPhase($"pow(0.5) @ {gate}", root));
        else
            ShouldBeUpToAPhase($"ctrl @ pow(0.5) @ {gate}", Controlled(root));
    }

    [Theory]
    [InlineData("rccx", 3)]
    [InlineData("rc3x", 4)]
    public void Relative_phase_Toffoli_gates_flip_the_last_bit_where_all_others_are_1(string gate, int qubits)
    {
        for (int start = 0; start < 1 << qubits; start++)
        {
            IEnumerable<int> ones = Enumerable.Range(0, qubits).Where(wire => (start >> (qubits - 1 - wire) & 1) == 1);
            string flips = string.Concat(ones.Select(wire => $"x q[{wire}]; "));
            string operands = string.Join(", ", Enumerable.Range(0, qubits).Select(wire => $"q[{wire}]"));
            Circuit circuit = Read($"qubit[{qubits}] q; {flips} {gate} {operands};");
            int end = start >> 1 == (1 << (qubits - 1)) - 1 ? start ^ 1 : start;
            ReferenceSimulator.Probabilities(circuit, [], [])[end].ShouldBe(1, Rounding);
        }
    }

    [Fact]
    public void The_phases_of_the_languages_gates_are_those_by_which_their_rotations_miss_their_matrices()
    {
        foreach (
            Gate gate in Clifford
                .All.Select(kind => (Gate)new CliffordGate(kind, Enumerable.Range(0, kind.Arity).ToArray()))
                .Concat(
                    Composite.All.Select(kind => new CompositeGate(
                        kind,
                        Enumerable.Repeat((Angle)A, kind.AngleCount).ToArray(),
                        Enumerable.Range(0, kind.Arity).ToArray()
                    ))
                )
        )
        {
            var circuit = new Circuit(gate.Wires.Count);
            Complex expected = ReferenceSimulator.State(circuit.Add(gate), [], [])[0];
            Operation[] parts = gate is CliffordGate clifford
                ? [.. clifford.Kind.Rotations(clifford.Wires)]
                : [.. gate.Primitives];
            Complex found = ReferenceSimulator.State(circuit.Add(parts), [], [])[0];
            double phase = GateSequence.PhaseOf(gate).Offset;
            // X and Y leave nothing in the first state: those show it in the other tests.
            (found * Complex.Exp(I * phase) - expected).Magnitude.ShouldBeLessThan(Rounding, $"{gate}");
        }
    }

    private static Circuit Read(string program) => Circuit.FromOpenQasm($"include \"stdgates.inc\"; {program}");

    /// <summary>Acts on a product state that has every amplitude.</summary>
    private static void ShouldBeUpToAPhase(string call, Complex[,] matrix)
    {
        int qubits = BitOperations.Log2((uint)matrix.GetLength(0));
        string start = string.Concat(
            Enumerable
                .Range(0, qubits)
                .Select(wire =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"ry({0.5 + 0.3 * wire}) q[{wire}]; rz({1.1 - 0.7 * wire}) q[{wire}]; "
                    )
                )
        );
        string program = string.Create(
            CultureInfo.InvariantCulture,
            $"const float a = {A}; const float b = {B}; const float c = {C}; qubit[{qubits}] q; {start}"
        );
        string operands = string.Join(", ", Enumerable.Range(0, qubits).Select(wire => $"q[{wire}]"));
        Complex[] before = ReferenceSimulator.State(Read(program), [], []);
        Complex[] after = ReferenceSimulator.State(Read($"{program} {call} {operands};"), [], []);
        Complex overlap = 0;
        for (int row = 0; row < after.Length; row++)
        for (int column = 0; column < after.Length; column++)
            overlap += Complex.Conjugate(after[row]) * matrix[row, column] * before[column];
        overlap.Magnitude.ShouldBe(1, Rounding, call);
    }

    private static Complex[,] U(double theta, double phi, double lambda) =>
        Of(
            Math.Cos(theta / 2),
            -Complex.Exp(I * lambda) * Math.Sin(theta / 2),
            Complex.Exp(I * phi) * Math.Sin(theta / 2),
            Complex.Exp(I * (phi + lambda)) * Math.Cos(theta / 2)
        );

    private static Complex[,] Phase(double t) => Of(1, 0, 0, Complex.Exp(I * t));

    /// <summary><c>exp(-i t P / 2)</c> of P with P P = 1.</summary>
    private static Complex[,] Exp(Complex[,] p, double t) =>
        Sum(Scaled(Math.Cos(t / 2), Identity(p.GetLength(0))), Scaled(-I * Math.Sin(t / 2), p));

    private static Complex[,] Identity(int size) => Square(size, (row, column) => row == column ? 1 : 0);

    private static Complex[,] Of(params Complex[] entries)
    {
        int size = (int)Math.Sqrt(entries.Length);
        return Square(size, (row, column) => entries[row * size + column]);
    }

    private static Complex[,] Controlled(Complex[,] u)
    {
        int size = u.GetLength(0);
        return Square(
            2 * size,
            (row, column) =>
                row >= size && column >= size ? u[row - size, column - size]
                : row == column ? 1
                : 0
        );
    }

    private static Complex[,] Kron(Complex[,] a, Complex[,] b)
    {
        int size = b.GetLength(0);
        return Square(
            a.GetLength(0) * size,
            (row, column) => a[row / size, column / size] * b[row % size, column % size]
        );
    }

    private static Complex[,] Adjoint(Complex[,] a) =>
        Square(a.GetLength(0), (row, column) => Complex.Conjugate(a[column, row]));

    private static Complex[,] Scaled(Complex factor, Complex[,] a) =>
        Square(a.GetLength(0), (row, column) => factor * a[row, column]);

    private static Complex[,] Sum(Complex[,] a, Complex[,] b) =>
        Square(a.GetLength(0), (row, column) => a[row, column] + b[row, column]);

    private static Complex[,] Multiply(Complex[,] a, Complex[,] b) =>
        Square(
            a.GetLength(0),
            (row, column) =>
                Enumerable.Range(0, a.GetLength(0)).Aggregate(Complex.Zero, (sum, k) => sum + a[row, k] * b[k, column])
        );

    private static Complex[,] Square(int size, Func<int, int, Complex> entry)
    {
        var matrix = new Complex[size, size];
        for (int row = 0; row < size; row++)
        for (int column = 0; column < size; column++)
            matrix[row, column] = entry(row, column);
        return matrix;
    }
}
