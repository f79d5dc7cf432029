using System.Numerics;
using QImpact.Quantum.Circuits;

namespace QImpact.Quantum.Compilation.States;

/// <summary>The outputs of a <see cref="StateProgram"/> as sums over its numbered states.</summary>
/// <remarks>
/// With the probabilities p_j, <c>&lt;Z^m> = sum_j (-1)^parity(j and m) p_j</c> for every mask m at once is the Walsh-Hadamard transform
/// of p, n 2^n additions. It is its own transpose, so the same transform leads from the outputs' gradients to the weights of the states.
/// </remarks>
internal sealed class StateObservables
{
    public StateObservables(Circuit circuit, PauliRotationForm form, FlipBasis basis)
    {
        ValueList<Observable> observables = circuit.ExpectedObservables;
        var diagonal = new List<(int Output, int Mask, double Coefficient)>();
        var other = new List<(int Output, StateString String, double Coefficient)>();
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
                    diagonal.Add((output, s.SignMask, term.Coefficient * s.Sign));
                else
                    other.Add((output, s, term.Coefficient));
            }
        }
        Diagonal = diagonal.ToArray();
        Other = other.ToArray();
        Probabilities = probabilities
            .Select(group => OutputOfState(group.Wires, group.OutputOfBits, form, basis))
            .ToArray();
    }

    /// <summary>Strings of Z: the output, the mask and the coefficient.</summary>
    public (int Output, int Mask, double Coefficient)[] Diagonal { get; }

    /// <summary>Strings that flip states.</summary>
    public (int Output, StateString String, double Coefficient)[] Other { get; }

    /// <summary>Per group of probabilities on the same wires: for each state the output that counts it, or -1.</summary>
    public int[][] Probabilities { get; }

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
    public double Cost(int bits)
    {
        double transforms = Diagonal.Length > 0 ? 3 * bits : 0;
        return Math.ScaleB(6 + transforms + 3 * Probabilities.Length + 6 * Other.Length, bits);
    }

    private static int[] OutputOfState(
        ValueList<int> wires,
        Dictionary<ulong, int> outputOfBits,
        PauliRotationForm form,
        FlipBasis basis
    )
    {
        (ulong Mask, int Offset)[] bitOfWire = wires
            .Select(wire => form.Rename(PauliString.Z(wire)))
            .Select(z => (basis.SignMaskOf(z.Paulis.ZMask), z.Coefficient < 0 ? 1 : 0))
            .ToArray();
        var outputOfState = new int[1 << basis.Rank];
        for (int j = 0; j < outputOfState.Length; j++)
        {
            ulong bits = 0;
            for (int i = 0; i < bitOfWire.Length; i++)
                bits |= (ulong)((BitOperations.PopCount((ulong)j & bitOfWire[i].Mask) + bitOfWire[i].Offset) & 1) << i;
            outputOfState[j] = outputOfBits.GetValueOrDefault(bits, -1);
        }
        return outputOfState;
    }
}
