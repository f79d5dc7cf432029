namespace QImpact.Quantum.Noise;

/// <summary>
/// What a channel's adjoint makes of the Pauli matrix that an observable carries on the channel's wire:
/// <c>X -> x X, Y -> y Y, Z -> z Z + shift I</c>, and I stays. It is the channel's Pauli transfer matrix, transposed.
/// </summary>
/// <param name="X">x, -1 to 1.</param>
/// <param name="Y">y, -1 to 1.</param>
/// <param name="Z">z, -1 to 1.</param>
/// <param name="Shift">Not 0 where the channel drives the qubit towards |0> (positive) or |1> (negative): then it is not unital.</param>
public readonly record struct PauliTransfer(double X, double Y, double Z, double Shift = 0)
{
    /// <summary>The factor of one of the four matrices.</summary>
    public double Of(Pauli pauli) =>
        pauli switch
        {
            Pauli.X => X,
            Pauli.Y => Y,
            Pauli.Z => Z,
            _ => 1,
        };
}
