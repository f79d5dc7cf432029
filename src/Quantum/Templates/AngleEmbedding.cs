using QImpact.Quantum.Circuits;
using QImpact.Quantum.Gates;

namespace QImpact.Quantum.Templates;

/// <summary>
/// PennyLane's <c>AngleEmbedding(features, wires, rotation)</c>: feature k becomes the angle of a rotation on the k-th wire,
/// <c>R_axis(x[k])</c>. On |0...0> the embedded state is a product state.
/// </summary>
public sealed record AngleEmbedding : Operation
{
    internal AngleEmbedding(int features, ReadOnlySpan<int> wires, Pauli rotation, int firstInput)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(firstInput);
        Features = features;
        Wires = Circuits.Wires.Check(nameof(AngleEmbedding), wires, nameof(wires));
        Rotation = TemplateFactory.CheckAxis(rotation);
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

    internal override Operation Moved(ReadOnlySpan<int> wires, int weights) =>
        new AngleEmbedding(Features, Renamed(Wires, wires).AsSpan(), Rotation, FirstInput);

    /// <summary><c>AngleEmbedding(X, wires=4)</c>.</summary>
    public override string ToString() =>
        $"AngleEmbedding({Rotation}, wires={Circuits.Wires.Describe(Wires)}"
        + (Features == Wires.Count ? "" : $", features={Features}")
        + (FirstInput == 0 ? ")" : $", inputs={FirstInput}..)");
}
