using System.Numerics;

namespace QImpact.Quantum.Gates;

/// <summary>
/// The table of gates without an angle. An entry is a name and a matrix; that the matrix turns Pauli strings into
/// Pauli strings (a Clifford gate), and into which, is worked out from it.
/// </summary>
public sealed class Clifford
{
    private static readonly Complex I = Complex.ImaginaryOne;
    private static readonly double R = Math.Sqrt(0.5);

    /// <summary>Hadamard: exchanges X and Z.</summary>
    public static readonly Clifford H = new("H", PauliMatrices.Of(R, R, R, -R), ("Z", 1), ("X", 1), ("Z", 1));

    /// <summary>Phase gate: the square root of Z.</summary>
    public static readonly Clifford S = new("S", PauliMatrices.Of(1, 0, 0, I), ("Z", 1));

    /// <summary>The inverse of S.</summary>
    public static readonly Clifford Sdg = new("Sdg", PauliMatrices.Of(1, 0, 0, -I), ("Z", -1));

    /// <summary>Pauli X.</summary>
    public static readonly Clifford X = new("X", PauliMatrices.Of(0, 1, 1, 0), ("X", 2));

    /// <summary>Pauli Y.</summary>
    public static readonly Clifford Y = new("Y", PauliMatrices.Of(0, -I, I, 0), ("Y", 2));

    /// <summary>Pauli Z.</summary>
    public static readonly Clifford Z = new("Z", PauliMatrices.Of(1, 0, 0, -1), ("Z", 2));

    /// <summary>Controlled X; wires: control, target.</summary>
    public static readonly Clifford CNOT = new(
        "CNOT",
        PauliMatrices.Controlled(X.Matrix),
        ("ZI", 1),
        ("IX", 1),
        ("ZX", -1)
    );

    /// <summary>Controlled Z.</summary>
    public static readonly Clifford CZ = new(
        "CZ",
        PauliMatrices.Controlled(Z.Matrix),
        ("ZI", 1),
        ("IZ", 1),
        ("ZZ", -1)
    );

    /// <summary>Exchanges two wires.</summary>
    public static readonly Clifford SWAP = new(
        "SWAP",
        PauliMatrices.Of(1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1),
        ("XX", -1),
        ("YY", -1),
        ("ZZ", -1)
    );

    /// <summary>Every entry.</summary>
    public static readonly ValueList<Clifford> All = [H, S, Sdg, X, Y, Z, CNOT, CZ, SWAP];

    /// <summary>For a local string, its masks packed as <c>x | z &lt;&lt; arity</c>: its image under conjugation, and the sign.</summary>
    private readonly (PauliString Image, int Sign)[] _images;

    private readonly (string Letters, int Turns)[] _quarterTurns;

    /// <param name="name">PennyLane's name.</param>
    /// <param name="matrix">[2^arity, 2^arity]</param>
    /// <param name="quarterTurns">The rotations that it is, up to a global phase, in the order in which they act: Pauli strings and multiples of pi/2.</param>
    private Clifford(string name, Complex[,] matrix, params (string Letters, int Turns)[] quarterTurns)
    {
        (Name, Matrix, _quarterTurns) = (name, matrix, quarterTurns);
        Arity = BitOperations.Log2((uint)matrix.GetLength(0));
        _images = PauliMatrices.ConjugationTable(matrix, Arity);
    }

    /// <summary>PennyLane's name; OpenQASM's for an inverse.</summary>
    public string Name { get; }

    /// <summary>The number of wires.</summary>
    public int Arity { get; }

    /// <summary>The inverse: S and Sdg are each other's, every other entry is its own.</summary>
    public Clifford Adjoint =>
        this == S ? Sdg
        : this == Sdg ? S
        : this;

    /// <summary>The unitary U, [2^arity, 2^arity]; the gate's first wire is the most significant bit of the index.</summary>
    internal Complex[,] Matrix { get; }

    /// <summary>Gates V, in the order in which they act, with <c>V P V^dagger = Z</c>: H for X, and for Y first the inverse of S, which makes X of it.</summary>
    internal static ValueList<Clifford> TurnsToZ(Pauli pauli) =>
        pauli switch
        {
            Pauli.X => [H],
            Pauli.Y => [Sdg, H],
            _ => [],
        };

    /// <summary>The gate on these wires as rotations, up to a global phase, in the order in which they act.</summary>
    internal IEnumerable<PauliRotation> Rotations(ValueList<int> wires) =>
        _quarterTurns.Select(turn => new PauliRotation(
            turn.Turns * Math.PI / 2,
            PauliString.Parse(turn.Letters).Renamed(wires)
        ));

    /// <summary>The Heisenberg picture of the gate U on these wires: <c>U^dagger P U = sign * image</c>.</summary>
    internal (PauliString Image, int Sign) Conjugate(PauliString p, ReadOnlySpan<int> wires)
    {
        ulong local = 0;
        ulong gateMask = 0;
        for (int position = 0; position < wires.Length; position++)
        {
            local |= (p.XMask >> wires[position] & 1) << position;
            local |= (p.ZMask >> wires[position] & 1) << (position + Arity);
            gateMask |= 1UL << wires[position];
        }

        (PauliString image, int sign) = _images[local];
        ulong x = p.XMask & ~gateMask;
        ulong z = p.ZMask & ~gateMask;
        for (int position = 0; position < wires.Length; position++)
        {
            x |= (image.XMask >> position & 1) << wires[position];
            z |= (image.ZMask >> position & 1) << wires[position];
        }
        return (new PauliString(x, z), sign);
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
