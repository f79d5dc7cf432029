using QImpact.Quantum.Templates;

namespace QImpact.Quantum.Compilation.States;

/// <summary>A rotation of a <see cref="StateProgram"/>.</summary>
/// <param name="Generator">The generator P of <c>exp(-i t P / 2)</c>.</param>
/// <param name="Source">The angle t, radians.</param>
/// <param name="Angle">Where t is: in <see cref="StateProgram.InputAngles"/>, in <see cref="StateProgram.WeightAngles"/>, or a constant with cos(t/2) and sin(t/2).</param>
/// <param name="Bits">The bits of the states reached after it.</param>
/// <param name="IsNew">Whether it reaches new states: the upper half was empty before.</param>
public readonly record struct StateStep(
    StateString Generator,
    Angle Source,
    AngleReference Angle,
    int Bits,
    bool IsNew
);

/// <summary>
/// A circuit as rotations of a state vector: no Clifford gates, and only as many amplitudes as are ever reached. The reached states are numbered
/// 0 to 2^<see cref="Bits"/> - 1, and 0 is the initial one.
/// </summary>
public sealed class StateProgram
{
    /// <summary>The largest state: 2^24 amplitudes.</summary>
    public const int MaxBits = 24;

    /// <summary>The largest matrix of a block: 2^10 rows.</summary>
    public const int MaxBlockBits = 10;

    private StateProgram(Circuit circuit, PauliRotationForm form, StateStep[] steps, AngleTable angles, FlipBasis basis)
    {
        Circuit = circuit;
        Preparation = form.Preparation;
        InitialBits = form.Preparation?.Wires.Count ?? 0;
        Steps = steps.ToValueList();
        InputAngles = new AffineAngles(circuit, angles.InputAngles);
        WeightAngles = angles.WeightAngles.ToValueList();
        Bits = basis.Rank;
        Observables = new StateObservables(circuit, form, basis);
    }

    /// <summary>The circuit.</summary>
    public Circuit Circuit { get; }

    /// <summary>The amplitudes that the inputs set, on the first <see cref="InitialBits"/> bits; null for |0...0>.</summary>
    public AmplitudeEmbedding? Preparation { get; }

    /// <summary>The bits of the initial state; the last wire of an embedding is bit 0.</summary>
    public int InitialBits { get; }

    /// <summary>The rotations that outputs depend on, in the order in which they act.</summary>
    public ValueList<StateStep> Steps { get; }

    /// <summary>The angles with inputs.</summary>
    public AffineAngles InputAngles { get; }

    /// <summary>The angles with weights only.</summary>
    public ValueList<Angle> WeightAngles { get; }

    /// <summary>The state has 2^Bits amplitudes.</summary>
    public int Bits { get; }

    /// <summary>The outputs as sums over the numbered states.</summary>
    public StateObservables Observables { get; }

    /// <summary>Finds the rotations of a circuit.</summary>
    /// <param name="circuit">The circuit.</param>
    /// <exception cref="NotSupportedException">The circuit has noise channels.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The state would have more than 2^<see cref="MaxBits"/> amplitudes.</exception>
    public static StateProgram Of(Circuit circuit)
    {
        ArgumentNullException.ThrowIfNull(circuit);
        PauliRotationForm form = PauliRotationForm.Of(circuit);
        if (form.Steps.OfType<NoiseStep>().FirstOrDefault() is { } noise)
            throw noise.Channel.NotSupportedBy("a form that computes states");
        form = WithDiagonalProbabilities(circuit, form);

        // A rotation that no output depends on, or by no angle at all, is none.
        RotationStep[] rotations =
        [
            .. form.LightCone(circuit.ExpectedObservables)
                .OfType<RotationStep>()
                .Where(rotation => !rotation.Angle.IsConstant || rotation.Angle.Offset != 0),
        ];
        var basis = new FlipBasis();
        foreach (int wire in (form.Preparation?.Wires ?? []).Reverse())
            basis.Add(1UL << wire);
        var bits = new int[rotations.Length];
        for (int r = 0; r < rotations.Length; r++)
        {
            basis.Add(rotations[r].Generator.XMask);
            CheckBits(circuit, basis.Rank);
            bits[r] = basis.Rank;
        }
        var angles = new AngleTable();
        int before = form.Preparation?.Wires.Count ?? 0;
        var steps = new StateStep[rotations.Length];
        for (int r = 0; r < steps.Length; r++)
        {
            StateString p = StringOf(rotations[r].Generator, basis)!.Value;
            AngleReference angle = angles.Refer(rotations[r].Angle, half: true);
            steps[r] = new StateStep(p, rotations[r].Angle, angle, bits[r], IsNew: bits[r] > before);
            before = bits[r];
        }
        return new StateProgram(circuit, form, steps, angles, basis);
    }

    /// <summary>The string on the numbered states, or null if it leads out of them, so that its expectation is 0.</summary>
    internal static StateString? StringOf(PauliString p, FlipBasis basis) =>
        basis.NumberOf(p.XMask) is { } flip
            ? new StateString((int)flip, (int)basis.SignMaskOf(p.ZMask), p.YCount & 3)
            : null;

    /// <summary>
    /// Probabilities are read off the amplitudes, which needs every Z of their wires to stay a string of Z when the Clifford gates are moved
    /// past it. Where it doesn't, the gates stay in place, as rotations by quarter and half turns.
    /// </summary>
    private static PauliRotationForm WithDiagonalProbabilities(Circuit circuit, PauliRotationForm form)
    {
        bool diagonal = circuit
            .ExpectedObservables.Select(observable => observable.BasisState)
            .OfType<BasisState>()
            .SelectMany(state => state.Wires)
            .Distinct()
            .All(wire => form.Rename(PauliString.Z(wire)).Paulis.IsDiagonal);
        if (diagonal)
            return form;
        IEnumerable<FormStep> rotations = form
            .Clifford.SelectMany(gate => gate.Kind.Rotations(gate.Wires))
            .Select(rotation => new RotationStep(rotation.Generator, rotation.Angle));
        return form with { Steps = [.. form.Steps, .. rotations], Clifford = [] };
    }

    private static void CheckBits(Circuit circuit, int bits)
    {
        if (bits > MaxBits)
            throw new ArgumentOutOfRangeException(
                nameof(circuit),
                circuit.Qubits,
                $"a state of a circuit with {circuit.Qubits} qubits has 2^{bits} amplitudes or more; expected at most 2^{MaxBits}"
            );
    }
}
