using System.Buffers.Binary;
using System.Collections.Immutable;
using Google.Protobuf;
using Google.Protobuf.Collections;
using QImpact.Onnx.Format;
using static QImpact.Onnx.Format.AttributeProto.Types;
using static QImpact.Onnx.Format.TensorProto.Types;
using static QImpact.Onnx.Format.TensorShapeProto.Types;

namespace QImpact.Onnx;

/// <summary>The numbers that a file computes with.</summary>
public enum Precision
{
    /// <summary>float32 throughout.</summary>
    Fp32,

    /// <summary>float16 for images and feature maps, float32 from the pooled features on; inputs and outputs stay float32.</summary>
    Fp16,
}

/// <summary>
/// Collects the nodes and constants of an ONNX graph. It owns the names: a node is called as its layer and step
/// (<c>quantum/cos</c>), its output has the same name, and no name is given twice.
/// </summary>
/// <param name="name">The graph's name.</param>
/// <param name="batch">The number of samples that the file takes at a time; null for any.</param>
/// <param name="precision">The numbers that the file computes with; its inputs and outputs are float32 always.</param>
public class GraphBuilder(string name, int? batch = null, Precision precision = Precision.Fp32)
{
    private readonly GraphProto _graph = new() { Name = name };
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double[]> _constants = [];

    /// <summary>The outputs declared so far.</summary>
    public IEnumerable<string> Outputs => _graph.Output.Select(output => output.Name);

    /// <summary>Declares an input of the graph.</summary>
    public GraphValue Input(string name, params ReadOnlySpan<int> shape)
    {
        GraphValue value = new(Claim(name), [.. shape]);
        _graph.Input.Add(Describe(value));
        return value;
    }

    /// <summary>Declares an input of the graph that all samples share, such as weights; with values it may be left out where the graph is run.</summary>
    public GraphValue Parameter(string name, double[]? values, params ReadOnlySpan<int> shape)
    {
        GraphValue parameter = new(Claim(name), [.. shape], IsShared: true);
        _graph.Input.Add(Describe(parameter));
        if (values is not null)
            Initialise(name, values, shape);
        return parameter;
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

    /// <summary>
    /// Adds a constant, given row by row; the builder keeps the values, and they are rounded once, when the file is written.
    /// </summary>
    /// <returns>The name, to be used as an input of a node.</returns>
    public string Constant(string name, double[] values, params ReadOnlySpan<int> shape) =>
        Initialise(Claim(name), values, shape);

    private string Initialise(string name, double[] values, ReadOnlySpan<int> shape)
    {
        long expected = shape.ToArray().Aggregate(1L, (product, length) => product * length);
        if (expected != values.Length)
            throw new ArgumentException(
                $"constant {name} has {values.Length} values; its shape [{string.Join(", ", shape.ToArray())}] calls for {expected}",
                nameof(values)
            );
        _constants.Add(name, values);
        TensorProto tensor = new() { Name = name, DataType = (int)DataType.Float };
        tensor.Dims.AddRange(shape.ToArray().Select(length => (long)length));
        _graph.Initializer.Add(tensor);
        return name;
    }

    /// <summary>Adds a list of whole numbers as a constant: the shape that a Reshape takes.</summary>
    public string Integers(string name, params ReadOnlySpan<long> values)
    {
        byte[] bytes = new byte[values.Length * sizeof(long)];
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * sizeof(long)), values[i]);
        TensorProto tensor = new()
        {
            Name = Claim(name),
            DataType = (int)DataType.Int64,
            RawData = UnsafeByteOperations.UnsafeWrap(bytes),
        };
        tensor.Dims.Add(values.Length);
        _graph.Initializer.Add(tensor);
        return name;
    }

    /// <summary>
    /// Adds a node, an operator of ONNX's default domain on values and constants, with one output: of the node's name and a shape without
    /// the batch.
    /// </summary>
    public GraphValue Node(
        string operation,
        string name,
        ImmutableArray<int> shape,
        IEnumerable<string> inputs,
        params ReadOnlySpan<AttributeProto> attributes
    )
    {
        GraphValue value = new(Claim(name), shape);
        Add(operation, name, [value], inputs, attributes);
        return value;
    }

    /// <summary>Adds a node whose output all samples share.</summary>
    public GraphValue SharedNode(string operation, string name, ImmutableArray<int> shape, IEnumerable<string> inputs)
    {
        GraphValue value = new(Claim(name), shape, IsShared: true);
        Add(operation, name, [value], inputs, []);
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
        GraphValue[] values = [.. Enumerable.Range(0, count).Select(i => new GraphValue(Claim($"{name}/{i}"), shape))];
        Add(operation, Claim(name), values, inputs, attributes);
        return values;
    }

    /// <summary>An attribute that is a whole number.</summary>
    public static AttributeProto Attribute(string name, long value) =>
        new()
        {
            Name = name,
            I = value,
            Type = AttributeType.Int,
        };

    /// <summary>An attribute that is a number.</summary>
    public static AttributeProto Attribute(string name, double value) =>
        new()
        {
            Name = name,
            F = (float)value,
            Type = AttributeType.Float,
        };

    /// <summary>An attribute that is a list of whole numbers.</summary>
    public static AttributeProto Attribute(string name, params ReadOnlySpan<long> values)
    {
        AttributeProto attribute = new() { Name = name, Type = AttributeType.Ints };
        attribute.Ints.AddRange(values.ToArray());
        return attribute;
    }

    /// <summary>The finished graph.</summary>
    internal GraphProto Build()
    {
        if (precision == Precision.Fp16)
            HalfPrecision.Convert(_graph);
        foreach (TensorProto tensor in _graph.Initializer)
            if (_constants.TryGetValue(tensor.Name, out double[]? values))
                tensor.RawData = Rounded(tensor.Name, values, (DataType)tensor.DataType);
        return _graph;
    }

    private void Add(
        string operation,
        string name,
        GraphValue[] outputs,
        IEnumerable<string> inputs,
        ReadOnlySpan<AttributeProto> attributes
    )
    {
        NodeProto node = new() { OpType = operation, Name = name };
        node.Input.AddRange(inputs);
        node.Output.AddRange(outputs.Select(value => value.Name));
        node.Attribute.AddRange(attributes.ToArray());
        _graph.Node.Add(node);
        _graph.ValueInfo.AddRange(outputs.Select(Describe));
    }

    private static ByteString Rounded(string name, double[] values, DataType type)
    {
        double largest = type == DataType.Float16 ? (double)Half.MaxValue : float.MaxValue;
        if (Array.FindIndex(values, value => !(Math.Abs(value) <= largest)) is >= 0 and int wrong)
            throw new NotSupportedException(
                FormattableString.Invariant(
                    $"the constant {name} has the value {values[wrong]:G6}; expected at most {largest:G6} in size, which {type} holds"
                )
            );
        int size = type == DataType.Float16 ? 2 : sizeof(float);
        byte[] bytes = new byte[values.Length * size];
        for (int i = 0; i < values.Length; i++)
        {
            Span<byte> place = bytes.AsSpan(i * size);
            if (type == DataType.Float16)
                BinaryPrimitives.WriteHalfLittleEndian(place, (Half)values[i]);
            else
                BinaryPrimitives.WriteSingleLittleEndian(place, (float)values[i]);
        }
        return UnsafeByteOperations.UnsafeWrap(bytes);
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
        if (!value.IsShared)
            shape.Dim.Add(
                batch is { } count ? new Dimension { DimValue = count } : new Dimension { DimParam = "batch" }
            );
        shape.Dim.AddRange(value.Shape.Select(length => new Dimension { DimValue = length }));
        TypeProto.Types.Tensor type = new() { ElemType = (int)DataType.Float, Shape = shape };
        return new ValueInfoProto
        {
            Name = value.Name,
            Type = new TypeProto { TensorType = type },
        };
    }
}

/// <summary>
/// A float32 tensor that flows through an ONNX graph: its name, and the lengths of all axes but the first, which is the batch; of one that all
/// samples share those of all axes.
/// </summary>
public sealed record GraphValue(string Name, ImmutableArray<int> Shape, bool IsShared = false)
{
    /// <summary>Number of values per sample.</summary>
    public int Length => Shape.Aggregate(1, (product, length) => product * length);

    /// <summary><c>quantum [batch, 4]</c>.</summary>
    public override string ToString() => $"{Name} [{string.Join(", ", Shape.Select(l => $"{l}").Prepend("batch"))}]";
}
