namespace QImpact.Quantum.Noise;

/// <summary>Bits that are read wrongly, on every wire alike and independently.</summary>
public sealed record ReadoutError
{
    /// <summary>Takes the probabilities of reading 1 where the qubit is 0, and 0 where it is 1; each 0 to 1.</summary>
    public ReadoutError(double zeroAsOne, double oneAsZero)
    {
        ZeroAsOne = Arguments.CheckProbability(nameof(ReadoutError), zeroAsOne, nameof(zeroAsOne));
        OneAsZero = Arguments.CheckProbability(nameof(ReadoutError), oneAsZero, nameof(oneAsZero));
    }

    /// <summary>The same probability both ways.</summary>
    public ReadoutError(double probability)
        : this(probability, probability) { }

    /// <summary>The probability of reading 1 where the qubit is 0.</summary>
    public double ZeroAsOne { get; }

    /// <summary>The probability of reading 0 where the qubit is 1.</summary>
    public double OneAsZero { get; }

    /// <summary>
    /// The observable whose exact expectation is what the readings give on average. Whatever Pauli matrix is read on a wire,
    /// <c>P -> (1 - e0 - e1) P + (e1 - e0)</c>, with e0 = P(read 1 | 0) and e1 = P(read 0 | 1).
    /// </summary>
    public Observable ApplyTo(Observable observable)
    {
        ArgumentNullException.ThrowIfNull(observable);
        return observable
            .Terms.Select(term => term.Coefficient * ApplyTo(term.Paulis))
            .Aggregate(Observable.Zero, (sum, term) => sum + term);
    }

    /// <summary><c>ReadoutError(0.01)</c>, <c>ReadoutError(0.01, 0.03)</c></summary>
    public override string ToString() =>
        ZeroAsOne == OneAsZero
            ? FormattableString.Invariant($"ReadoutError({ZeroAsOne})")
            : FormattableString.Invariant($"ReadoutError({ZeroAsOne}, {OneAsZero})");

    private Observable ApplyTo(PauliString paulis)
    {
        double shrink = 1 - ZeroAsOne - OneAsZero;
        double shift = OneAsZero - ZeroAsOne;
        IEnumerable<PauliTerm> terms = [new PauliTerm(1, default)];
        foreach (int wire in paulis.Wires)
        {
            PauliString one = PauliString.On(wire, paulis[wire]);
            terms = terms.SelectMany<PauliTerm, PauliTerm>(term =>
                shift == 0
                    ? [new PauliTerm(shrink * term.Coefficient, term.Paulis.Tensor(one))]
                    :
                    [
                        new PauliTerm(shrink * term.Coefficient, term.Paulis.Tensor(one)),
                        term with
                        {
                            Coefficient = shift * term.Coefficient,
                        },
                    ]
            );
        }
        return Observable.Sum(terms);
    }
}
