using QImpact.Quantum.Noise;
using QImpact.Quantum.Templates;

namespace QImpact.Quantum.Compilation;

/// <summary>A step of a <see cref="PauliRotationForm"/>.</summary>
internal abstract record FormStep
{
    /// <summary>The same step after a Clifford gate has been moved past it to the end of the circuit.</summary>
    public abstract FormStep Rename(CliffordGate clifford);

    /// <summary>Whether the step and a rotation about this string can change places.</summary>
    public abstract bool LetsPass(PauliString generator);

    /// <summary>Whether going backwards the step leaves this observable as it is.</summary>
    public abstract bool Keeps(PauliString observable);

    /// <summary>The strings by which it multiplies observables.</summary>
    public abstract IEnumerable<PauliString> Strings { get; }

    protected static (PauliString Image, int Sign) Conjugate(CliffordGate clifford, PauliString p) =>
        clifford.Kind.Conjugate(p, clifford.Wires.AsSpan());
}

/// <summary>A rotation <c>exp(-i t P / 2)</c>.</summary>
internal sealed record RotationStep(PauliString Generator, Angle Angle) : FormStep
{
    public override FormStep Rename(CliffordGate clifford)
    {
        (PauliString image, int sign) = Conjugate(clifford, Generator);
        return new RotationStep(image, sign < 0 ? -Angle : Angle);
    }

    public override bool LetsPass(PauliString generator) => Generator.CommutesWith(generator);

    public override bool Keeps(PauliString observable) => Generator.CommutesWith(observable);

    public override IEnumerable<PauliString> Strings => [Generator];
}

/// <summary>
/// A channel on a wire. Behind Clifford gates the wire's X and Z have become the strings <c>X</c> and <c>ZSign Z</c>, and what a string carries
/// "on the wire" is told by which of the two it anticommutes with.
/// </summary>
internal sealed record NoiseStep(NoiseChannel Channel, PauliString X, PauliString Z, int ZSign, PauliTransfer Transfer)
    : FormStep
{
    public static NoiseStep Of(NoiseChannel channel)
    {
        int wire = channel.Wires[0];
        return new NoiseStep(channel, PauliString.X(wire), PauliString.Z(wire), 1, channel.Channel.Transfer);
    }

    /// <summary>The sign of X does not matter: the channel multiplies strings with X or Y by a number, and makes none.</summary>
    public override FormStep Rename(CliffordGate clifford)
    {
        (PauliString z, int sign) = Conjugate(clifford, Z);
        return this with { X = Conjugate(clifford, X).Image, Z = z, ZSign = sign * ZSign };
    }

    public override bool Keeps(PauliString observable) => FactorOf(observable) == 1 && ShiftOf(observable) is null;

    /// <summary>
    /// The rotation mixes a string with its product with the generator, so both must fare alike. Of a generator that acts nowhere else those that
    /// carry it or nothing on the wire commute with it, and no rotation touches them.
    /// </summary>
    public override bool LetsPass(PauliString generator)
    {
        Pauli own = On(generator);
        if (own == Pauli.I)
            return true;
        bool isAlone = generator == Image(own);
        double[] mixed = [.. Enum.GetValues<Pauli>().Where(p => p != Pauli.I && p != own).Select(Transfer.Of)];
        return mixed[0] == mixed[1]
            && (isAlone || Transfer.Of(own) == 1)
            && (Transfer.Shift == 0 || (isAlone && own == Pauli.Z));
    }

    public override IEnumerable<PauliString> Strings => Transfer.Shift == 0 ? [] : [Z];

    /// <summary>What the adjoint leaves of a string.</summary>
    public double FactorOf(PauliString q) => Transfer.Of(On(q));

    /// <summary>What the adjoint adds to a string that carries Z on the wire, the string without it; null where it adds nothing.</summary>
    public PauliTerm? ShiftOf(PauliString q)
    {
        if (Transfer.Shift == 0 || On(q) != Pauli.Z)
            return null;
        // The two commute, so the power of i is even.
        (PauliString rest, int power) = PauliString.Multiply(Z, q);
        return new PauliTerm((power == 0 ? ZSign : -ZSign) * Transfer.Shift, rest);
    }

    /// <summary>What a string carries on the wire.</summary>
    private Pauli On(PauliString q) =>
        (X.CommutesWith(q), Z.CommutesWith(q)) switch
        {
            (true, true) => Pauli.I,
            (true, false) => Pauli.X,
            (false, true) => Pauli.Z,
            (false, false) => Pauli.Y,
        };

    /// <summary>What a Pauli matrix on the wire has become, up to its sign.</summary>
    private PauliString Image(Pauli pauli) =>
        pauli switch
        {
            Pauli.X => X,
            Pauli.Z => Z,
            _ => PauliString.Multiply(X, Z).Product,
        };
}

/// <summary>
/// A circuit as rotations about Pauli strings and channels only. Moving a Clifford gate C past a rotation to the end of the circuit
/// renames the rotation's generator, <c>R_P(t) C = C R_Q(t)</c> with <c>Q = C^dagger P C</c>; it renames a channel's matrices in the same way,
/// and at the end the observables. Then rotations about the same string merge when only steps that let them pass lie between them,
/// because their angles add.
/// </summary>
/// <param name="Preparation">The amplitudes that the inputs set, or null for |0...0>.</param>
/// <param name="Steps">The steps in the order in which they act.</param>
/// <param name="Clifford">The gates that have been moved to the end, in the order in which they act.</param>
internal sealed record PauliRotationForm(
    AmplitudeEmbedding? Preparation,
    List<FormStep> Steps,
    List<CliffordGate> Clifford
)
{
    /// <summary>The rotations in the order in which they act.</summary>
    public IEnumerable<RotationStep> Rotations => Steps.OfType<RotationStep>();

    /// <summary>The form of a circuit; a message about an element that is not known names the interpreter that asks.</summary>
    public static PauliRotationForm Of(Circuit circuit, string interpreter = "the compiler")
    {
        AmplitudeEmbedding? preparation = null;
        var steps = new List<FormStep>();
        var cliffords = new List<CliffordGate>();
        foreach (Operation element in circuit.Elements)
        {
            switch (element)
            {
                case AmplitudeEmbedding embedding:
                    preparation = embedding;
                    break;
                case NoiseChannel channel:
                    steps.Add(Renamed(NoiseStep.Of(channel), cliffords));
                    break;
                case PauliRotation or CliffordGate or CompositeGate:
                    AddGate((Gate)element, steps, cliffords);
                    break;
                default:
                    throw element.NotSupportedBy(interpreter);
            }
        }
        return new PauliRotationForm(preparation, Merge(steps), cliffords);
    }

    /// <summary>The terms of an observable as seen before the Clifford gates: <c>C^dagger O C</c>.</summary>
    public IEnumerable<PauliTerm> Rename(Observable observable)
    {
        foreach (PauliTerm term in observable.Terms)
        {
            PauliTerm renamed = Rename(term.Paulis);
            yield return renamed with
            {
                Coefficient = renamed.Coefficient * term.Coefficient,
            };
        }
    }

    /// <summary>A string as seen before the Clifford gates, with its sign.</summary>
    public PauliTerm Rename(PauliString paulis)
    {
        double coefficient = 1;
        for (int c = Clifford.Count - 1; c >= 0; c--)
        {
            (paulis, int sign) = Clifford[c].Kind.Conjugate(paulis, Clifford[c].Wires.AsSpan());
            coefficient *= sign;
        }
        return new PauliTerm(coefficient, paulis);
    }

    /// <summary>
    /// The steps that these observables can depend on, in order. Going backwards, a step that leaves everything kept so far as it is passes it and cancels
    /// with its own adjoint; what is left is kept, with the strings by which it multiplies.
    /// </summary>
    public List<FormStep> LightCone(IEnumerable<Observable> observables)
    {
        HashSet<PauliString> kept =
        [
            .. observables.SelectMany(observable => observable.Strings).Select(paulis => Rename(paulis).Paulis),
        ];
        var cone = new List<FormStep>();
        for (int s = Steps.Count - 1; s >= 0; s--)
        {
            if (kept.All(Steps[s].Keeps))
                continue;
            cone.Add(Steps[s]);
            kept.UnionWith(Steps[s].Strings);
        }
        cone.Reverse();
        return cone;
    }

    private static void AddGate(Gate gate, List<FormStep> steps, List<CliffordGate> cliffords)
    {
        foreach (Gate primitive in gate.Primitives)
        {
            if (primitive is CliffordGate clifford)
                cliffords.Add(clifford);
            else if (primitive is PauliRotation rotation)
                steps.Add(Renamed(new RotationStep(rotation.Generator, rotation.Angle), cliffords));
        }
    }

    /// <summary>The step as seen before the Clifford gates that stand before it.</summary>
    private static FormStep Renamed(FormStep step, List<CliffordGate> cliffords)
    {
        for (int c = cliffords.Count - 1; c >= 0; c--)
            step = step.Rename(cliffords[c]);
        return step;
    }

    private static List<FormStep> Merge(List<FormStep> steps)
    {
        var merged = new List<FormStep>();
        foreach (FormStep step in steps)
        {
            if (step is RotationStep rotation && PartnerOf(rotation, merged) is { } partner)
                merged[partner] = rotation with { Angle = ((RotationStep)merged[partner]).Angle + rotation.Angle };
            else
                merged.Add(step);
        }
        return merged;
    }

    private static int? PartnerOf(RotationStep rotation, List<FormStep> merged)
    {
        for (int s = merged.Count - 1; s >= 0; s--)
        {
            if (merged[s] is RotationStep candidate && candidate.Generator == rotation.Generator)
                return s;
            if (!merged[s].LetsPass(rotation.Generator))
                return null;
        }
        return null;
    }
}
