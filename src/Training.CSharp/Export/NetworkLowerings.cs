using QImpact.Onnx;
using QImpact.Onnx.Circuits;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Compilation.Sparse;
using QImpact.Training.Layers;
using QImpact.Training.Models;
using TorchSharp.Modules;
using static QImpact.Onnx.GraphBuilder;
using static QImpact.Training.Export.NetworkGraph;

namespace QImpact.Training.Export;

/// <summary>This project's own layers as ONNX nodes. Shapes in comments leave out the batch.</summary>
internal static class NetworkLowerings
{
    public static GraphValue ImageClassifier(
        NetworkGraph graph,
        string name,
        ImageClassifier model,
        GraphValue input
    ) => model.Layers.Aggregate(input, (value, layer) => graph.Lower(Join(name, layer.Name), layer.Layer, value));

    /// <summary>
    /// (x - mean) / sd as a BatchNormalization with scale 1, bias 0, variance sd^2 and epsilon 0: one node, exact, for any
    /// number of channels, and right in every consumer that was measured (a broadcast Sub and Div are not).
    /// </summary>
    public static GraphValue Normalise(NetworkGraph graph, string name, Normalise layer, GraphValue input)
    {
        int channels = input.Shape[0];
        string[] inputs =
        [
            input.Name,
            graph.Constant($"{name}/scale", 1, channels),
            graph.Constant($"{name}/bias", 0, channels),
            graph.Constant($"{name}/mean", layer.Mean, channels),
            graph.Constant($"{name}/variance", layer.StandardDeviation * layer.StandardDeviation, channels),
        ];
        return graph.Node("BatchNormalization", name, input.Shape, inputs, Attribute("epsilon", 0.0)); // [C, H, W]
    }

    /// <summary>
    /// One Conv: the normalisation of output channel o, y = (conv - mean) g + bias with g = scale / sqrt(variance + eps),
    /// scales the kernel of o by g and adds bias - mean g.
    /// </summary>
    public static GraphValue ConvNorm(NetworkGraph graph, string name, ConvNorm layer, GraphValue input)
    {
        LiveConvolution convolution = layer.Convolution;
        BatchNorm2d norm = layer.Normalisation;
        double[] scale = norm.weight!.ToDoubles();
        double[] bias = norm.bias!.ToDoubles();
        double[] mean = norm.running_mean!.ToDoubles();
        double[] variance = norm.running_var!.ToDoubles();
        double[] kernel = convolution.Weight.ToDoubles(); // [out, in, taps, taps]
        int outputs = scale.Length;
        int perOutput = kernel.Length / outputs;
        for (int o = 0; o < outputs; o++)
        {
            double gain = scale[o] / Math.Sqrt(variance[o] + norm.eps);
            bias[o] -= mean[o] * gain;
            foreach (ref double weight in kernel.AsSpan(o * perOutput, perOutput))
                weight *= gain;
        }
        int inputs = (int)convolution.Weight.shape[1];
        LiveTaps taps = convolution.Taps;
        TorchLowerings.Window window = new([taps.Count], [convolution.Stride], [taps.Padding], [1]);
        GraphValue convolved = graph.Node(
            "Conv",
            $"{name}/conv",
            window.Apply(input, outputs), // [out, H / stride, W / stride]
            [
                input.Name,
                graph.Constant($"{name}/conv/weight", kernel, outputs, inputs, taps.Count, taps.Count),
                graph.Constant($"{name}/conv/bias", bias, outputs),
            ],
            window.Attributes()
        );
        return layer.HasRelu ? graph.Node("Relu", $"{name}/relu", convolved.Shape, [convolved.Name]) : convolved;
    }

    public static GraphValue BasicBlock(NetworkGraph graph, string name, BasicBlock layer, GraphValue input)
    {
        GraphValue first = ConvNorm(graph, $"{name}/first", layer.First, input);
        GraphValue second = ConvNorm(graph, $"{name}/second", layer.Second, first);
        GraphValue around = layer.Shortcut is null ? input : ConvNorm(graph, $"{name}/shortcut", layer.Shortcut, input);
        GraphValue sum = graph.Node("Add", $"{name}/add", second.Shape, [second.Name, around.Name]); // equal shapes
        return graph.Node("Relu", $"{name}/relu", sum.Shape, [sum.Name]);
    }

    public static GraphValue GlobalAveragePool(NetworkGraph graph, string name, GlobalAveragePool _, GraphValue input)
    {
        GraphValue pooled = graph.Node("GlobalAveragePool", $"{name}/mean", [input.Shape[0], 1, 1], [input.Name]);
        return graph.Node("Flatten", $"{name}/flatten", [input.Shape[0]], [pooled.Name], Attribute("axis", 1L));
    }

    /// <summary>tanh(a x + b) with vectors a and b.</summary>
    public static GraphValue ScaledTanh(NetworkGraph graph, string name, ScaledTanh layer, GraphValue input)
    {
        GraphValue scaled = Apply("Mul", "scaled", input, graph.Constant($"{name}/weight", layer.Weight)); // [width]
        GraphValue moved = Apply("Add", "moved", scaled, graph.Constant($"{name}/bias", layer.Bias));
        return Apply("Tanh", "tanh", moved);

        GraphValue Apply(string operation, string step, GraphValue value, params string[] constants) =>
            graph.Node(operation, $"{name}/{step}", input.Shape, [value.Name, .. constants]);
    }

    /// <summary>The polynomials with their coefficients as they are, and the angles' weights as constants.</summary>
    public static GraphValue Trigonometric(
        NetworkGraph graph,
        string name,
        TrigonometricLayer layer,
        GraphValue input
    ) => CircuitLowerings.Lower(graph, name, layer.Form, layer.Angles.ToDoubles(), layer.CoefficientMatrix(), input);

    /// <exception cref="ArgumentException">Noise per layer is asked for, but the circuit has no layers.</exception>
    public static GraphValue Quantum(NetworkGraph graph, string name, QuantumLayer layer, GraphValue input)
    {
        Circuit circuit = graph.Contract.Noise?.ApplyTo(layer.Circuit) ?? layer.Circuit;
        return CircuitLowerings.Lower(
            graph,
            name,
            circuit,
            layer.WeightValues(),
            input,
            graph.Contract.Form,
            ReferenceEquals(circuit, layer.Circuit) ? layer.Compiled as SparseForm : null
        );
    }
}
