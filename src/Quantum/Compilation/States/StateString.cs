using System.Numerics;

namespace QImpact.Quantum.Compilation.States;

/// <summary>
/// A Pauli string on numbered states: <c>P|j> = i^Phase (-1)^parity(j and SignMask) |j xor Flip></c>. A rotation about it mixes the
/// amplitudes of j and j xor Flip. The phase is 0 to 3.
/// </summary>
public readonly record struct StateString(int Flip, int SignMask, int Phase)
{
    /// <summary>Whether i^Phase is +-i: a rotation about the string then has real entries.</summary>
    public bool IsImaginary => (Phase & 1) != 0;

    /// <summary>The sign in i^Phase = +-1 or +-i.</summary>
    public int Sign => (Phase & 2) == 0 ? 1 : -1;

    /// <summary>The sign (-1)^parity(j and SignMask) that a state's number decides.</summary>
    public int SignAt(int state) => PauliString.SignOf((ulong)(state & SignMask));

    /// <summary>Whether the strings commute.</summary>
    public bool CommutesWith(StateString other) =>
        PauliString.SignOf((ulong)(Flip & other.SignMask)) == PauliString.SignOf((ulong)(SignMask & other.Flip));

    /// <summary>The entry of <c>-i P</c> in column <paramref name="state"/>, which a rotation brings to <c>state xor Flip</c>: 1, i, -1 or -i.</summary>
    public Complex TurnAt(int state) => SignAt(state) * PauliMatrices.PowerOfI(Phase + 3);
}
