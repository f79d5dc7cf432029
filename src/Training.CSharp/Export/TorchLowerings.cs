using System.Collections.Immutable;
using QImpact.Onnx;
using QImpact.Onnx.Format;
using TorchSharp;
using TorchSharp.Modules;
using static QImpact.Onnx.GraphBuilder;
using static QImpact.Training.Export.NetworkGraph;
using static TorchSharp.torch;

namespace QImpact.Training.Export;

/// <summary>TorchSharp's own layers, as they work in evaluation mode. Shapes in comments leave out the batch.</summary>
internal static class TorchLowerings
{
    public static GraphValue Sequential(NetworkGraph graph, string name, Sequential layer, GraphValue input) =>
        layer
            .named_children()
            .Aggregate(input, (value, child) => graph.Lower(Join(name, child.name), child.module, value));

    public static GraphValue Linear(NetworkGraph graph, string name, Linear layer, GraphValue input)
    {
        RequireRank(name, layer, input, 1, "[batch, features]");
        int outputs = (int)layer.out_features;
        string[] inputs = [input.Name, .. WeightAndBias(graph, name, layer.weight, layer.bias)];
        return graph.Node("Gemm", name, [outputs], inputs, Attribute("transB", 1L)); // the weight stays [out, in]
    }

    public static GraphValue Conv2d(NetworkGraph graph, string name, Conv2d layer, GraphValue input)
    {
        RequireRank(name, layer, input, 3, "[batch, channels, height, width]");
        if (layer.padding_mode != PaddingModes.Zeros || layer.padding_type is not null)
            throw new NotSupportedException($"layer '{name}': only padding by a number of zeros has a lowering");
        Window window = new(layer.kernel_size, layer.stride, layer.padding, layer.dilation);
        return graph.Node(
            "Conv",
            name,
            window.Apply(input, (int)layer.out_channels), // [out, H / stride, W / stride]
            [input.Name, .. WeightAndBias(graph, name, layer.weight, layer.bias)],
            [.. window.Attributes(), Attribute("dilations", layer.dilation), Attribute("group", layer.groups)]
        );
    }

    /// <summary>(x - mean) / sqrt(variance + eps) * weight + bias, per channel, with the statistics of training.</summary>
    public static GraphValue BatchNorm(NetworkGraph graph, string name, BatchNorm layer, GraphValue input)
    {
        if (layer.running_mean is null || layer.running_var is null)
            throw new NotSupportedException(
                $"layer '{name}': a {layer.GetType().Name} without running statistics has no lowering"
            );
        int channels = input.Shape[0];
        return graph.Node(
            "BatchNormalization",
            name,
            input.Shape,
            [
                input.Name,
                OrFilled("scale", layer.weight, 1),
                OrFilled("bias", layer.bias, 0),
                graph.Constant($"{name}/mean", layer.running_mean),
                graph.Constant($"{name}/variance", layer.running_var),
            ],
            Attribute("epsilon", layer.eps)
        );

        string OrFilled(string step, Tensor? values, double value) =>
            values is null
                ? graph.Constant($"{name}/{step}", value, channels)
                : graph.Constant($"{name}/{step}", values);
    }

    public static GraphValue MaxPool(NetworkGraph graph, string name, MaxPool2d layer, GraphValue input)
    {
        RequireFloor(name, layer.ceil_mode);
        Window window = new(layer.kernel_size, layer.stride, layer.padding, layer.dilation);
        return graph.Node(
            "MaxPool",
            name,
            window.Apply(input, input.Shape[0]),
            [input.Name],
            [
                .. window.Attributes(),
                .. window.IsDilated ? [Attribute("dilations", window.Dilation)] : Array.Empty<AttributeProto>(),
            ]
        );
    }

    public static GraphValue AveragePool(NetworkGraph graph, string name, AvgPool2d layer, GraphValue input)
    {
        RequireFloor(name, layer.ceil_mode);
        if (layer.divisor_override is not null)
            throw new NotSupportedException($"layer '{name}': divisor_override has no lowering");
        Window window = new(layer.kernel_size, layer.stride, layer.padding, [1, 1]);
        return graph.Node(
            "AveragePool",
            name,
            window.Apply(input, input.Shape[0]),
            [input.Name],
            [.. window.Attributes(), Attribute("count_include_pad", layer.count_include_pad ? 1L : 0)]
        );
    }

    public static GraphValue Flatten(NetworkGraph graph, string name, Flatten layer, GraphValue input)
    {
        if (layer.start_dim != 1 || (layer.end_dim != -1 && layer.end_dim != input.Shape.Length))
            throw new NotSupportedException(
                $"layer '{name}': only flattening everything but the batch has a lowering; it has start_dim {layer.start_dim}, end_dim {layer.end_dim}"
            );
        return graph.Node("Flatten", name, [input.Length], [input.Name], Attribute("axis", 1L));
    }

    public static GraphValue Softmax(NetworkGraph graph, string name, Softmax layer, GraphValue input)
    {
        if (layer.dim != 1 && layer.dim != -1 || input.Shape.Length != 1)
            throw new NotSupportedException($"layer '{name}': only a softmax over the last of two axes has a lowering");
        return graph.Node("Softmax", name, input.Shape, [input.Name], Attribute("axis", 1L));
    }

    public static GraphValue LeakyRelu(NetworkGraph graph, string name, LeakyReLU layer, GraphValue input) =>
        graph.Node("LeakyRelu", name, input.Shape, [input.Name], Attribute("alpha", layer.negative_slope));

    /// <summary>A function of each value by itself that ONNX has as an operator.</summary>
    public static Lowering<nn.Module> Elementwise(string operation) =>
        (graph, name, _, input) => graph.Node(operation, name, input.Shape, [input.Name]);

    /// <summary>Layers that pass their input on in evaluation mode leave no node.</summary>
    public static GraphValue Nothing(NetworkGraph graph, string name, nn.Module layer, GraphValue input) => input;

    private static void RequireRank(string name, nn.Module layer, GraphValue input, int rank, string expected)
    {
        if (input.Shape.Length != rank)
            throw new NotSupportedException(
                $"layer '{name}' is a {layer.GetType().Name} of {input}; there is a lowering for {expected}"
            );
    }

    private static void RequireFloor(string name, bool ceiling)
    {
        if (ceiling)
            throw new NotSupportedException($"layer '{name}': ceil_mode has no lowering");
    }

    private static string[] WeightAndBias(NetworkGraph graph, string name, Tensor weight, Tensor? bias) =>
        [
            graph.Constant($"{name}/weight", weight),
            .. bias is null ? Array.Empty<string>() : [graph.Constant($"{name}/bias", bias)],
        ];

    /// <summary>A window that slides over images; each list has a value for both axes, or one for each.</summary>
    internal sealed class Window(long[] kernel, long[]? stride, long[]? padding, long[]? dilation)
    {
        private readonly long[] _kernel = Pair(kernel);
        private readonly long[] _stride = Pair(stride is { Length: > 0 } ? stride : kernel);
        private readonly long[] _padding = Pair(padding is { Length: > 0 } ? padding : [0]);

        public long[] Dilation { get; } = Pair(dilation is { Length: > 0 } ? dilation : [1]);

        public bool IsDilated => Dilation is not [1, 1];

        /// <summary>[channels, H, W] to [outputs, windows down, windows across]</summary>
        public ImmutableArray<int> Apply(GraphValue input, int outputs) =>
            [outputs, Count(input.Shape[1], 0), Count(input.Shape[2], 1)];

        public AttributeProto[] Attributes() =>
            [
                Attribute("kernel_shape", _kernel),
                Attribute("strides", _stride),
                Attribute("pads", [.. _padding, .. _padding]),
            ];

        private int Count(int length, int axis) =>
            (int)((length + 2 * _padding[axis] - Dilation[axis] * (_kernel[axis] - 1) - 1) / _stride[axis]) + 1;

        private static long[] Pair(long[] values) => values.Length == 1 ? [values[0], values[0]] : values;
    }
}
