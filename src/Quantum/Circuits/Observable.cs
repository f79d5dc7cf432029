namespace QImpact.Quantum;

/// <summary>One summand of an observable: <c>Coefficient * Paulis</c>.</summary>
public readonly record struct PauliTerm(double Coefficient, PauliString Paulis);

/// <summary>
/// What is measured: a real linear combination of Pauli strings. The circuit's output is its expectation value
/// <c>&lt;O> = sum_j c_j &lt;psi|P_j|psi></c>, which lies within plus or minus the sum of the |c_j|.
/// </summary>
/// <remarks>In canonical form: each string once, in the order of its masks, no zero coefficient. Equal observables are equal values.</remarks>
public sealed record Observable
{
    private Observable(IEnumerable<PauliTerm> terms)
    {
        Terms = terms
            .GroupBy(term => term.Paulis, (key, same) => new PauliTerm(same.Sum(t => t.Coefficient), key))
            .Where(term => term.Coefficient != 0)
            .OrderBy(term => (term.Paulis.XMask, term.Paulis.ZMask))
            .ToValueList();
        foreach (PauliTerm term in Terms)
        {
            if (!double.IsFinite(term.Coefficient))
                throw new ArgumentException(
                    FormattableString.Invariant(
                        $"the coefficient of {term.Paulis} in an observable is {term.Coefficient}; expected a finite number"
                    )
                );
        }
    }

    /// <summary>The summands.</summary>
    public ValueList<PauliTerm> Terms { get; }

    /// <summary>The wires that any summand acts on, as a bit mask.</summary>
    public ulong Support => Terms.Aggregate(0UL, (mask, term) => mask | term.Paulis.Support);

    /// <summary>X on one wire.</summary>
    public static Observable X(int wire) => PauliString.X(wire);

    /// <summary>Y on one wire.</summary>
    public static Observable Y(int wire) => PauliString.Y(wire);

    /// <summary>Z on one wire.</summary>
    public static Observable Z(int wire) => PauliString.Z(wire);

    /// <summary>A Pauli string with coefficient 1, one letter per wire: <c>Parse("ZZ")</c>.</summary>
    public static Observable Parse(string letters) => PauliString.Parse(letters);

    /// <summary>A Pauli string with coefficient 1.</summary>
    public static implicit operator Observable(PauliString value) => new([new PauliTerm(1, value)]);

    /// <summary>The sum of two observables.</summary>
    public static Observable operator +(Observable left, Observable right) => new(left.Terms.Concat(right.Terms));

    /// <summary>A multiple of an observable.</summary>
    public static Observable operator *(double factor, Observable observable) =>
        new(observable.Terms.Select(term => term with { Coefficient = factor * term.Coefficient }));

    /// <summary><c>&lt;Z0 Z1></c> or <c>&lt;0.5*X0 + Z1></c>.</summary>
    public override string ToString()
    {
        string text = "";
        foreach (PauliTerm term in Terms)
            text = Angle.Append(text, term.Coefficient, term.Paulis.ToString());
        return $"<{(text.Length == 0 ? "0" : text)}>";
    }
}
