using QImpact.Quantum.Text;

namespace QImpact.Quantum.Templates;

/// <summary>
/// PennyLane's <c>AngleEmbedding(features, wires, rotation)</c>: feature k becomes the angle of a rotation on the k-th wire,
/// <c>R_axis(x[k])</c>. On |0...0> the embedded state is a product state.
/// </summary>
public sealed record AngleEmbedding : Operation
{
    internal static readonly TemplateSyntax Syntax = new(
        nameof(AngleEmbedding),
        [TemplateArguments.Rotation, TemplateArguments.Wires, TemplateArguments.Features, TemplateArguments.Inputs],
        given => new AngleEmbedding(
            given.Of(TemplateArguments.Features, null) ?? given.Wires.Length,
            given.Wires,
            given.Of(TemplateArguments.Rotation, Pauli.X),
            given.FirstInput
        )
    );

    /// <param name="features">The number of features, at least 1.</param>
    /// <param name="wires">At least as many different wires as features; default 0 to features - 1.</param>
    /// <param name="rotation">X, Y or Z.</param>
    /// <param name="firstInput">The circuit's input that is the first feature.</param>
    public AngleEmbedding(int features, ReadOnlySpan<int> wires = default, Pauli rotation = Pauli.X, int firstInput = 0)
    {
        TemplateChecks.CheckCount(nameof(AngleEmbedding), features, nameof(features));
        TemplateChecks.CheckFirst(nameof(AngleEmbedding), "inputs", firstInput, nameof(firstInput));
        Features = features;
        Wires = Circuits.Wires.Check(nameof(AngleEmbedding), Circuits.Wires.OrFirst(wires, features), nameof(wires));
        Rotation = TemplateChecks.CheckAxis(rotation);
        FirstInput = firstInput;
        if (features > Wires.Count)
            throw new ArgumentException(
                $"AngleEmbedding of {features} features on {Wires.Count} wires; expected at most one feature per wire",
                nameof(features)
            );
        Elements = Enumerable
            .Range(0, features)
            .Select(k => (Operation)new PauliRotation(Angle.Input(FirstInput + k), PauliString.On(Wires[k], Rotation)))
            .ToValueList();
    }

    /// <summary>The number of features, at most one per wire.</summary>
    public int Features { get; }

    /// <inheritdoc/>
    public override ValueList<int> Wires { get; }

    /// <summary>The rotations' axis: X, Y or Z.</summary>
    public Pauli Rotation { get; }

    /// <summary>The circuit's input that is the first feature.</summary>
    public int FirstInput { get; }

    /// <inheritdoc/>
    public override ValueList<Operation> Elements { get; }

    internal override Operation Moved(ValueList<int> wires, int weights) =>
        new AngleEmbedding(Features, Circuits.Wires.Renamed(Wires, wires), Rotation, FirstInput);

    /// <summary><c>AngleEmbedding(X, wires=4)</c>.</summary>
    public override string ToString() =>
        $"AngleEmbedding({Rotation}, wires={Circuits.Wires.Describe(Wires)}"
        + (Features == Wires.Count ? "" : $", features={Features}")
        + InputsText(FirstInput);
}

/// <summary>Adds templates to circuits, each call returning a new circuit.</summary>
public static partial class CircuitTemplates
{
    /// <summary>
    /// Adds PennyLane's AngleEmbedding, by default on every wire with one feature per wire; called again, it embeds the same inputs again (re-uploading).
    /// </summary>
    public static Circuit AngleEmbedding(
        this Circuit circuit,
        Pauli rotation = Pauli.X,
        ReadOnlySpan<int> wires = default,
        int? features = null,
        int firstInput = 0
    )
    {
        wires = Wires.OrFirst(wires, circuit.Qubits);
        return circuit.Add(new AngleEmbedding(features ?? wires.Length, wires, rotation, firstInput));
    }
}
