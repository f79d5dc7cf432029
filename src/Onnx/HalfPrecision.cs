using QImpact.Onnx.Format;
using static QImpact.Onnx.Format.TensorProto.Types;

namespace QImpact.Onnx;

/// <summary>
/// Turns images and feature maps (values of four axes) into float16, and the constants of their nodes with them. They hold nearly all numbers
/// and time; vectors, the quantum layer among them, stay float32, where a rounding of 1e-3 in an angle would be seen.
/// </summary>
internal static class HalfPrecision
{
    private const int FeatureMapAxes = 4;

    /// <summary>Converts a graph in float32, whose constants have their types and not yet their bytes, in place.</summary>
    public static void Convert(GraphProto graph)
    {
        Dictionary<string, ValueInfoProto> values = graph
            .ValueInfo.Concat(graph.Output)
            .Concat(graph.Input)
            .ToDictionary(value => value.Name);
        Dictionary<string, TensorProto> constants = graph.Initializer.ToDictionary(tensor => tensor.Name);
        NodeProto[] nodes = [.. graph.Node];
        graph.Node.Clear();
        HashSet<string> outputs = [.. graph.Output.Select(output => output.Name)];
        Dictionary<(string, DataType), string> casts = [];
        foreach (NodeProto node in nodes)
        {
            string result = node.Output[0];
            DataType type =
                IsFeatureMap(values[result]) && !outputs.Contains(result) ? DataType.Float16 : DataType.Float;
            for (int i = 0; i < node.Input.Count; i++)
            {
                if (!constants.TryGetValue(node.Input[i], out TensorProto? constant))
                    node.Input[i] = Cast(graph, casts, values[node.Input[i]], type);
                else if (type == DataType.Float16 && constant.DataType == (int)DataType.Float)
                    constant.DataType = (int)DataType.Float16;
            }
            foreach (string output in node.Output)
                values[output].Type.TensorType.ElemType = (int)type;
            graph.Node.Add(node);
        }
    }

    private static bool IsFeatureMap(ValueInfoProto value) => value.Type.TensorType.Shape.Dim.Count == FeatureMapAxes;

    /// <summary>The name of the value in this type, converted by a node of its own where it has another one.</summary>
    private static string Cast(
        GraphProto graph,
        Dictionary<(string, DataType), string> casts,
        ValueInfoProto value,
        DataType type
    )
    {
        if (value.Type.TensorType.ElemType == (int)type)
            return value.Name;
        if (casts.TryGetValue((value.Name, type), out string? name))
            return name;
        name = $"{value.Name}/{(type == DataType.Float16 ? "half" : "single")}";
        casts.Add((value.Name, type), name);
        NodeProto node = new() { OpType = "Cast", Name = name };
        node.Input.Add(value.Name);
        node.Output.Add(name);
        node.Attribute.Add(GraphBuilder.Attribute("to", (long)type));
        graph.Node.Add(node);
        ValueInfoProto described = value.Clone();
        described.Name = name;
        described.Type.TensorType.ElemType = (int)type;
        graph.ValueInfo.Add(described);
        return name;
    }
}
