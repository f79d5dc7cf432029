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

    /// <summary>The strings that it acts with.</summary>
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

    public override IEnumerable<PauliString> Strings => [Generator];
}

/// <summary>A Pauli channel: each error happens with its probability, and none with the rest.</summary>
internal sealed record NoiseStep(NoiseChannel Channel, ValueList<(PauliString Error, double Probability)> Errors)
    : FormStep
{
    /// <summary>An error turns up on both sides of the state, so its sign does not matter.</summary>
    public override FormStep Rename(CliffordGate clifford) =>
        this with
        {
            Errors = Errors.Select(e => (Conjugate(clifford, e.Error).Image, e.Probability)).ToValueList(),
        };

    public override bool LetsPass(PauliString generator) => Errors.All(error => error.Error.CommutesWith(generator));

    public override IEnumerable<PauliString> Strings => Errors.Select(error => error.Error);

    /// <summary>What is left of a string: an error that anticommutes with it turns its sign.</summary>
    public double FactorOf(PauliString q) =>
        1 - 2 * Errors.Where(error => !error.Error.CommutesWith(q)).Sum(error => error.Probability);
}

/// <summary>
/// A circuit as rotations about Pauli strings and Pauli channels only. Moving a Clifford gate C past a rotation to the end of the circuit
/// renames the rotation's generator, <c>R_P(t) C = C R_Q(t)</c> with <c>Q = C^dagger P C</c>; it renames a channel's errors in the same way,
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
                    steps.Add(Renamed(new NoiseStep(channel, channel.Errors.ToValueList()), cliffords));
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
    /// The steps that these observables can depend on, in order. Going backwards, a step that commutes with everything kept so far passes it and cancels
    /// with its own adjoint; what is left is kept. Channels only enlarge what must be commuted with.
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
            if (kept.All(Steps[s].LetsPass))
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
