using QImpact.Quantum.Circuits;
using QImpact.Quantum.Compilation;
using QImpact.Quantum.Compilation.Sparse;
using QImpact.Quantum.Compilation.States;

namespace QImpact.Onnx.Circuits;

/// <summary>
/// Circuits as ONNX nodes, in the form that is asked for or in the one with the fewest multiplications: with the weights fixed, that can be
/// another form than the one in which it was trained. All constants are computed in float64 from the weights.
/// </summary>
public static class CircuitLowerings
{
    private const int MostSparseNodes = 1 << 18;

    /// <summary>A circuit with given weights as a file of its own: <c>inputs</c> [batch, inputs] to <c>outputs</c> [batch, outputs].</summary>
    /// <param name="name">The graph's name.</param>
    /// <param name="circuit">With at least one input.</param>
    /// <param name="weights">One for each weight, radians.</param>
    /// <param name="form">The form in which it is written; null for the smallest graph.</param>
    /// <exception cref="ArgumentException">The number of weights is not the circuit's.</exception>
    /// <exception cref="NotSupportedException">The form can't express the circuit, or no form can; the message names what it can't.</exception>
    public static byte[] Export(string name, Circuit circuit, double[] weights, CircuitForm? form = null)
    {
        GraphBuilder graph = new(name);
        GraphValue input = graph.Input("inputs", circuit.InputCount);
        graph.Output(Lower(graph, "circuit", circuit, weights, input, form), "outputs");
        return OnnxFile.Write(graph);
    }

    /// <summary>Adds the nodes of a circuit: [inputs] to [outputs].</summary>
    /// <remarks>
    /// The nodes are called NAME/STEP. The weights are in radians, one for each of the circuit's; the form is null for the smallest graph;
    /// the circuit's sparse form is given where the caller has it.
    /// </remarks>
    /// <exception cref="NotSupportedException">
    /// The input's shape is not the circuit's, the form can't express the circuit, or no form can; the message says which.
    /// </exception>
    /// <exception cref="SparseFormTooLargeException">The sparse form is asked for, or the only one that can express the circuit, and too large.</exception>
    /// <exception cref="ArgumentException">The number of weights is not the circuit's.</exception>
    public static GraphValue Lower(
        GraphBuilder graph,
        string name,
        Circuit circuit,
        double[] weights,
        GraphValue input,
        CircuitForm? form = null,
        SparseForm? compiled = null
    )
    {
        Check(name, circuit, weights, input);
        return Choose(circuit, compiled, weights, form).Emit(new CircuitNodes(graph, name), input);
    }

    /// <summary>Adds the nodes of a circuit's polynomials with coefficients of their own: [inputs] to [outputs].</summary>
    /// <remarks>The nodes are called NAME/STEP. The weights stand in the polynomials' angles, radians.</remarks>
    /// <param name="graph">Where the nodes go.</param>
    /// <param name="name">The layer's.</param>
    /// <param name="form">The polynomials.</param>
    /// <param name="weights">One for each of the circuit's.</param>
    /// <param name="coefficients">[outputs, monomials]</param>
    /// <param name="input">[inputs]</param>
    /// <exception cref="NotSupportedException">The input's shape is not the circuit's.</exception>
    /// <exception cref="ArgumentException">The number of weights is not the circuit's, or that of the coefficients not the polynomials'.</exception>
    public static GraphValue Lower(
        GraphBuilder graph,
        string name,
        SparseForm form,
        double[] weights,
        double[,] coefficients,
        GraphValue input
    )
    {
        Check(name, form.Circuit, weights, input);
        (int outputs, int monomials) = (form.Circuit.OutputCount, form.Monomials.Count);
        if (coefficients.GetLength(0) != outputs || coefficients.GetLength(1) != monomials)
            throw new ArgumentException(
                $"layer '{name}' got coefficients [{coefficients.GetLength(0)}, {coefficients.GetLength(1)}]; expected [{outputs}, {monomials}]",
                nameof(coefficients)
            );
        return new SparseLowering(form, weights, coefficients).Emit(new CircuitNodes(graph, name), input);
    }

    private static void Check(string name, Circuit circuit, double[] weights, GraphValue input)
    {
        if (input.Shape.Length != 1 || input.Shape[0] != circuit.InputCount)
            throw new NotSupportedException(
                $"layer '{name}' got {input}; expected [batch, {circuit.InputCount}], the inputs of the circuit {circuit}"
            );
        if (weights.Length != circuit.WeightCount)
            throw new ArgumentException(
                $"layer '{name}' got {weights.Length} weights; expected {circuit.WeightCount}, those of the circuit {circuit}",
                nameof(weights)
            );
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
            CircuitForm.Dense or CircuitForm.Layered => new MatrixLowering(new(StateProgram.Of(circuit)), weights),
            CircuitForm.GateByGate => new GateLowering(StateProgram.Of(circuit), weights),
            _ => throw new ArgumentOutOfRangeException(nameof(form), form, "expected a form of circuits"),
        };

    private static CircuitLowering Cheapest(Circuit circuit, SparseForm? compiled, double[] weights)
    {
        CircuitLowering? states = null;
        Exception? refusal = null;
        try
        {
            MatrixPlan plan = new(StateProgram.Of(circuit));
            states = plan.Fits ? new MatrixLowering(plan, weights) : new GateLowering(plan.Program, weights);
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
}
