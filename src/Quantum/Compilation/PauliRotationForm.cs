namespace QImpact.Quantum;

/// <summary>A rotation <c>exp(-i t P / 2)</c> of a <see cref="PauliRotationForm"/>.</summary>
internal readonly record struct RotationStep(PauliString Generator, Angle Angle);

/// <summary>
/// A circuit as rotations about Pauli strings only. Moving a Clifford gate C past a rotation to the end of the circuit renames
/// the rotation's generator, <c>R_P(t) C = C R_Q(t)</c> with <c>Q = C^dagger P C</c>, and at the end it renames the observables. Then
/// rotations about the same string merge when only commuting ones lie between them, because their angles add.
/// </summary>
/// <param name="Rotations">The rotations in the order in which they act on |0...0>.</param>
/// <param name="Observables">The outputs after the renaming, each a sum of strings.</param>
internal sealed record PauliRotationForm(List<RotationStep> Rotations, List<PauliTerm[]> Observables)
{
    public static PauliRotationForm Of(Circuit circuit)
    {
        var rotations = new List<RotationStep>();
        var observables = circuit.Observables.Select(o => o.Terms.ToArray()).ToList();
        foreach (Gate gate in circuit.Gates.Reverse())
        {
            switch (gate)
            {
                case PauliRotation rotation:
                    rotations.Add(new RotationStep(rotation.Generator, rotation.Angle));
                    break;
                case CliffordGate clifford:
                    Rename(clifford, rotations, observables);
                    break;
                default:
                    throw gate.NotSupportedBy("the compiler");
            }
        }
        rotations.Reverse();
        return new PauliRotationForm(Merge(rotations), observables);
    }

    private static void Rename(CliffordGate clifford, List<RotationStep> later, List<PauliTerm[]> observables)
    {
        ReadOnlySpan<int> wires = clifford.Wires.AsSpan();
        for (int r = 0; r < later.Count; r++)
        {
            (PauliString image, int sign) = clifford.Kind.Conjugate(later[r].Generator, wires);
            later[r] = new RotationStep(image, sign < 0 ? -later[r].Angle : later[r].Angle);
        }
        foreach (PauliTerm[] terms in observables)
        {
            for (int t = 0; t < terms.Length; t++)
            {
                (PauliString image, int sign) = clifford.Kind.Conjugate(terms[t].Paulis, wires);
                terms[t] = new PauliTerm(sign * terms[t].Coefficient, image);
            }
        }
    }

    private static List<RotationStep> Merge(List<RotationStep> rotations)
    {
        var merged = new List<RotationStep>();
        foreach (RotationStep rotation in rotations)
        {
            int partner = merged.Count - 1;
            while (partner >= 0 && merged[partner].Generator != rotation.Generator)
                partner = merged[partner].Generator.CommutesWith(rotation.Generator) ? partner - 1 : -1;
            if (partner >= 0)
                merged[partner] = rotation with { Angle = merged[partner].Angle + rotation.Angle };
            else
                merged.Add(rotation);
        }
        return merged;
    }
}
