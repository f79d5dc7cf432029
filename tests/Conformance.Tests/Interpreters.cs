using Microsoft.ML.OnnxRuntime;
using QImpact.Quantum;
using QImpact.Training.Export;
using QImpact.Training.Layers;
using static TorchSharp.torch;

namespace QImpact.Conformance.Tests;

/// <summary>What an interpreter makes of a batch.</summary>
/// <param name="Values">[batch][outputs]</param>
/// <param name="ByInputs">[batch][outputs, inputs]; null where the interpreter has no derivatives</param>
/// <param name="ByWeights">[batch][outputs, weights]; null where the interpreter has no derivatives</param>
public sealed record Result(double[][] Values, double[][,]? ByInputs, double[][,]? ByWeights);

/// <summary>One way to run a circuit.</summary>
/// <param name="Name">As the tests print it.</param>
/// <param name="Tolerance">The largest absolute error of a value or a derivative that is taken for right.</param>
/// <param name="Reason">Why this much.</param>
/// <param name="Run">From a circuit, inputs [batch][inputs] and flat weights to the result.</param>
public sealed record Interpreter(
    string Name,
    double Tolerance,
    string Reason,
    Func<Circuit, double[][], double[], Result> Run
);

/// <summary>Every interpreter of circuits. To put another one to the whole suite, add a line to the table.</summary>
public static class Interpreters
{
    private const string Double = "rounding of some hundred float64 operations, with a wide margin";
    private const string Single =
        "inputs and weights up to 2 pi are rounded to float32, 2.4e-7 each; they add up in an angle and again in a derivative";

    public static readonly Interpreter[] All =
    [
        new("reference simulator", 1e-10, Double, Reference),
        new("compiled, float64", 1e-10, Double, Compiled),
        new(
            "gate by gate, float64",
            1e-10,
            Double,
            (c, x, w) => Kernel<double>(c.Compile(CircuitForm.GateByGate), x, w)
        ),
        new("gate by gate, float32", 1e-5, Single, (c, x, w) => Kernel<float>(c.Compile(CircuitForm.GateByGate), x, w)),
        new("matrices, float64", 1e-10, Double, (c, x, w) => Kernel<double>(WithMatrices(c), x, w)),
        new("matrices, float32", 1e-5, Single, (c, x, w) => Kernel<float>(WithMatrices(c), x, w)),
        new("kernel, float64", 1e-10, Double, (c, x, w) => Kernel<double>(c.Compile(), x, w)),
        new("kernel, float32", 1e-5, Single, (c, x, w) => Kernel<float>(c.Compile(), x, w)),
        new("TorchSharp layer, float64", 1e-10, Double, (c, x, w) => Layer(c, x, w, ScalarType.Float64)),
        new("TorchSharp layer, float32", 1e-5, Single, (c, x, w) => Layer(c, x, w, ScalarType.Float32)),
        new(
            "tensor operations, sparse",
            1e-10,
            Double,
            (c, x, w) => Tensors(c.Compile(CircuitForm.Sparse), x, w, ScalarType.Float64)
        ),
        new(
            "tensor operations, gate by gate",
            1e-10,
            Double,
            (c, x, w) => Tensors(c.Compile(CircuitForm.GateByGate), x, w, ScalarType.Float64)
        ),
        new("tensor operations, float32", 1e-5, Single, (c, x, w) => Tensors(c.Compile(), x, w, ScalarType.Float32)),
        new("ONNX Runtime, float32", 1e-5, Single, Onnx),
    ];

    public static Interpreter Named(string name) => All.Single(interpreter => interpreter.Name == name);

    private static Result Reference(Circuit circuit, double[][] inputs, double[] weights) =>
        OfSamples(inputs.Select(sample => ReferenceSimulator.Differentiate(circuit, sample, weights)));

    private static Result Compiled(Circuit circuit, double[][] inputs, double[] weights)
    {
        var function = SparseForm.Compile(circuit);
        return OfSamples(inputs.Select(sample => function.Differentiate(sample, weights)));
    }

    /// <summary>The form with as many matrices as the circuit has room for.</summary>
    private static CompiledCircuit WithMatrices(Circuit circuit)
    {
        foreach (CircuitForm form in new[] { CircuitForm.Dense, CircuitForm.Layered })
        {
            try
            {
                return circuit.Compile(form);
            }
            catch (NotSupportedException) { }
        }
        return circuit.Compile(CircuitForm.GateByGate);
    }

    private static Result OfSamples(IEnumerable<ExpectationJacobian> samples)
    {
        ExpectationJacobian[] all = samples.ToArray();
        return new Result(
            all.Select(sample => sample.Values).ToArray(),
            all.Select(sample => sample.Inputs).ToArray(),
            all.Select(sample => sample.Weights).ToArray()
        );
    }

    /// <summary>
    /// The whole batch at once. A kernel gives vector-Jacobian products: one backward pass per output for the inputs; the
    /// weights' gradients are summed over the batch, so those are taken sample by sample.
    /// </summary>
    private static Result Kernel<T>(CompiledCircuit compiled, double[][] inputs, double[] weights)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        ExpectationKernel<T> kernel = compiled.CreateKernel<T>();
        Circuit circuit = compiled.Circuit;
        (int batch, int width, int outputs) = (inputs.Length, circuit.InputCount, circuit.OutputCount);
        T[] x = inputs.SelectMany(sample => sample).Select(T.CreateChecked).ToArray();
        T[] w = weights.Select(T.CreateChecked).ToArray();
        var values = new T[batch * outputs];
        kernel.Forward(x, w, values);

        double[][,] byInputs = Matrices(batch, outputs, width);
        double[][,] byWeights = Matrices(batch, outputs, weights.Length);
        for (int k = 0; k < outputs; k++)
        {
            T[] selection = Enumerable
                .Range(0, batch * outputs)
                .Select(i => i % outputs == k ? T.One : T.Zero)
                .ToArray();
            var gradInputs = new T[x.Length];
            kernel.Backward(x, w, selection, gradInputs, []);
            for (int s = 0; s < batch; s++)
            {
                var gradWeights = new T[w.Length];
                ReadOnlySpan<T> sample = x.AsSpan(s * width, width);
                kernel.Backward(sample, w, selection.AsSpan(0, outputs), [], gradWeights);
                CopyRow(gradInputs.AsSpan(s * width, width), byInputs[s], k);
                CopyRow(gradWeights, byWeights[s], k);
            }
        }
        double[][] rows = values.Select(double.CreateChecked).Chunk(outputs).ToArray();
        return new Result(rows, byInputs, byWeights);
    }

    /// <summary>The layer as a user calls it: the batch forward, then autograd's backward for each sample and output.</summary>
    private static Result Layer(Circuit circuit, double[][] inputs, double[] weights, ScalarType dtype) =>
        Layer(new QuantumLayer(circuit, dtype: dtype), inputs, weights);

    /// <summary>What computes on a GPU, here on the CPU.</summary>
    private static Result Tensors(CompiledCircuit compiled, double[][] inputs, double[] weights, ScalarType dtype) =>
        Layer(new QuantumLayer(compiled, dtype: dtype, backend: QuantumBackend.Tensors), inputs, weights);

    private static Result Layer(QuantumLayer layer, double[][] inputs, double[] weights)
    {
        using var scope = NewDisposeScope();
        Circuit circuit = layer.Circuit;
        ScalarType dtype = layer.Weights.dtype;
        using (no_grad())
            layer.Weights.copy_(tensor(weights, dtype: dtype).reshape(layer.Weights.shape));
        Tensor x = tensor(inputs.SelectMany(sample => sample).ToArray(), dtype: dtype).reshape(inputs.Length, -1);
        x.requires_grad_();
        Tensor values = layer.call(x);

        double[][,] byInputs = Matrices(inputs.Length, circuit.OutputCount, circuit.InputCount);
        double[][,] byWeights = Matrices(inputs.Length, circuit.OutputCount, weights.Length);
        for (int k = 0; k < circuit.OutputCount; k++)
        {
            Tensor[] batch = autograd.grad([values.select(1, k).sum()], [x], retain_graph: true).ToArray();
            for (int s = 0; s < inputs.Length; s++)
            {
                using var inner = NewDisposeScope();
                Tensor[] one = autograd.grad([values[s, k]], [layer.Weights], retain_graph: true).ToArray();
                CopyRow(Doubles(batch[0][s]), byInputs[s], k);
                CopyRow(Doubles(one[0]), byWeights[s], k);
            }
        }
        return new Result(Doubles(values).Chunk(circuit.OutputCount).ToArray(), byInputs, byWeights);
    }

    /// <summary>The layer exported by itself and run by ONNX Runtime: values alone.</summary>
    private static Result Onnx(Circuit circuit, double[][] inputs, double[] weights)
    {
        using var scope = NewDisposeScope();
        var layer = new QuantumLayer(circuit, dtype: ScalarType.Float64);
        using (no_grad())
            layer.Weights.copy_(tensor(weights).reshape(layer.Weights.shape));
        byte[] file = OnnxExporter.Export(new NamedLayer("quantum", layer), circuit.InputCount);
        using InferenceSession session = new(file);
        float[] x = inputs.SelectMany(sample => sample).Select(value => (float)value).ToArray();
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(x, [inputs.Length, circuit.InputCount]);
        using RunOptions options = new();
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(options, ["input"], [input], ["output"]);
        double[] values = outputs[0].GetTensorDataAsSpan<float>().ToArray().Select(value => (double)value).ToArray();
        return new Result(values.Chunk(circuit.OutputCount).ToArray(), null, null);
    }

    private static double[] Doubles(Tensor tensor) =>
        tensor.detach().to(ScalarType.Float64).contiguous().data<double>().ToArray();

    private static double[][,] Matrices(int count, int rows, int columns) =>
        Enumerable.Range(0, count).Select(_ => new double[rows, columns]).ToArray();

    private static void CopyRow<T>(ReadOnlySpan<T> source, double[,] matrix, int row)
        where T : System.Numerics.INumberBase<T>
    {
        for (int column = 0; column < source.Length; column++)
            matrix[row, column] = double.CreateChecked(source[column]);
    }

    private static void CopyRow(double[] source, double[,] matrix, int row) =>
        CopyRow<double>(source.AsSpan(), matrix, row);

    private static void CopyRow<T>(T[] source, double[,] matrix, int row)
        where T : System.Numerics.INumberBase<T> => CopyRow<T>(source.AsSpan(), matrix, row);
}
