using System.Numerics;

namespace QImpact.Quantum.Circuits;

/// <summary>The identity and the three Pauli matrices.</summary>
public enum Pauli
{
    /// <summary>The identity.</summary>
    I,

    /// <summary>[[0, 1], [1, 0]]</summary>
    X,

    /// <summary>[[0, -i], [i, 0]]</summary>
    Y,

    /// <summary>[[1, 0], [0, -1]]</summary>
    Z,
}

/// <summary>
/// A tensor product of Pauli matrices, one per wire, as two bit masks (bit w belongs to wire w): the wire carries X where
/// only <see cref="XMask"/> has the bit, Z where only <see cref="ZMask"/> has it, Y where both have it.
/// </summary>
/// <remarks>As an operator it is <c>i^|x and z| * X^x * Z^z</c>, which is Hermitian because <c>Y = i X Z</c>.</remarks>
public readonly record struct PauliString
{
    /// <summary>The highest number of wires that a mask holds.</summary>
    public const int MaxWires = 64;

    internal PauliString(ulong xMask, ulong zMask) => (XMask, ZMask) = (xMask, zMask);

    /// <summary>The wires that carry X or Y: those that the string flips.</summary>
    public ulong XMask { get; }

    /// <summary>The wires that carry Z or Y: those whose sign the string reads.</summary>
    public ulong ZMask { get; }

    /// <summary>The wires that carry no identity.</summary>
    public ulong Support => XMask | ZMask;

    /// <summary>Whether it carries only identities and Z, so that |0...0> is an eigenvector with eigenvalue 1; otherwise &lt;0...0|P|0...0> = 0.</summary>
    public bool IsDiagonal => XMask == 0;

    /// <summary>The number of Y.</summary>
    internal int YCount => BitOperations.PopCount(XMask & ZMask);

    /// <summary>X on one wire.</summary>
    public static PauliString X(int wire) => On(wire, Pauli.X);

    /// <summary>Y on one wire.</summary>
    public static PauliString Y(int wire) => On(wire, Pauli.Y);

    /// <summary>Z on one wire.</summary>
    public static PauliString Z(int wire) => On(wire, Pauli.Z);

    /// <summary>One Pauli matrix on one wire.</summary>
    public static PauliString On(int wire, Pauli pauli)
    {
        if (wire is < 0 or >= MaxWires)
            throw new ArgumentOutOfRangeException(
                nameof(wire),
                wire,
                $"{pauli} on wire {wire}; expected 0 to {MaxWires - 1}"
            );
        ulong bit = 1UL << wire;
        return pauli switch
        {
            Pauli.I => default,
            Pauli.X => new PauliString(bit, 0),
            Pauli.Y => new PauliString(bit, bit),
            Pauli.Z => new PauliString(0, bit),
            _ => throw new ArgumentOutOfRangeException(nameof(pauli), pauli, "expected I, X, Y or Z"),
        };
    }

    /// <summary>One letter per wire: <c>Parse("XIZ")</c> is X on wire 0 and Z on wire 2.</summary>
    /// <exception cref="FormatException">Another letter than I, X, Y, Z, or more than 64 letters.</exception>
    public static PauliString Parse(string letters)
    {
        ArgumentNullException.ThrowIfNull(letters);
        if (letters.Length > MaxWires)
            throw new FormatException($"a Pauli string of {letters.Length} letters; expected at most {MaxWires}");
        PauliString result = default;
        for (int wire = 0; wire < letters.Length; wire++)
        {
            int pauli = "IXYZ".IndexOf(letters[wire], StringComparison.Ordinal);
            if (pauli < 0)
                throw new FormatException(
                    $"'{letters[wire]}' in the Pauli string \"{letters}\"; expected I, X, Y or Z"
                );
            result = result.Tensor(On(wire, (Pauli)pauli));
        }
        return result;
    }

    /// <summary>The product with a string on other wires.</summary>
    /// <exception cref="ArgumentException">A wire is in both.</exception>
    public PauliString Tensor(PauliString other)
    {
        ulong shared = Support & other.Support;
        if (shared != 0)
            throw new ArgumentException(
                $"both {this} and {other} act on wire {BitOperations.TrailingZeroCount(shared)}; expected different wires",
                nameof(other)
            );
        return new PauliString(XMask | other.XMask, ZMask | other.ZMask);
    }

    /// <summary>The Pauli matrix on a wire.</summary>
    public Pauli this[int wire] =>
        ((XMask >> wire & 1) != 0, (ZMask >> wire & 1) != 0) switch
        {
            (false, false) => Pauli.I,
            (true, false) => Pauli.X,
            (true, true) => Pauli.Y,
            (false, true) => Pauli.Z,
        };

    /// <summary>The wires of the support, ascending.</summary>
    public ValueList<int> Wires => WiresOf(Support);

    /// <summary>The wires of a bit mask, ascending.</summary>
    internal static ValueList<int> WiresOf(ulong mask) =>
        Enumerable.Range(0, MaxWires).Where(wire => (mask >> wire & 1) != 0).ToValueList();

    /// <summary>The string on other wires: what wire w carries, wire <c>wires[w]</c> carries.</summary>
    internal PauliString Renamed(ValueList<int> wires)
    {
        ulong x = 0;
        ulong z = 0;
        for (int wire = 0; wire < wires.Count; wire++)
        {
            x |= (XMask >> wire & 1) << wires[wire];
            z |= (ZMask >> wire & 1) << wires[wire];
        }
        return new PauliString(x, z);
    }

    /// <summary>The sign (-1)^n of n bits that are 1: what a string of Z on some wires makes of a basis state in which these of them are 1.</summary>
    public static int SignOf(ulong ones) => 1 - 2 * (BitOperations.PopCount(ones) & 1);

    /// <summary>Whether the two operators commute; two Pauli strings that don't commute anticommute.</summary>
    public bool CommutesWith(PauliString other) => SignOf(XMask & other.ZMask) == SignOf(ZMask & other.XMask);

    /// <summary>
    /// The product <c>P Q = i^power * R</c>. Moving <c>Z^z1</c> past <c>X^x2</c> gives <c>(-1)^|z1 and x2|</c>; the rest of the
    /// phase are the factors i of the three strings' Y.
    /// </summary>
    internal static (PauliString Product, int PowerOfI) Multiply(PauliString p, PauliString q)
    {
        var product = new PauliString(p.XMask ^ q.XMask, p.ZMask ^ q.ZMask);
        int power = p.YCount + q.YCount - product.YCount + 2 * BitOperations.PopCount(p.ZMask & q.XMask);
        return (product, power & 3);
    }

    /// <summary><c>Z0 X2</c>, or <c>I</c>.</summary>
    public override string ToString()
    {
        PauliString self = this;
        return Support == 0 ? "I" : string.Join(' ', Wires.Select(wire => $"{self[wire]}{wire}"));
    }
}
