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
    public static readonly Composite PhaseShift = new("PhaseShift", angles: 1, arity: 1)
    {
        Matrix = t => Phase(t[0]),
        Parts = (t, w) => [Rotation(t[0], PauliString.Z(w[0]))],
        Inverse = t => (PhaseShift!, [-t[0]]),
    };

    /// <summary>Rot(phi, theta, omega) = RZ(omega) RY(theta) RZ(phi).</summary>
    public static readonly Composite Rot = new("Rot", angles: 3, arity: 1)
    {
        Matrix = t => PauliMatrices.Multiply(RZ(t[2]), PauliMatrices.Multiply(RY(t[1]), RZ(t[0]))),
        Parts = (t, w) =>
            [
                Rotation(t[0], PauliString.Z(w[0])),
                Rotation(t[1], PauliString.Y(w[0])),
                Rotation(t[2], PauliString.Z(w[0])),
            ],
        Inverse = t => (Rot!, [-t[2], -t[1], -t[0]]),
    };

    /// <summary>T = diag(1, e^(i pi/4)).</summary>
    public static readonly Composite T = new("T", angles: 0, arity: 1)
    {
        Matrix = _ => Phase(Math.PI / 4),
        Parts = (_, w) => [Rotation(Math.PI / 4, PauliString.Z(w[0]))],
        Inverse = _ => (Tdg!, []),
    };

    /// <summary>The inverse of T, diag(1, e^(-i pi/4)).</summary>
    public static readonly Composite Tdg = new("Tdg", angles: 0, arity: 1)
    {
        Matrix = _ => Phase(-Math.PI / 4),
        Parts = (_, w) => [Rotation(-Math.PI / 4, PauliString.Z(w[0]))],
        Inverse = _ => (T, []),
    };

    /// <summary>RX on the second wire where the first is 1.</summary>
    public static readonly Composite CRX = Controlled("CRX", Pauli.X, RX, () => CRX!);

    /// <summary>RY on the second wire where the first is 1.</summary>
    public static readonly Composite CRY = Controlled("CRY", Pauli.Y, RY, () => CRY!);

    /// <summary>RZ on the second wire where the first is 1.</summary>
    public static readonly Composite CRZ = Controlled("CRZ", Pauli.Z, RZ, () => CRZ!);

    /// <summary>Every entry.</summary>
    public static readonly ValueList<Composite> All = [PhaseShift, Rot, T, Tdg, CRX, CRY, CRZ];

    private Composite(string name, int angles, int arity)
    {
        Name = name;
        AngleCount = angles;
        Arity = arity;
    }

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
    internal Func<double[], Complex[,]> Matrix { get; private init; } = _ => new Complex[0, 0];

    private Func<ValueList<Angle>, ValueList<int>, ValueList<Gate>> Parts { get; init; } = (_, _) => [];

    private Func<ValueList<Angle>, (Composite, ValueList<Angle>)> Inverse { get; init; } = angles => (null!, angles);

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    internal ValueList<Gate> Decompose(ValueList<Angle> angles, ValueList<int> wires) => Parts(angles, wires);

    internal (Composite Kind, ValueList<Angle> Angles) Adjoint(ValueList<Angle> angles) => Inverse(angles);

    /// <summary>
    /// With the projector (1 - Z)/2 on the control, <c>exp(-i t (1 - Z) P / 4)</c>: half the rotation about P, and half of it back about Z P.
    /// </summary>
    private static Composite Controlled(
        string name,
        Pauli axis,
        Func<double, Complex[,]> rotation,
        Func<Composite> self
    ) =>
        new(name, angles: 1, arity: 2)
        {
            HasHalfFrequency = true,
            Matrix = t => PauliMatrices.Controlled(rotation(t[0])),
            Parts = (t, w) =>
                [
                    Rotation(0.5 * t[0], PauliString.On(w[1], axis)),
                    Rotation(-0.5 * t[0], PauliString.Z(w[0]).Tensor(PauliString.On(w[1], axis))),
                ],
            Inverse = t => (self(), [-t[0]]),
        };

    private static PauliRotation Rotation(Angle angle, PauliString generator) => new PauliRotation(angle, generator);

    private static Complex[,] Phase(double t) =>
        new Complex[,]
        {
            { 1, 0 },
            { 0, Complex.Exp(I * t) },
        };

    private static Complex[,] RX(double t) =>
        new Complex[,]
        {
            { Math.Cos(t / 2), -I * Math.Sin(t / 2) },
            { -I * Math.Sin(t / 2), Math.Cos(t / 2) },
        };

    private static Complex[,] RY(double t) =>
        new Complex[,]
        {
            { Math.Cos(t / 2), -Math.Sin(t / 2) },
            { Math.Sin(t / 2), Math.Cos(t / 2) },
        };

    private static Complex[,] RZ(double t) =>
        new Complex[,]
        {
            { Complex.Exp(-I * (t / 2)), 0 },
            { 0, Complex.Exp(I * (t / 2)) },
        };
}
