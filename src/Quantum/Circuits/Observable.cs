namespace QImpact.Quantum.Circuits;

/// <summary>One summand of an observable: <c>Coefficient * Paulis</c>.</summary>
public readonly record struct PauliTerm(double Coefficient, PauliString Paulis);

/// <summary>
/// What is measured: a real linear combination of Pauli strings, or the projector onto a basis state of some wires, whose expectation is
/// that state's probability. The circuit's output is the expectation value
/// <c>&lt;O> = sum_j c_j &lt;psi|P_j|psi></c>, which lies within plus or minus the sum of the |c_j|.
/// </summary>
/// <remarks>In canonical form: each string once, in the order of its masks, no zero coefficient. Equal observables are equal values.</remarks>
public sealed record Observable
{
    /// <summary>The largest sum of the |c_j|: float32, in which layers and exported files compute, goes up to 3.4e38.</summary>
    public const double MaxBound = 1e30;

    private readonly Lazy<ValueList<PauliTerm>> _terms;

    private Observable(IEnumerable<PauliTerm> terms)
    {
        ValueList<PauliTerm> canonical = terms
            .GroupBy(term => term.Paulis, (key, same) => new PauliTerm(same.Sum(t => t.Coefficient), key))
            .Where(term => term.Coefficient != 0)
            .OrderBy(term => (term.Paulis.XMask, term.Paulis.ZMask))
            .ToValueList();
        foreach (PauliTerm term in canonical)
        {
            if (!double.IsFinite(term.Coefficient))
                throw new ArgumentException(
                    FormattableString.Invariant(
                        $"the coefficient of {term.Paulis} in an observable is {term.Coefficient}; expected a finite number"
                    )
                );
        }
        double bound = canonical.Sum(term => Math.Abs(term.Coefficient));
        if (bound > MaxBound)
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"the coefficients of an observable add up to {bound:G3}; expected at most {MaxBound:G3}"
                )
            );
        _terms = new Lazy<ValueList<PauliTerm>>(canonical);
    }

    private Observable(BasisState state)
    {
        BasisState = state;
        _terms = new Lazy<ValueList<PauliTerm>>(() => state.Expand().OrderBy(t => t.Paulis.ZMask).ToValueList());
    }

    /// <summary>The observable without summands: its expectation is 0.</summary>
    public static Observable Zero { get; } = new([]);

    /// <summary>The state whose probability this is, or null for a combination of Pauli strings.</summary>
    public BasisState? BasisState { get; }

    /// <summary>The summands; those of a basis state of k wires are 2^k strings, made when they are asked for.</summary>
    public ValueList<PauliTerm> Terms => _terms.Value;

    /// <summary>The number of summands, without making them.</summary>
    public double TermCount => BasisState is null ? Terms.Count : Math.ScaleB(1, BasisState.Wires.Count);

    /// <summary>Strings whose values tell its value: those of the summands, of a basis state Z on each wire.</summary>
    internal IEnumerable<PauliString> Strings =>
        BasisState?.Wires.Select(PauliString.Z) ?? Terms.Select(term => term.Paulis);

    /// <summary>The sum of the |c_j|, which no expectation value exceeds; 1 for a probability.</summary>
    public double Bound => BasisState is null ? Terms.Sum(term => Math.Abs(term.Coefficient)) : 1;

    /// <summary>The wires that any summand acts on, as a bit mask.</summary>
    public ulong Support => BasisState?.Support ?? Terms.Aggregate(0UL, (mask, term) => mask | term.Paulis.Support);

    /// <summary>Whether it is made of Z and identities alone, so that reading the bits measures it.</summary>
    public bool IsDiagonal => BasisState is not null || Terms.All(term => term.Paulis.IsDiagonal);

    /// <summary>X on one wire.</summary>
    public static Observable X(int wire) => PauliString.X(wire);

    /// <summary>Y on one wire.</summary>
    public static Observable Y(int wire) => PauliString.Y(wire);

    /// <summary>Z on one wire.</summary>
    public static Observable Z(int wire) => PauliString.Z(wire);

    /// <summary>A Pauli string with coefficient 1, one letter per wire: <c>Parse("ZZ")</c>.</summary>
    public static Observable Parse(string letters) => PauliString.Parse(letters);

    /// <summary>The probability of a basis state: <c>Probability("01")</c> is that of wire 0 being 0 and wire 1 being 1.</summary>
    /// <param name="bits">One 0 or 1 per wire.</param>
    /// <param name="wires">As many different wires; default 0, 1, ...</param>
    public static Observable Probability(string bits, params ReadOnlySpan<int> wires) =>
        new(new BasisState(bits, wires));

    /// <summary>The sum of these terms.</summary>
    /// <exception cref="ArgumentException">A coefficient is not finite, or the |c_j| add up to more than <see cref="MaxBound"/>.</exception>
    public static Observable Sum(IEnumerable<PauliTerm> terms) => new(terms);

    /// <summary>A Pauli string with coefficient 1.</summary>
    public static implicit operator Observable(PauliString value) => new([new PauliTerm(1, value)]);

    /// <summary>The sum of two observables.</summary>
    public static Observable operator +(Observable left, Observable right) => new(left.Terms.Concat(right.Terms));

    /// <summary>The difference of two observables.</summary>
    public static Observable operator -(Observable left, Observable right) => left + -1 * right;

    /// <summary>A multiple of an observable.</summary>
    public static Observable operator *(double factor, Observable observable) =>
        new(observable.Terms.Select(term => term with { Coefficient = factor * term.Coefficient }));

    /// <inheritdoc/>
    public bool Equals(Observable? other) =>
        other is not null
        && Equals(BasisState, other.BasisState)
        && (BasisState is not null || Terms.Equals(other.Terms));

    /// <inheritdoc/>
    public override int GetHashCode() => BasisState?.GetHashCode() ?? Terms.GetHashCode();

    /// <summary>The same observable on other wires: wire <c>wires[w]</c> instead of w.</summary>
    internal Observable Renamed(ValueList<int> wires) =>
        BasisState is { } state
            ? Probability(state.Bits, Circuits.Wires.Renamed(state.Wires, wires))
            : new Observable(Terms.Select(term => term with { Paulis = term.Paulis.Renamed(wires) }));

    /// <summary><c>&lt;Z0 Z1></c>, <c>&lt;0.5*X0 + Z1></c>, or <c>P(01)[0,1]</c> for a probability.</summary>
    public override string ToString()
    {
        if (BasisState is not null)
            return $"P({BasisState.Bits}){BasisState.Wires}";
        string text = "";
        foreach (PauliTerm term in Terms)
            text = Angle.Append(text, term.Coefficient, term.Paulis.ToString());
        return $"<{(text.Length == 0 ? "0" : text)}>";
    }
}
