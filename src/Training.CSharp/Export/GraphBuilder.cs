using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Google.Protobuf;
using Google.Protobuf.Collections;
using QImpact.Training.Export.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace QImpact.Training.Export;

/// <summary>
/// Collects the nodes and constants of an ONNX graph. It owns the names: a node is called as its layer and step
/// (<c>quantum/cos</c>), its output has the same name, and no name is given twice.
/// </summary>
public sealed class GraphBuilder
{
    private const string BatchAxis = "batch";

    private readonly GraphProto _graph = new();
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly List<string> _layers = [];
    private readonly Dictionary<string, double[]> _exact = [];

    /// <summary>Starts a graph.</summary>
    public GraphBuilder(GraphContract contract)
    {
        Contract = contract;
        _graph.Name = contract.Name;
    }

    /// <summary>What is asked of the file.</summary>
    public GraphContract Contract { get; }

    /// <summary>The outputs declared so far.</summary>
    internal IEnumerable<string> Outputs => _graph.Output.Select(output => output.Name);

    /// <summary>The layers so far.</summary>
    internal IReadOnlyList<string> Layers => _layers;

    /// <summary>Adds the nodes of a layer.</summary>
    /// <param name="name">The layer's name, a path of its parents' names and its own.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="input">What flows into it.</param>
    /// <returns>What flows out of it.</returns>
    /// <exception cref="NotSupportedException">The layer has no lowering; the message names it.</exception>
    public GraphValue Lower(string name, nn.Module layer, GraphValue input)
    {
        GraphValue value = Contract.Lowerings.Lower(this, name, layer, input);
        if (name.Length > 0)
            _layers.Add(name);
        foreach ((string inner, string output) in Contract.InnerOutputs)
            if (inner == name)
                value = Output(value, output);
        return value;
    }

    /// <summary>Declares an input of the graph.</summary>
    public GraphValue Input(string name, params ReadOnlySpan<int> shape)
    {
        GraphValue value = new(Claim(name), [.. shape]);
        _graph.Input.Add(Describe(value));
        return value;
    }

    /// <summary>Declares a value as an output of the graph, under a name that its readers know.</summary>
    /// <exception cref="InvalidOperationException">The value is the graph's input or has a name as an output already.</exception>
    public GraphValue Output(GraphValue value, string name)
    {
        if (_graph.ValueInfo.All(info => info.Name != value.Name))
            throw new InvalidOperationException(
                $"the output '{name}' would be the same as '{value.Name}'; expected the result of a layer of its own"
            );
        GraphValue renamed = value with { Name = Claim(name) };
        foreach (NodeProto node in _graph.Node)
        {
            Replace(node.Input, value.Name, name);
            Replace(node.Output, value.Name, name);
        }
        _graph.ValueInfo.Remove(_graph.ValueInfo.Single(info => info.Name == value.Name));
        _graph.Output.Add(Describe(renamed));
        return renamed;
    }

    /// <summary>Adds a constant.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">Row by row; rounded to float32 here and nowhere before.</param>
    /// <param name="shape">Lengths of all axes.</param>
    /// <returns>The name, to be used as an input of a node.</returns>
    public string Constant(string name, ReadOnlySpan<double> values, params ReadOnlySpan<int> shape)
    {
        long expected = 1;
        foreach (int length in shape)
            expected *= length;
        if (expected != values.Length)
            throw new ArgumentException(
                $"constant {name} has {values.Length} values; its shape [{string.Join(", ", shape.ToArray())}] calls for {expected}",
                nameof(values)
            );
        if (Contract.Precision == Precision.Fp16)
            _exact.Add(name, values.ToArray());
        float[] rounded = new float[values.Length];
        for (int i = 0; i < values.Length; i++)
            rounded[i] = (float)values[i];
        TensorProto tensor = new()
        {
            Name = Claim(name),
            DataType = (int)TensorProto.Types.DataType.Float,
            RawData = ByteString.CopyFrom(LittleEndian<float>(rounded)),
        };
        foreach (int length in shape)
            tensor.Dims.Add(length);
        _graph.Initializer.Add(tensor);
        return name;
    }

    /// <summary>Adds the values of a tensor as a constant of its shape.</summary>
    public string Constant(string name, Tensor tensor) =>
        Constant(name, Values(tensor), Array.ConvertAll(tensor.shape, length => (int)length));

    /// <summary>Adds a list of whole numbers as a constant: the shape that a Reshape takes.</summary>
    public string Integers(string name, params ReadOnlySpan<long> values)
    {
        TensorProto tensor = new()
        {
            Name = Claim(name),
            DataType = (int)TensorProto.Types.DataType.Int64,
            RawData = ByteString.CopyFrom(LittleEndian(values)),
        };
        tensor.Dims.Add(values.Length);
        _graph.Initializer.Add(tensor);
        return name;
    }

    /// <summary>Adds a node with one output.</summary>
    /// <param name="operation">The operator's name in ONNX's default domain.</param>
    /// <param name="name">The name of the node and of its output.</param>
    /// <param name="shape">Shape of the output, without the batch.</param>
    /// <param name="inputs">Names of values and constants.</param>
    /// <param name="attributes">The operator's attributes.</param>
    public GraphValue Node(
        string operation,
        string name,
        ImmutableArray<int> shape,
        IEnumerable<string> inputs,
        params ReadOnlySpan<AttributeProto> attributes
    )
    {
        NodeProto node = new() { OpType = operation, Name = Claim(name) };
        node.Input.AddRange(inputs);
        node.Output.Add(name);
        foreach (AttributeProto attribute in attributes)
            node.Attribute.Add(attribute);
        GraphValue value = new(name, shape);
        _graph.Node.Add(node);
        _graph.ValueInfo.Add(Describe(value));
        return value;
    }

    /// <summary>Adds a node with several outputs of the same shape, called NAME/0, NAME/1, ...</summary>
    public GraphValue[] Nodes(
        string operation,
        string name,
        ImmutableArray<int> shape,
        int count,
        IEnumerable<string> inputs,
        params ReadOnlySpan<AttributeProto> attributes
    )
    {
        NodeProto node = new() { OpType = operation, Name = Claim(name) };
        node.Input.AddRange(inputs);
        foreach (AttributeProto attribute in attributes)
            node.Attribute.Add(attribute);
        GraphValue[] values = [.. Enumerable.Range(0, count).Select(i => new GraphValue(Claim($"{name}/{i}"), shape))];
        node.Output.AddRange(values.Select(value => value.Name));
        _graph.Node.Add(node);
        _graph.ValueInfo.AddRange(values.Select(Describe));
        return values;
    }

    /// <summary>An attribute that is a whole number.</summary>
    public static AttributeProto Attribute(string name, long value) =>
        new()
        {
            Name = name,
            I = value,
            Type = AttributeProto.Types.AttributeType.Int,
        };

    /// <summary>An attribute that is a number.</summary>
    public static AttributeProto Attribute(string name, double value) =>
        new()
        {
            Name = name,
            F = (float)value,
            Type = AttributeProto.Types.AttributeType.Float,
        };

    /// <summary>An attribute that is a list of whole numbers.</summary>
    public static AttributeProto Attribute(string name, params ReadOnlySpan<long> values)
    {
        AttributeProto attribute = new() { Name = name, Type = AttributeProto.Types.AttributeType.Ints };
        foreach (long value in values)
            attribute.Ints.Add(value);
        return attribute;
    }

    /// <summary>The name of a layer in another one, which has no name where it is the whole network.</summary>
    public static string Join(string parent, string child) => parent.Length == 0 ? child : $"{parent}/{child}";

    /// <summary>The values of a tensor in float64, row by row.</summary>
    public static double[] Values(Tensor tensor)
    {
        using DisposeScope scope = NewDisposeScope();
        return tensor.detach().to(ScalarType.Float64).cpu().contiguous().data<double>().ToArray();
    }

    /// <summary>The finished graph.</summary>
    internal GraphProto Build()
    {
        if (Contract.Precision == Precision.Fp16)
            HalfPrecision.Convert(_graph, _exact);
        return _graph;
    }

    private string Claim(string name) =>
        _names.Add(name) ? name : throw new InvalidOperationException($"the graph has two values called '{name}'");

    private static void Replace(RepeatedField<string> names, string old, string @new)
    {
        for (int i = 0; i < names.Count; i++)
            if (names[i] == old)
                names[i] = @new;
    }

    private ValueInfoProto Describe(GraphValue value)
    {
        TensorShapeProto shape = new();
        shape.Dim.Add(
            Contract.Batch is { } count
                ? new TensorShapeProto.Types.Dimension { DimValue = count }
                : new TensorShapeProto.Types.Dimension { DimParam = BatchAxis }
        );
        foreach (int length in value.Shape)
            shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = length });
        TypeProto.Types.Tensor type = new() { ElemType = (int)TensorProto.Types.DataType.Float, Shape = shape };
        return new ValueInfoProto
        {
            Name = value.Name,
            Type = new TypeProto { TensorType = type },
        };
    }

    internal static byte[] LittleEndian<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("constants are written on little-endian machines only");
        return MemoryMarshal.AsBytes(values).ToArray();
    }
}
