using QImpact.Quantum.Circuits;
using QImpact.Quantum.Compilation;
using QImpact.Quantum.Compilation.Sparse;
using QImpact.Quantum.Compilation.States;
using QImpact.Training.Layers;

namespace QImpact.Training.Export.Forms;

/// <summary>
/// The quantum layer as ONNX nodes, in the form that is asked for or in the one with the fewest multiplications: with the weights fixed,
/// that can be another form than the one in which it was trained. All constants are computed in float64 from the trained weights.
/// </summary>
internal static class QuantumLowering
{
    private const int MostSparseNodes = 1 << 18;

    /// <summary>[inputs] to [outputs]</summary>
    /// <exception cref="NotSupportedException">The form can't express the circuit, or no form can; the message names what it can't.</exception>
    /// <exception cref="SparseFormTooLargeException">The sparse form is asked for, or the only one that can express the circuit, and too large.</exception>
    /// <exception cref="ArgumentException">Noise per layer is asked for, but the circuit has no layers.</exception>
    public static GraphValue Lower(GraphBuilder graph, string name, QuantumLayer layer, GraphValue input)
    {
        Circuit circuit = layer.Circuit;
        if (input.Shape.Length != 1 || input.Shape[0] != circuit.InputCount)
            throw new NotSupportedException(
                $"layer '{name}' got {input}; expected [batch, {circuit.InputCount}], the inputs of the circuit {circuit}"
            );
        SparseForm? compiled = layer.Compiled as SparseForm;
        if (graph.Contract.Noise is { } noise)
            (circuit, compiled) = (noise.ApplyTo(circuit), null);
        double[] weights = layer.WeightValues();
        CircuitNodes nodes = new(graph, name);
        return Choose(circuit, compiled, weights, graph.Contract.Form).Emit(nodes, input);
    }

    /// <summary>The form that is asked for, or the cheapest one.</summary>
    internal static CircuitLowering Choose(
        Circuit circuit,
        SparseForm? compiled,
        double[] weights,
        CircuitForm? form
    ) =>
        form switch
        {
            null => Cheapest(circuit, compiled, weights),
            CircuitForm.Sparse => new SparseLowering(compiled ?? SparseForm.Compile(circuit), weights),
            CircuitForm.Dense or CircuitForm.Layered => new MatrixLowering(Program(circuit), weights),
            CircuitForm.GateByGate => new GateLowering(Program(circuit), weights),
            _ => throw new ArgumentOutOfRangeException(nameof(form), form, "expected a form of circuits"),
        };

    private static CircuitLowering Cheapest(Circuit circuit, SparseForm? compiled, double[] weights)
    {
        CircuitLowering? states = null;
        Exception? refusal = null;
        try
        {
            StateProgram program = Program(circuit);
            states = MatrixLowering.Fits(program)
                ? new MatrixLowering(program, weights)
                : new GateLowering(program, weights);
        }
        catch (Exception exception) when (exception is NotSupportedException or ArgumentOutOfRangeException)
        {
            refusal = exception;
        }
        try
        {
            int most = states is null ? SparseForm.DefaultMaxNodes : MostSparseNodes;
            SparseLowering sparse = new(compiled ?? SparseForm.Compile(circuit, most), weights);
            return states is null || sparse.Cost <= states.Cost ? sparse : states;
        }
        catch (Exception exception) when (exception is NotSupportedException or SparseFormTooLargeException)
        {
            // Both refuse: an element that neither knows, or one that only the sparse form knows, which is too large.
            return states ?? throw (exception is SparseFormTooLargeException ? exception : refusal ?? exception);
        }
    }

    private static StateProgram Program(Circuit circuit) => StateProgram.Of(circuit, (_, _) => false);
}
