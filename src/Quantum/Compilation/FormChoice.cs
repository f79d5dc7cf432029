namespace QImpact.Quantum.Compilation;

/// <summary>What a form would cost, or why it is none of a circuit.</summary>
/// <param name="Form">The form.</param>
/// <param name="Cost">SIMD multiplications of a training step (see docs/quantum-layer.md); null where the form is refused.</param>
/// <param name="Note">Its size, or why it is refused.</param>
public sealed record FormCost(CircuitForm Form, double? Cost, string Note);

/// <summary>The form with the lowest cost among the candidates for a circuit, for a training step of <c>Batch</c> samples.</summary>
public sealed record FormChoice(CircuitForm Chosen, int Batch, ValueList<FormCost> Candidates)
{
    /// <summary>One sentence: what was chosen and what each candidate would cost.</summary>
    public string Reason =>
        $"{Chosen} is the cheapest for a training step of {Batch} samples: "
        + string.Join(
            "; ",
            Candidates.Select(candidate =>
                candidate.Cost is { } cost
                    ? FormattableString.Invariant($"{candidate.Form} {cost:N0} operations ({candidate.Note})")
                    : $"{candidate.Form} refused ({candidate.Note})"
            )
        );
}
