using QImpact.Quantum.Circuits;
using QImpact.Quantum.Templates;

namespace QImpact.Quantum.Compilation.States;

/// <summary>
/// A Pauli string on numbered states: <c>P|j> = i^Phase (-1)^parity(j and SignMask) |j xor Flip></c>. A rotation about it mixes the
/// amplitudes of j and j xor Flip.
/// </summary>
internal readonly record struct StateString(int Flip, int SignMask, int Phase)
{
    /// <summary>Whether i^Phase is +-i: a rotation about the string then has real entries.</summary>
    public bool IsImaginary => (Phase & 1) != 0;

    /// <summary>The sign in i^Phase = +-1 or +-i.</summary>
    public int Sign => (Phase & 2) == 0 ? 1 : -1;
}

/// <summary>A rotation of a <see cref="StateProgram"/>.</summary>
/// <param name="String">The generator.</param>
/// <param name="Source">The angle t.</param>
/// <param name="Angle">Where its cosine and sine are found.</param>
/// <param name="Bits">The bits of the states reached after it.</param>
/// <param name="IsNew">Whether it reaches new states: the upper half was empty before.</param>
internal readonly record struct StateStep(StateString String, Angle Source, AngleReference Angle, int Bits, bool IsNew);

/// <summary>
/// A circuit as rotations of a state vector: no Clifford gates, and only as many amplitudes as are ever reached.
/// </summary>
internal sealed class StateProgram
{
    /// <summary>The largest state: 2^24 amplitudes.</summary>
    public const int MaxBits = 24;

    /// <summary>The largest matrix of a block: 2^10 rows.</summary>
    public const int MaxBlockBits = 10;

    private StateProgram(
        Circuit circuit,
        AmplitudeEmbedding? preparation,
        int initialBits,
        StateStep[] steps,
        StateSegment[] segments,
        AngleTable angles,
        FlipBasis basis,
        PauliRotationForm form
    )
    {
        Circuit = circuit;
        Preparation = preparation;
        InitialBits = initialBits;
        Steps = steps;
        Segments = segments;
        Inputs = new FeaturePlan(circuit, angles.InputAngles);
        WeightAngles = angles.WeightAngles.ToValueList();
        Bits = basis.Rank;
        Observables = new StateObservables(circuit, form, basis);
    }

    public Circuit Circuit { get; }

    /// <summary>The amplitudes that the inputs set, on the first <see cref="InitialBits"/> bits; null for |0...0>.</summary>
    public AmplitudeEmbedding? Preparation { get; }

    /// <summary>The bits of the initial state; the last wire of an embedding is bit 0.</summary>
    public int InitialBits { get; }

    public StateStep[] Steps { get; }

    /// <summary>The steps again, in order: which of them are one matrix.</summary>
    public StateSegment[] Segments { get; }

    /// <summary>The angles with inputs.</summary>
    public FeaturePlan Inputs { get; }

    /// <summary>The angles with weights only.</summary>
    public ValueList<Angle> WeightAngles { get; }

    /// <summary>Gate by gate without blocks, dense where one block ends the program and nothing else has weights, otherwise layered.</summary>
    public CircuitForm Form
    {
        get
        {
            int blocks = Segments.Count(segment => segment.IsBlock);
            bool inputsFirst = blocks == 1 && Segments[^1].IsBlock;
            return blocks == 0 ? CircuitForm.GateByGate
                : inputsFirst ? CircuitForm.Dense
                : CircuitForm.Layered;
        }
    }

    /// <summary>The state has 2^Bits amplitudes.</summary>
    public int Bits { get; }

    public StateObservables Observables { get; }

    /// <summary>Finds the rotations of a circuit.</summary>
    /// <exception cref="NotSupportedException">The circuit has noise channels.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The state would have more than 2^<see cref="MaxBits"/> amplitudes.</exception>
    /// <param name="circuit">The circuit.</param>
    /// <param name="pays">Whether so many steps on so many bits are to be one matrix; see <see cref="StateSegment.Of"/>.</param>
    public static StateProgram Of(Circuit circuit, Func<int, int, bool> pays)
    {
        PauliRotationForm form = PauliRotationForm.Of(circuit);
        if (form.Steps.OfType<NoiseStep>().FirstOrDefault() is { } noise)
            throw noise.Channel.NotSupportedBy("a form that computes states");
        form = WithDiagonalProbabilities(circuit, form);

        var basis = new FlipBasis();
        foreach (int wire in (form.Preparation?.Wires ?? []).Reverse())
            basis.Add(1UL << wire);
        int initialBits = basis.Rank;
        var angles = new AngleTable();
        var steps = new List<StateStep>();
        foreach (RotationStep rotation in form.Rotations.Where(r => !r.Angle.IsConstant || r.Angle.Offset != 0))
        {
            int before = basis.Rank;
            basis.Add(rotation.Generator.XMask);
            CheckBits(circuit, basis.Rank);
            steps.Add(
                new StateStep(
                    StringOf(rotation.Generator, basis)!.Value,
                    rotation.Angle,
                    angles.Refer(rotation.Angle, half: true),
                    basis.Rank,
                    basis.Rank > before
                )
            );
        }
        StateStep[] all = steps.ToArray();
        StateSegment[] segments = StateSegment.Of(all, pays);
        return new StateProgram(circuit, form.Preparation, initialBits, all, segments, angles, basis, form);
    }

    /// <summary>The size in words.</summary>
    public string Describe()
    {
        int blocks = Segments.Count(segment => segment.IsBlock);
        int single = Segments.Where(segment => !segment.IsBlock).Sum(segment => segment.Count);
        string matrices = blocks switch
        {
            0 => "",
            1 => "and one matrix ",
            _ => $"and {blocks} matrices ",
        };
        return $"{single} rotations {matrices}on {1 << Bits} amplitudes";
    }

    /// <summary>The string on the numbered states, or null if it leads out of them, so that its expectation is 0.</summary>
    public static StateString? StringOf(PauliString p, FlipBasis basis) =>
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
