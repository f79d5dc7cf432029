using QImpact.Quantum.Text;

namespace QImpact.Quantum.Templates;

/// <summary>
/// PennyLane's <c>StronglyEntanglingLayers(weights, wires, ranges, imprimitive)</c>: in each layer a Rot on every wire, then a two-qubit
/// gate from each wire i to wire i + r, closed to a ring, where r is the layer's range.
/// </summary>
public sealed record StronglyEntanglingLayers : Operation
{
    private static readonly TemplateArgument<int[]> RangesArgument = new(
        "ranges",
        reader =>
        {
            reader.Expect("[", "a range per layer, such as [1,2]");
            return [.. reader.ListUntil("]", () => reader.ExpectInteger("a range"))];
        }
    );

    private static readonly TemplateArgument<Clifford?> ImprimitiveArgument = new("imprimitive", ReadImprimitive);

    internal static readonly TemplateSyntax Syntax = new(
        nameof(StronglyEntanglingLayers),
        [
            TemplateArguments.Layers,
            TemplateArguments.Wires,
            RangesArgument,
            ImprimitiveArgument,
            TemplateArguments.Weights,
        ],
        given => new StronglyEntanglingLayers(
            given.Of(TemplateArguments.Layers, 0),
            given.Wires,
            given.Of(RangesArgument, []),
            given.Of(ImprimitiveArgument, null),
            given.FirstWeight
        )
    );

    private readonly int _wireCount;

    /// <param name="layers">The number of layers, at least 1.</param>
    /// <param name="wires">Different wires, in the order of the ring.</param>
    /// <param name="ranges">One per layer, 1 to wires - 1; default 1, 2, ..., wires - 1, 1, ...</param>
    /// <param name="imprimitive">The two-qubit gate; default CNOT.</param>
    /// <param name="firstWeight">The circuit's weight that is the first of the block [layers, wires, 3].</param>
    public StronglyEntanglingLayers(
        int layers,
        ReadOnlySpan<int> wires,
        ReadOnlySpan<int> ranges = default,
        Clifford? imprimitive = null,
        int firstWeight = 0
    )
    {
        imprimitive ??= Clifford.CNOT;
        TemplateChecks.CheckCount(nameof(StronglyEntanglingLayers), layers, nameof(layers));
        TemplateChecks.CheckFirst(nameof(StronglyEntanglingLayers), "weights", firstWeight, nameof(firstWeight));
        LayerCount = layers;
        Wires = Circuits.Wires.Check(nameof(StronglyEntanglingLayers), wires, nameof(wires));
        _wireCount = Wires.Count;
        TemplateChecks.CheckGates(nameof(StronglyEntanglingLayers), layers, 2.0 * layers * _wireCount, nameof(layers));
        Ranges = ranges.IsEmpty ? DefaultRanges(layers, _wireCount) : CheckRanges(layers, _wireCount, ranges);
        Imprimitive =
            imprimitive.Arity == 2
                ? imprimitive
                : throw new ArgumentException(
                    $"StronglyEntanglingLayers with the imprimitive {imprimitive}; expected a gate on two wires",
                    nameof(imprimitive)
                );
        Weights = new WeightBlock(firstWeight, [layers, _wireCount, 3]);
        Elements = Enumerable.Range(0, layers).SelectMany(Layer).ToValueList();
    }

    /// <summary>The number of layers.</summary>
    public int LayerCount { get; }

    /// <summary>The wires, in the order of the ring.</summary>
    public override ValueList<int> Wires { get; }

    /// <summary>The range of each layer: 1, 2, ..., wires - 1, 1, ... unless given; 0 on one wire, which has nothing to entangle.</summary>
    public ValueList<int> Ranges { get; }

    /// <summary>The two-qubit gate, CNOT unless given.</summary>
    public Clifford Imprimitive { get; }

    /// <summary>The weights, [layers, wires, 3]: phi, theta, omega.</summary>
    public override WeightBlock Weights { get; }

    /// <inheritdoc/>
    public override ValueList<Operation> Elements { get; }

    /// <inheritdoc/>
    public override ValueList<Operation> Layers =>
        Enumerable
            .Range(0, LayerCount)
            .Select(l =>
                (Operation)
                    new StronglyEntanglingLayers(
                        1,
                        Wires.AsSpan(),
                        [Ranges[l]],
                        Imprimitive,
                        Weights.First + l * 3 * _wireCount
                    )
            )
            .ToValueList();

    internal override Operation Moved(ValueList<int> wires, int weights) =>
        new StronglyEntanglingLayers(
            LayerCount,
            Circuits.Wires.Renamed(Wires, wires),
            Ranges.AsSpan(),
            Imprimitive,
            Weights.First + weights
        );

    /// <summary><c>StronglyEntanglingLayers(layers=2, wires=4)</c>.</summary>
    public override string ToString() => TextAfter(0);

    internal override string TextAfter(int weights) =>
        $"StronglyEntanglingLayers(layers={LayerCount}, wires={Circuits.Wires.Describe(Wires)}"
        + (Ranges.Equals(DefaultRanges(LayerCount, _wireCount)) ? "" : $", ranges={Ranges}")
        + (Imprimitive == Clifford.CNOT ? "" : $", imprimitive={Imprimitive}")
        + WeightsText(Weights, weights);

    private static Clifford ReadImprimitive(TokenReader reader)
    {
        Clifford[] fitting = [.. Clifford.All.Where(gate => gate.Arity == 2)];
        Token name = reader.Next();
        return Array.Find(fitting, gate => gate.Name == name.Text)
            ?? throw TokenReader.Unexpected(name, string.Join(" or ", fitting.Select(gate => gate.Name)));
    }

    private static ValueList<int> DefaultRanges(int layers, int wires) =>
        Enumerable.Range(0, layers).Select(l => wires == 1 ? 0 : l % (wires - 1) + 1).ToValueList();

    private static ValueList<int> CheckRanges(int layers, int wires, ReadOnlySpan<int> ranges)
    {
        ValueList<int> list = ValueList.Create(ranges);
        if (list.Count != layers)
            throw new ArgumentException(
                $"StronglyEntanglingLayers of {layers} layers with {list.Count} ranges {list}; expected one per layer",
                nameof(ranges)
            );
        foreach (int range in ranges)
        {
            if (wires == 1 ? range != 0 : range < 1 || range >= wires)
                throw new ArgumentOutOfRangeException(
                    nameof(ranges),
                    range,
                    wires == 1
                        ? $"StronglyEntanglingLayers on one wire with the range {range}; expected 0"
                        : $"StronglyEntanglingLayers on {wires} wires with the range {range}; expected 1 to {wires - 1}"
                );
        }
        return list;
    }

    private IEnumerable<Operation> Layer(int layer)
    {
        int first = Weights.First + 3 * _wireCount * layer;
        for (int i = 0; i < _wireCount; i++)
        {
            int phi = first + 3 * i;
            yield return new CompositeGate(
                Composite.Rot,
                [Angle.Weight(phi), Angle.Weight(phi + 1), Angle.Weight(phi + 2)],
                [Wires[i]]
            );
        }
        for (int i = 0; i < _wireCount && _wireCount > 1; i++)
            yield return new CliffordGate(Imprimitive, Wires[i], Wires[(i + Ranges[layer]) % _wireCount]);
    }
}

public static partial class CircuitTemplates
{
    /// <summary>Adds PennyLane's StronglyEntanglingLayers with weights of its own, after those that the circuit has; by default on every wire.</summary>
    public static Circuit StronglyEntanglingLayers(
        this Circuit circuit,
        int layers,
        ReadOnlySpan<int> ranges = default,
        Clifford? imprimitive = null,
        ReadOnlySpan<int> wires = default
    )
    {
        wires = Wires.OrFirst(wires, circuit.Qubits);
        return circuit.Add(new StronglyEntanglingLayers(layers, wires, ranges, imprimitive, circuit.WeightCount));
    }
}
