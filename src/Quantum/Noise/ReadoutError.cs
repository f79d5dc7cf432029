namespace QImpact.Quantum.Noise;

/// <summary>How the bit of a wire is read wrongly, independently of the other wires.</summary>
public sealed record ReadoutError
{
    /// <summary>A bit that is read rightly.</summary>
    public static readonly ReadoutError None = new(0);

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
    /// <c>P -> (1 - e0 - e1) P + (e1 - e0)</c>, with the wire's e0 = P(read 1 | 0) and e1 = P(read 0 | 1).
    /// </summary>
    /// <param name="errors">One per wire of the observable, at least.</param>
    /// <param name="observable">What is measured.</param>
    public static Observable ApplyTo(Observable observable, ValueList<ReadoutError> errors)
    {
        ArgumentNullException.ThrowIfNull(observable);
        ArgumentNullException.ThrowIfNull(errors);
        return observable
            .Terms.Select(term => term.Coefficient * ApplyTo(term.Paulis, errors))
            .Aggregate(Observable.Zero, (sum, term) => sum + term);
    }

    /// <summary><c>ReadoutError(0.01)</c>, <c>ReadoutError(0.01, 0.03)</c></summary>
    public override string ToString() =>
        ZeroAsOne == OneAsZero
            ? FormattableString.Invariant($"ReadoutError({ZeroAsOne})")
            : FormattableString.Invariant($"ReadoutError({ZeroAsOne}, {OneAsZero})");

    private static Observable ApplyTo(PauliString paulis, ValueList<ReadoutError> errors)
    {
        IEnumerable<PauliTerm> terms = [new PauliTerm(1, default)];
        foreach (int wire in paulis.Wires)
            terms = [.. errors[wire].ApplyTo(PauliString.On(wire, paulis[wire]), terms)];
        return Observable.Sum(terms);
    }

    private IEnumerable<PauliTerm> ApplyTo(PauliString one, IEnumerable<PauliTerm> terms)
    {
        double shrink = 1 - ZeroAsOne - OneAsZero;
        double shift = OneAsZero - ZeroAsOne;
        foreach (PauliTerm term in terms)
        {
            yield return new PauliTerm(shrink * term.Coefficient, term.Paulis.Tensor(one));
            if (shift != 0)
                yield return term with
                {
                    Coefficient = shift * term.Coefficient,
                };
        }
    }
}
