using QImpact.Quantum.Text;

namespace QImpact.Quantum.Templates;

/// <summary>
/// PennyLane's <c>BasicEntanglerLayers(weights, wires, rotation)</c>: in each layer one rotation per wire, then CNOTs from each
/// wire to the next, closed to a ring. Two wires have a single CNOT, one wire has none.
/// </summary>
public sealed record BasicEntanglerLayers : Operation
{
    internal static readonly TemplateSyntax Syntax = new(
        nameof(BasicEntanglerLayers),
        [TemplateArguments.Rotation, TemplateArguments.Layers, TemplateArguments.Wires, TemplateArguments.Weights],
        given => new BasicEntanglerLayers(
            given.Of(TemplateArguments.Layers, 0),
            given.Wires,
            given.Of(TemplateArguments.Rotation, Pauli.X),
            given.FirstWeight
        )
    );

    /// <param name="layers">The number of layers, at least 1.</param>
    /// <param name="wires">Different wires, in the order of the ring of CNOTs.</param>
    /// <param name="rotation">X for RX, Y for RY, Z for RZ.</param>
    /// <param name="firstWeight">The circuit's weight that is the first of the block [layers, wires].</param>
    public BasicEntanglerLayers(int layers, ReadOnlySpan<int> wires, Pauli rotation = Pauli.X, int firstWeight = 0)
    {
        TemplateChecks.CheckCount(nameof(BasicEntanglerLayers), layers, nameof(layers));
        TemplateChecks.CheckFirst(nameof(BasicEntanglerLayers), "weights", firstWeight, nameof(firstWeight));
        LayerCount = layers;
        Wires = Circuits.Wires.Check(nameof(BasicEntanglerLayers), wires, nameof(wires));
        Rotation = TemplateChecks.CheckAxis(rotation);
        Weights = new WeightBlock(firstWeight, [layers, Wires.Count]);
        TemplateChecks.CheckGates(nameof(BasicEntanglerLayers), layers, 2.0 * layers * Wires.Count, nameof(layers));
        Elements = Enumerable.Range(0, layers).SelectMany(Layer).ToValueList();
    }

    /// <summary>The number of layers.</summary>
    public int LayerCount { get; }

    /// <summary>The wires, in the order of the ring.</summary>
    public override ValueList<int> Wires { get; }

    /// <summary>The rotations' axis: X, Y or Z.</summary>
    public Pauli Rotation { get; }

    /// <summary>The weights, [layers, wires].</summary>
    public override WeightBlock Weights { get; }

    /// <inheritdoc/>
    public override ValueList<Operation> Elements { get; }

    /// <inheritdoc/>
    public override ValueList<Operation> Layers =>
        Enumerable
            .Range(0, LayerCount)
            .Select(l =>
                (Operation)new BasicEntanglerLayers(1, Wires.AsSpan(), Rotation, Weights.First + l * Wires.Count)
            )
            .ToValueList();

    internal override Operation Moved(ValueList<int> wires, int weights) =>
        new BasicEntanglerLayers(LayerCount, Circuits.Wires.Renamed(Wires, wires), Rotation, Weights.First + weights);

    /// <summary><c>BasicEntanglerLayers(RX, layers=2, wires=4)</c>.</summary>
    public override string ToString() => TextAfter(0);

    internal override string TextAfter(int weights) =>
        $"BasicEntanglerLayers(R{Rotation}, layers={LayerCount}, wires={Circuits.Wires.Describe(Wires)}"
        + WeightsText(Weights, weights);

    private IEnumerable<Operation> Layer(int layer)
    {
        int count = Wires.Count;
        for (int i = 0; i < count; i++)
        {
            Angle angle = Angle.Weight(Weights.First + layer * count + i);
            yield return new PauliRotation(angle, PauliString.On(Wires[i], Rotation));
        }
        int entanglers = count > 2 ? count : count - 1;
        for (int i = 0; i < entanglers; i++)
            yield return new CliffordGate(Clifford.CNOT, Wires[i], Wires[(i + 1) % count]);
    }
}

public static partial class CircuitTemplates
{
    /// <summary>Adds PennyLane's BasicEntanglerLayers with weights of its own, after those that the circuit has; by default on every wire.</summary>
    public static Circuit BasicEntanglerLayers(
        this Circuit circuit,
        int layers,
        Pauli rotation = Pauli.X,
        ReadOnlySpan<int> wires = default
    ) =>
        circuit.Add(
            new BasicEntanglerLayers(layers, Wires.OrFirst(wires, circuit.Qubits), rotation, circuit.WeightCount)
        );
}
