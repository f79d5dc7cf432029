using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Google.Protobuf;
using Google.Protobuf.Collections;
using QImpact.Training.Export.Onnx;

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

    /// <summary>Starts a graph.</summary>
    public GraphBuilder(string name) => _graph.Name = name;

    /// <summary>Declares an input of the graph.</summary>
    public GraphValue Input(string name, params ReadOnlySpan<int> shape)
    {
        GraphValue value = new(Claim(name), [.. shape]);
        _graph.Input.Add(Describe(value));
        return value;
    }

    /// <summary>Declares a value as an output of the graph, under a name that its readers know.</summary>
    public GraphValue Output(GraphValue value, string name)
    {
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
        float[] rounded = new float[values.Length];
        for (int i = 0; i < values.Length; i++)
            rounded[i] = (float)values[i];
        return Constant(name, rounded, shape);
    }

    /// <inheritdoc cref="Constant(string, ReadOnlySpan{double}, ReadOnlySpan{int})"/>
    public string Constant(string name, float[] values, params ReadOnlySpan<int> shape)
    {
        long expected = 1;
        foreach (int length in shape)
            expected *= length;
        if (expected != values.Length)
            throw new ArgumentException(
                $"constant {name} has {values.Length} values; its shape [{string.Join(", ", shape.ToArray())}] calls for {expected}",
                nameof(values)
            );
        TensorProto tensor = new()
        {
            Name = Claim(name),
            DataType = (int)TensorProto.Types.DataType.Float,
            RawData = ByteString.CopyFrom(LittleEndian(values)),
        };
        foreach (int length in shape)
            tensor.Dims.Add(length);
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

    /// <summary>The finished graph.</summary>
    public GraphProto Build() => _graph;

    private string Claim(string name) =>
        _names.Add(name) ? name : throw new InvalidOperationException($"the graph has two values called '{name}'");

    private static void Replace(RepeatedField<string> names, string old, string @new)
    {
        for (int i = 0; i < names.Count; i++)
            if (names[i] == old)
                names[i] = @new;
    }

    private static ValueInfoProto Describe(GraphValue value)
    {
        TensorShapeProto shape = new();
        shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = BatchAxis });
        foreach (int length in value.Shape)
            shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = length });
        TypeProto.Types.Tensor type = new() { ElemType = (int)TensorProto.Types.DataType.Float, Shape = shape };
        return new ValueInfoProto
        {
            Name = value.Name,
            Type = new TypeProto { TensorType = type },
        };
    }

    private static byte[] LittleEndian(float[] values)
    {
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("constants are written on little-endian machines only");
        return MemoryMarshal.AsBytes<float>(values).ToArray();
    }
}
