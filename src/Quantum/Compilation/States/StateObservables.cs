namespace QImpact.Quantum.Compilation.States;

/// <summary>A summand of an output: <c>Coefficient * sum_j (-1)^parity(j and Mask) |psi_j|^2</c>.</summary>
public readonly record struct DiagonalTerm(int Output, int Mask, double Coefficient);

/// <summary>A summand of an output: <c>Coefficient * &lt;psi|Paulis|psi></c> with a string that flips states.</summary>
public readonly record struct FlippingTerm(int Output, StateString Paulis, double Coefficient);

/// <summary>A summand of an output: the probability <c>|psi_State|^2</c>.</summary>
public readonly record struct ProbabilityTerm(int Output, int State);

/// <summary>The outputs of a <see cref="StateProgram"/> as sums over its numbered states.</summary>
/// <remarks>
/// With the probabilities p_j, <c>&lt;Z^m> = sum_j (-1)^parity(j and m) p_j</c> for every mask m at once is the Walsh-Hadamard transform
/// of p, n 2^n additions. It is its own transpose, so the same transform leads from the outputs' gradients to the weights of the states.
/// </remarks>
public sealed class StateObservables
{
    private readonly int _probabilityGroups;

    internal StateObservables(Circuit circuit, PauliRotationForm form, FlipBasis basis)
    {
        ValueList<Observable> observables = circuit.ExpectedObservables;
        var diagonal = new List<DiagonalTerm>();
        var flipping = new List<FlippingTerm>();
        var probabilities = new List<(ValueList<int> Wires, Dictionary<ulong, int> OutputOfBits)>();
        for (int output = 0; output < observables.Count; output++)
        {
            if (observables[output].BasisState is { } state)
            {
                AddProbability(probabilities, state, output);
                continue;
            }
            foreach (PauliTerm term in form.Rename(observables[output]))
            {
                if (StateProgram.StringOf(term.Paulis, basis) is not { } s)
                    continue;
                if (s.Flip == 0)
                    diagonal.Add(new DiagonalTerm(output, s.SignMask, term.Coefficient * s.Sign));
                else
                    flipping.Add(new FlippingTerm(output, s, term.Coefficient));
            }
        }
        Diagonal = diagonal.ToValueList();
        Flipping = flipping.ToValueList();
        Probabilities = probabilities
            .SelectMany(group => TermsOf(group.Wires, group.OutputOfBits, form, basis))
            .ToValueList();
        _probabilityGroups = probabilities.Count;
    }

    /// <summary>Strings of Z.</summary>
    public ValueList<DiagonalTerm> Diagonal { get; }

    /// <summary>Strings that flip states.</summary>
    public ValueList<FlippingTerm> Flipping { get; }

    /// <summary>The states that make up the outputs that are probabilities.</summary>
    public ValueList<ProbabilityTerm> Probabilities { get; }

    /// <summary>A group holds each state once, so that an output that is asked for twice goes into another group.</summary>
    private static void AddProbability(
        List<(ValueList<int> Wires, Dictionary<ulong, int> OutputOfBits)> groups,
        BasisState state,
        int output
    )
    {
        ulong bits = 0;
        for (int i = 0; i < state.Bits.Length; i++)
            bits |= (ulong)(state.Bits[i] - '0') << i;
        foreach ((ValueList<int> wires, Dictionary<ulong, int> outputOfBits) in groups)
        {
            if (wires.Equals(state.Wires) && outputOfBits.TryAdd(bits, output))
                return;
        }
        groups.Add((state.Wires, new Dictionary<ulong, int> { [bits] = output }));
    }

    /// <summary>Operations per vector of samples, there and back; see <see cref="CostRule"/>.</summary>
    internal double Cost(int bits)
    {
        double transforms = Diagonal.Count > 0 ? 3 * bits : 0;
        return Math.ScaleB(6 + transforms + 3 * _probabilityGroups + 6 * Flipping.Count, bits);
    }

    private static IEnumerable<ProbabilityTerm> TermsOf(
        ValueList<int> wires,
        Dictionary<ulong, int> outputOfBits,
        PauliRotationForm form,
        FlipBasis basis
    )
    {
        (ulong Mask, int Sign)[] bitOfWire = wires
            .Select(wire => form.Rename(PauliString.Z(wire)))
            .Select(z => (basis.SignMaskOf(z.Paulis.ZMask), z.Coefficient < 0 ? -1 : 1))
            .ToArray();
        for (int j = 0; j < 1 << basis.Rank; j++)
        {
            ulong bits = 0;
            for (int i = 0; i < bitOfWire.Length; i++)
                if (PauliString.SignOf((ulong)j & bitOfWire[i].Mask) != bitOfWire[i].Sign)
                    bits |= 1UL << i;
            if (outputOfBits.TryGetValue(bits, out int output))
                yield return new ProbabilityTerm(output, j);
        }
    }
}
