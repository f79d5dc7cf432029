namespace QImpact.Quantum.Circuits;

/// <summary>A basis state of some wires, <c>|01> on wires 0 and 1</c>.</summary>
public sealed record BasisState
{
    /// <param name="bits">One 0 or 1 per wire.</param>
    /// <param name="wires">As many different wires; default 0, 1, ...</param>
    /// <exception cref="FormatException">Another character than 0 and 1.</exception>
    /// <exception cref="ArgumentException">A wrong number of wires, or one twice.</exception>
    public BasisState(string bits, params ReadOnlySpan<int> wires)
    {
        ArgumentNullException.ThrowIfNull(bits);
        int stranger = bits.AsSpan().IndexOfAnyExcept('0', '1');
        if (stranger >= 0)
            throw new FormatException($"'{bits[stranger]}' in the basis state \"{bits}\"; expected 0 or 1");
        Bits = bits;
        Wires = Circuits.Wires.Check(
            $"the basis state {bits}",
            Circuits.Wires.OrFirst(wires, bits.Length),
            bits.Length,
            nameof(wires)
        );
    }

    /// <summary>One 0 or 1 per wire.</summary>
    public string Bits { get; }

    /// <summary>The wires, in the order of the bits.</summary>
    public ValueList<int> Wires { get; }

    /// <summary>The wires as a bit mask.</summary>
    internal ulong Support => Wires.Aggregate(0UL, (mask, wire) => mask | 1UL << wire);

    /// <summary>The wires that are 1, as a bit mask.</summary>
    internal ulong Ones => Wires.Where((_, i) => Bits[i] == '1').Aggregate(0UL, (mask, wire) => mask | 1UL << wire);

    /// <summary>The projector onto the state as Pauli strings: the product over the wires of (1 + Z)/2 for 0 and (1 - Z)/2 for 1.</summary>
    internal IEnumerable<PauliTerm> Expand()
    {
        (ulong support, ulong ones) = (Support, Ones);
        double weight = Math.ScaleB(1, -Wires.Count);
        ulong subset = 0;
        do
        {
            yield return new PauliTerm(PauliString.SignOf(subset & ones) * weight, new PauliString(0, subset));
            subset = (subset - support) & support;
        } while (subset != 0);
    }

    /// <summary><c>01[0,1]</c></summary>
    public override string ToString() => $"{Bits}{Wires}";
}
