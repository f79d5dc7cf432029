using System.Numerics;

namespace QImpact.Quantum.Gates;

/// <summary>
/// The table of gates that rotations and Clifford gates make up. An entry has a matrix, which defines the gate, and its parts, which are
/// it up to a global phase; the conformance suite holds one against the other.
/// </summary>
public sealed class Composite
{
    private static readonly Complex I = Complex.ImaginaryOne;

    /// <summary>PhaseShift(t) = diag(1, e^it), a rotation about Z.</summary>
    public static readonly Composite PhaseShift = new(
        "PhaseShift",
        angles: 1,
        arity: 1,
        t => Phase(t[0]),
        (t, w) => [Rotation(t[0], PauliString.Z(w[0]))]
    );

    /// <summary>Rot(phi, theta, omega) = RZ(omega) RY(theta) RZ(phi).</summary>
    public static readonly Composite Rot = new(
        "Rot",
        angles: 3,
        arity: 1,
        t => PauliMatrices.Multiply(RZ(t[2]), PauliMatrices.Multiply(RY(t[1]), RZ(t[0]))),
        (t, w) =>
            [
                Rotation(t[0], PauliString.Z(w[0])),
                Rotation(t[1], PauliString.Y(w[0])),
                Rotation(t[2], PauliString.Z(w[0])),
            ]
    );

    /// <summary>T = diag(1, e^(i pi/4)).</summary>
    public static readonly Composite T = FixedPhase("T", Math.PI / 4);

    /// <summary>The inverse of T, diag(1, e^(-i pi/4)).</summary>
    public static readonly Composite Tdg = FixedPhase("Tdg", -Math.PI / 4);

    /// <summary>RX on the second wire where the first is 1.</summary>
    public static readonly Composite CRX = Controlled("CRX", Pauli.X, RX);

    /// <summary>RY on the second wire where the first is 1.</summary>
    public static readonly Composite CRY = Controlled("CRY", Pauli.Y, RY);

    /// <summary>RZ on the second wire where the first is 1.</summary>
    public static readonly Composite CRZ = Controlled("CRZ", Pauli.Z, RZ);

    /// <summary>Every entry.</summary>
    public static readonly ValueList<Composite> All = [PhaseShift, Rot, T, Tdg, CRX, CRY, CRZ];

    private readonly Func<ValueList<Angle>, ValueList<int>, ValueList<Gate>> _parts;

    private Composite(
        string name,
        int angles,
        int arity,
        Func<double[], Complex[,]> matrix,
        Func<ValueList<Angle>, ValueList<int>, ValueList<Gate>> parts
    ) => (Name, AngleCount, Arity, Matrix, _parts) = (name, angles, arity, matrix, parts);

    /// <summary>PennyLane's name; OpenQASM's for an inverse.</summary>
    public string Name { get; }

    /// <summary>The number of angles.</summary>
    public int AngleCount { get; }

    /// <summary>The number of wires.</summary>
    public int Arity { get; }

    /// <summary>
    /// Whether an expectation value has the frequencies 1/2 and 1 in the angle, because the generator has the eigenvalues 0 and +-1/2;
    /// otherwise it has the frequency 1.
    /// </summary>
    internal bool HasHalfFrequency { get; private init; }

    /// <summary>From angles to the unitary, [2^arity, 2^arity]; the gate's first wire is the most significant bit of the index.</summary>
    internal Func<double[], Complex[,]> Matrix { get; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    internal ValueList<Gate> Decompose(ValueList<Angle> angles, ValueList<int> wires) => _parts(angles, wires);

    /// <summary>The inverse: T and Tdg are each other's, every other entry is its own with the opposite angles, the last one first.</summary>
    internal (Composite Kind, ValueList<Angle> Angles) Adjoint(ValueList<Angle> angles) =>
        (
            this == T ? Tdg
            : this == Tdg ? T
            : this,
            angles.Reverse().Select(angle => -angle).ToValueList()
        );

    private static Composite FixedPhase(string name, double radians) =>
        new(name, angles: 0, arity: 1, _ => Phase(radians), (_, w) => [Rotation(radians, PauliString.Z(w[0]))]);

    /// <summary>
    /// With the projector (1 - Z)/2 on the control, <c>exp(-i t (1 - Z) P / 4)</c>: half the rotation about P, and half of it back about Z P.
    /// </summary>
    private static Composite Controlled(string name, Pauli axis, Func<double, Complex[,]> rotation) =>
        new(
            name,
            angles: 1,
            arity: 2,
            t => PauliMatrices.Controlled(rotation(t[0])),
            (t, w) =>
                [
                    Rotation(0.5 * t[0], PauliString.On(w[1], axis)),
                    Rotation(-0.5 * t[0], PauliString.Z(w[0]).Tensor(PauliString.On(w[1], axis))),
                ]
        )
        {
            HasHalfFrequency = true,
        };

    private static PauliRotation Rotation(Angle angle, PauliString generator) => new(angle, generator);

    private static Complex[,] Phase(double t) => PauliMatrices.Of(1, 0, 0, Complex.Exp(I * t));

    private static Complex[,] RX(double t) =>
        PauliMatrices.Of(Math.Cos(t / 2), -I * Math.Sin(t / 2), -I * Math.Sin(t / 2), Math.Cos(t / 2));

    private static Complex[,] RY(double t) =>
        PauliMatrices.Of(Math.Cos(t / 2), -Math.Sin(t / 2), Math.Sin(t / 2), Math.Cos(t / 2));

    private static Complex[,] RZ(double t) =>
        PauliMatrices.Of(Complex.Exp(-I * (t / 2)), 0, 0, Complex.Exp(I * (t / 2)));
}
