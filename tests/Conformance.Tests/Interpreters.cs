using System.Collections.Concurrent;
using Microsoft.ML.OnnxRuntime;
using QImpact.Quantum;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Compilation;
using QImpact.Quantum.Compilation.Sparse;
using QImpact.Quantum.Noise;
using QImpact.Quantum.Simulation;
using QImpact.Quantum.Templates;
using QImpact.Training.Export;
using QImpact.Training.Layers;
using static TorchSharp.torch;

namespace QImpact.Conformance.Tests;

/// <summary>What an interpreter makes of a batch.</summary>
/// <param name="Values">[batch][outputs]</param>
/// <param name="ByInputs">[batch][outputs, inputs]; null where the interpreter has no derivatives</param>
/// <param name="ByWeights">[batch or fewer][outputs, weights]; null where the interpreter has no derivatives</param>
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
)
{
    /// <summary>What a circuit has that the interpreter can't do: its refusal must name it. Null where it can do everything.</summary>
    public Func<Circuit, string?> Refuses { get; init; } = _ => null;

    /// <summary>
    /// The tolerance for a circuit. A product of two inputs up to 2 pi is up to 40, sixteen times as much rounding as in either of them, and
    /// its derivatives are multiplied by an input again.
    /// </summary>
    public double ToleranceFor(Circuit circuit) =>
        circuit
            .Elements.SelectMany(e => e.Angles)
            .SelectMany(a => a.Terms)
            .Any(t => t.Variable.Kind == VariableKind.Product)
            ? 16 * Tolerance
            : Tolerance;
}

/// <summary>Every interpreter of circuits. To put another one to the whole suite, add a line to the table.</summary>
public static class Interpreters
{
    private const string Double = "rounding of some hundred float64 operations, with a wide margin";
    private const string Single =
        "inputs and weights up to 2 pi are rounded to float32, 2.4e-7 each; they add up in an angle and again in a derivative";

    private const int FirstSamples = 3;

    // Asked for by several interpreters; the sparse one is null where there is none, because it would be too large.
    private static readonly ConcurrentDictionary<Circuit, SparseForm?> Sparse = new();
    private static readonly ConcurrentDictionary<Circuit, CompiledCircuit> Cheapest = new();

    public static readonly Interpreter[] All =
    [
        new("reference simulator", 1e-10, Double, Reference),
        new("sparse, float64", 1e-10, Double, Compiled) { Refuses = NotSparse },
        new("sparse, float32", 1e-5, Single, (c, x, w) => Kernel<float>(SparseFormOf(c), x, w)) { Refuses = NotSparse },
        new(
            "gate by gate, float64",
            1e-10,
            Double,
            (c, x, w) => Kernel<double>(c.Compile(CircuitForm.GateByGate), x, w)
        )
        {
            Refuses = Noise,
        },
        new("gate by gate, float32", 1e-5, Single, (c, x, w) => Kernel<float>(c.Compile(CircuitForm.GateByGate), x, w))
        {
            Refuses = Noise,
        },
        new("matrices, float64", 1e-10, Double, (c, x, w) => Kernel<double>(WithMatrices(c), x, w)) { Refuses = Noise },
        new("matrices, float32", 1e-5, Single, (c, x, w) => Kernel<float>(WithMatrices(c), x, w)) { Refuses = Noise },
        new("TorchSharp layer, float64", 1e-10, Double, (c, x, w) => Layer(c, x, w, ScalarType.Float64)),
        new("TorchSharp layer, float32", 1e-5, Single, (c, x, w) => Layer(c, x, w, ScalarType.Float32)),
        new("tensor operations, sparse", 1e-10, Double, (c, x, w) => Tensors(SparseFormOf(c), x, w, ScalarType.Float64))
        {
            Refuses = NotSparse,
        },
        new(
            "tensor operations, gate by gate",
            1e-10,
            Double,
            (c, x, w) => Tensors(c.Compile(CircuitForm.GateByGate), x, w, ScalarType.Float64)
        )
        {
            Refuses = Noise,
        },
        new("ONNX Runtime, float32", 1e-5, Single, (c, x, w) => Onnx(c, x, w, form: null)),
        new("ONNX Runtime, sparse", 1e-5, Single, (c, x, w) => Onnx(c, x, w, CircuitForm.Sparse))
        {
            Refuses = NotSparse,
        },
        new("ONNX Runtime, matrices", 1e-5, Single, (c, x, w) => Onnx(c, x, w, CircuitForm.Dense)) { Refuses = Noise },
        new("ONNX Runtime, gate by gate", 1e-5, Single, (c, x, w) => Onnx(c, x, w, CircuitForm.GateByGate))
        {
            Refuses = Noise,
        },
    ];

    private static string? NotSparse(Circuit circuit)
    {
        if (circuit.Elements.Any(element => element is AmplitudeEmbedding))
            return nameof(AmplitudeEmbedding);
        return Sparse.GetOrAdd(circuit, SparseOf) is null ? $"more than {SparseForm.DefaultMaxNodes} nodes" : null;
    }

    private static SparseForm? SparseOf(Circuit circuit)
    {
        try
        {
            return SparseForm.Compile(circuit);
        }
        catch (SparseFormTooLargeException)
        {
            return null;
        }
    }

    // Where there is none, compiling it refuses.
    private static SparseForm SparseFormOf(Circuit circuit) =>
        Sparse.GetOrAdd(circuit, SparseOf) ?? SparseForm.Compile(circuit);

    private static CompiledCircuit CheapestOf(Circuit circuit) =>
        Cheapest.GetOrAdd(circuit, cheapest => cheapest.Compile());

    private static string? Noise(Circuit circuit) =>
        circuit.Elements.OfType<NoiseChannel>().FirstOrDefault()?.Channel.Kind.Name;

    public static Interpreter Named(string name) => All.Single(interpreter => interpreter.Name == name);

    private static Result Reference(Circuit circuit, double[][] inputs, double[] weights) =>
        OfSamples(inputs.Select(sample => ReferenceSimulator.Differentiate(circuit, sample, weights)));

    private static Result Compiled(Circuit circuit, double[][] inputs, double[] weights)
    {
        SparseForm function = SparseFormOf(circuit);
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

    /// <summary>
    /// The layer as a user calls it: the batch forward, then autograd's backward for each output, and for the weights' gradients, which it sums
    /// over the batch, for each of the first samples.
    /// </summary>
    private static Result Layer(Circuit circuit, double[][] inputs, double[] weights, ScalarType dtype) =>
        Layer(new QuantumLayer(CheapestOf(circuit), dtype: dtype), inputs, weights);

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
        double[][,] byWeights = Matrices(Math.Min(inputs.Length, FirstSamples), circuit.OutputCount, weights.Length);
        for (int k = 0; k < circuit.OutputCount; k++)
        {
            Tensor[] batch = autograd.grad([values.select(1, k).sum()], [x], retain_graph: true).ToArray();
            for (int s = 0; s < inputs.Length; s++)
                CopyRow(Doubles(batch[0][s]), byInputs[s], k);
            for (int s = 0; s < byWeights.Length; s++)
            {
                using var inner = NewDisposeScope();
                Tensor[] one = autograd.grad([values[s, k]], [layer.Weights], retain_graph: true).ToArray();
                CopyRow(Doubles(one[0]), byWeights[s], k);
            }
        }
        return new Result(Doubles(values).Chunk(circuit.OutputCount).ToArray(), byInputs, byWeights);
    }

    /// <summary>The layer exported by itself and run by ONNX Runtime: values alone.</summary>
    internal static Result Onnx(Circuit circuit, double[][] inputs, double[] weights, CircuitForm? form)
    {
        using var scope = NewDisposeScope();
        CompiledCircuit compiled = form == CircuitForm.Sparse ? SparseFormOf(circuit) : CheapestOf(circuit);
        var layer = new QuantumLayer(compiled, dtype: ScalarType.Float64);
        using (no_grad())
            layer.Weights.copy_(tensor(weights).reshape(layer.Weights.shape));
        byte[] file = OnnxExporter.Export(
            layer,
            new GraphContract("circuit", "input", [circuit.InputCount]) { Form = form }
        );
        float[] x = inputs.SelectMany(sample => sample).Select(value => (float)value).ToArray();
        float[] values = Run(file, x, [inputs.Length, circuit.InputCount]);
        return new Result(values.Select(value => (double)value).Chunk(circuit.OutputCount).ToArray(), null, null);
    }

    /// <summary>A file with the input <c>input</c> and the output <c>output</c> in ONNX Runtime.</summary>
    internal static float[] Run(byte[] file, float[] values, long[] shape)
    {
        using InferenceSession session = new(file);
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(values, shape);
        using RunOptions options = new();
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(options, ["input"], [input], ["output"]);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
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
