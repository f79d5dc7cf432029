using System.Text.Json;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Compilation;
using QImpact.Quantum.Compilation.Sparse;
using QImpact.Quantum.Compilation.States;
using QImpact.Quantum.Emit;
using QImpact.Quantum.Gates;

namespace QImpact.Onnx.Circuits;

/// <summary>
/// A quantum layer alone as an ONNX file: <c>inputs</c> [batch, inputs] to <c>expectations</c> [batch, outputs], float32. The weights are constants in
/// it, or a further input <c>weights</c>, so that other tools can train the layer or put it into a model of theirs.
/// </summary>
public static class LayerModel
{
    private const string Layer = "layer";

    private const int MostNodes = 1 << 11;

    // 130 kB of float32.
    private const int MostMatrixValues = 1 << 15;

    /// <summary>Writes the file.</summary>
    /// <param name="source">The circuit, with at least one input and one output; a form that was insisted on is that of the file, otherwise it is the cheapest one there.</param>
    /// <param name="trainable">Whether the weights are an input of the circuit's shape; where they are known, their values are what it has where it is left out.</param>
    /// <exception cref="ArgumentException">The number of weights is not the circuit's.</exception>
    /// <exception cref="NotSupportedException">The weights are constants and not known, the circuit has no inputs, or no form can express it.</exception>
    public static byte[] Write(EmitSource source, bool trainable)
    {
        ArgumentNullException.ThrowIfNull(source);
        Circuit circuit = source.Circuit;
        if (circuit.InputCount == 0)
            throw new NotSupportedException($"the circuit \"{circuit}\" has no inputs; expected at least one");
        if (source.Weights is null && circuit.WeightCount > 0 && !trainable)
            throw new NotSupportedException(
                $"the {circuit.WeightCount} weights are not known; expected --weights=FILE, --model=FILE, or --trainable, which makes them an input of the file"
            );
        if (source.Weights is { } given && given.Length != circuit.WeightCount)
            throw new ArgumentException($"{given.Length} weights; expected {circuit.WeightCount}", nameof(source));
        CircuitForm? form = source.Compiled.Choice is null ? source.Compiled.Form : null;
        GraphBuilder graph = new("quantum-layer");
        GraphValue input = graph.Input("inputs", circuit.InputCount);
        GraphValue expectations =
            trainable && circuit.WeightCount > 0
                ? LowerOpen(graph, WithWeightsAsInputs(circuit), Joined(graph, input, source), form)
                : CircuitLowerings.Lower(graph, Layer, circuit, source.Weights ?? [], input, form);
        graph.Output(expectations, "expectations");
        return OnnxFile.Write(graph, Metadata(source, trainable));
    }

    // Each weight is an angle of the polynomials here, so that only short ones are worth writing out.
    private static GraphValue LowerOpen(GraphBuilder graph, Circuit circuit, GraphValue input, CircuitForm? form)
    {
        SparseForm? sparse = null;
        try
        {
            if (form is null && !circuit.HasChannels)
                sparse = SparseForm.Compile(circuit, MostNodes);
        }
        catch (Exception exception) when (exception is SparseFormTooLargeException or NotSupportedException)
        {
            form =
                new MatrixPlan(StateProgram.Of(circuit)).Values <= MostMatrixValues
                    ? CircuitForm.Dense
                    : CircuitForm.GateByGate;
        }
        return CircuitLowerings.Lower(graph, Layer, circuit, [], input, form, sparse);
    }

    /// <summary>The inputs and, behind them, the weights, the same for every sample: [inputs + weights].</summary>
    private static GraphValue Joined(GraphBuilder graph, GraphValue input, EmitSource source)
    {
        Circuit circuit = source.Circuit;
        int count = circuit.WeightCount;
        GraphValue weights = graph.Parameter("weights", source.Weights, [.. circuit.WeightShape]);
        CircuitNodes nodes = new(graph, Layer);
        GraphValue ones = nodes.Constant("ones", input, [1]);
        string shape = graph.Integers($"{Layer}/row/shape", 1, count);
        GraphValue row = graph.SharedNode("Reshape", $"{Layer}/row", [1, count], [weights.Name, shape]);
        GraphValue rows = graph.Node("MatMul", $"{Layer}/rows", [count], [ones.Name, row.Name]);
        return nodes.Concat("inputs-and-weights", 1, input, rows);
    }

    /// <summary>The circuit in which weight w is the input behind the others, <c>x[inputs + w]</c>.</summary>
    private static Circuit WithWeightsAsInputs(Circuit circuit)
    {
        Operation[] elements = [.. circuit.Elements.Select(Turned)];
        return new Circuit(circuit.Qubits)
            .Add(elements)
            .Measure(circuit.Observables.ToArray())
            .WithReadoutErrors(circuit.Readout);

        Operation Turned(Operation element) =>
            element switch
            {
                PauliRotation rotation => new PauliRotation(TurnedAngle(rotation.Angle), rotation.Generator),
                CompositeGate gate => new CompositeGate(
                    gate.Kind,
                    gate.Angles.Select(TurnedAngle).ToArray(),
                    gate.Wires.AsSpan()
                ),
                _ => element,
            };

        Angle TurnedAngle(Angle angle) =>
            angle.Terms.Aggregate(Angle.Constant(angle.Offset), (sum, term) => sum + Summand(term));

        Angle Summand(AngleTerm term) =>
            term.Variable.Kind switch
            {
                VariableKind.Weight => Angle.Input(circuit.InputCount + term.Variable.Index, term.Scale),
                VariableKind.Input => Angle.Input(term.Variable.Index, term.Scale),
                _ => Angle.Product(term.Variable.Index, term.Variable.Other, term.Scale),
            };
    }

    private static IEnumerable<KeyValuePair<string, string>> Metadata(EmitSource source, bool trainable)
    {
        yield return new("schema_version", "qimpact-layer/1");
        yield return new("circuit", source.Circuit.ToString());
        if (source.Weights is not null && !trainable)
            yield return new("weights", JsonSerializer.Serialize(source.Weights));
        yield return new("made_by", source.Origin);
    }
}
