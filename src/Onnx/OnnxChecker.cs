using System.Collections.Frozen;
using QImpact.Onnx.Format;
using static QImpact.Onnx.Format.AttributeProto.Types;

namespace QImpact.Onnx;

/// <summary>
/// The rules of the ONNX specification for a graph, as ONNX's own checker holds them, and three of this project: nothing is computed
/// that no output needs, nothing is passed on unchanged, and every value carries its type and shape.
/// </summary>
public static class OnnxChecker
{
    private static readonly (string, AttributeType)[] Pooling = Ints("kernel_shape", "strides", "pads");

    /// <summary>
    /// The operators that this project's lowerings use, as operator set 17 defines them: the number of inputs, and the attributes
    /// with their types.
    /// </summary>
    public static FrozenDictionary<string, OnnxOperator> Operators { get; } =
        new Dictionary<string, OnnxOperator>
        {
            ["Add"] = new(2, 2),
            ["AveragePool"] = new(1, 1, [.. Pooling, Int("count_include_pad")]),
            ["BatchNormalization"] = new(5, 5, Float("epsilon")),
            ["Cast"] = new(1, 1, Int("to")),
            ["Concat"] = new(1, int.MaxValue, Int("axis")),
            ["Conv"] = new(2, 3, [.. Pooling, .. Ints("dilations"), Int("group")]),
            ["Cos"] = new(1, 1),
            ["Flatten"] = new(1, 1, Int("axis")),
            ["Gemm"] = new(2, 3, Int("transB")),
            ["GlobalAveragePool"] = new(1, 1),
            ["LeakyRelu"] = new(1, 1, Float("alpha")),
            ["MatMul"] = new(2, 2),
            ["MaxPool"] = new(1, 1, [.. Pooling, .. Ints("dilations")]),
            ["Mul"] = new(2, 2),
            ["Pow"] = new(2, 2),
            ["Relu"] = new(1, 1),
            ["Reshape"] = new(2, 2),
            ["Sigmoid"] = new(1, 1),
            ["Sin"] = new(1, 1),
            ["Softmax"] = new(1, 1, Int("axis")),
            ["Split"] = new(1, 1, Int("axis")),
            ["Tanh"] = new(1, 1),
            ["Transpose"] = new(1, 1, Ints("perm")),
        }.ToFrozenDictionary();

    /// <summary>What is wrong with a file, one line each; empty where nothing is.</summary>
    public static IReadOnlyList<string> Check(byte[] file)
    {
        ModelProto model = ModelProto.Parser.ParseFrom(file);
        return [.. CheckGraph(model.Graph), .. CheckVersions(model), .. model.Graph.Node.SelectMany(CheckOperator)];
    }

    /// <summary>The rules that hold whatever the operators are.</summary>
    internal static IEnumerable<string> CheckGraph(GraphProto graph)
    {
        HashSet<string> inputs = [.. graph.Input.Select(input => input.Name)];
        HashSet<string> known = [.. inputs];
        // A constant with the name of an input is what the input is where it is left out.
        foreach (TensorProto constant in graph.Initializer)
            if (!known.Add(constant.Name) && !inputs.Remove(constant.Name))
                yield return $"the constant '{constant.Name}' has the name of another value";
        HashSet<string> described = [.. graph.ValueInfo.Concat(graph.Output).Where(IsDescribed).Select(v => v.Name)];
        foreach (NodeProto node in graph.Node)
        {
            foreach (string input in node.Input.Where(input => !known.Contains(input)))
                yield return $"the node '{node.Name}' reads '{input}', which nothing before it gives";
            foreach (string output in node.Output)
            {
                if (!known.Add(output))
                    yield return $"the node '{node.Name}' gives '{output}', which is given already";
                if (!described.Contains(output))
                    yield return $"the value '{output}' has no type and shape";
            }
            if (node.OpType == "Identity")
                yield return $"the node '{node.Name}' passes its input on unchanged";
        }
        foreach (string output in graph.Output.Select(output => output.Name).Where(name => !known.Contains(name)))
            yield return $"nothing gives the output '{output}'";
        foreach (string problem in CheckUse(graph))
            yield return problem;
    }

    private static IEnumerable<string> CheckUse(GraphProto graph)
    {
        HashSet<string> read = [.. graph.Node.SelectMany(node => node.Input), .. graph.Output.Select(o => o.Name)];
        foreach (NodeProto node in graph.Node.Where(node => !node.Output.Any(read.Contains)))
            yield return $"nothing reads what the node '{node.Name}' gives";
        foreach (TensorProto constant in graph.Initializer.Where(constant => !read.Contains(constant.Name)))
            yield return $"nothing reads the constant '{constant.Name}'";
        foreach (ValueInfoProto input in graph.Input.Where(input => !read.Contains(input.Name)))
            yield return $"nothing reads the input '{input.Name}'";
        foreach (IGrouping<string, NodeProto> same in graph.Node.GroupBy(node => node.Name).Where(g => g.Count() > 1))
            yield return $"{same.Count()} nodes are called '{same.Key}'";
        if (graph.Node.Any(node => node.Name.Length == 0))
            yield return "a node has no name";
    }

    private static IEnumerable<string> CheckVersions(ModelProto model)
    {
        if (model.OpsetImport is not [{ Domain: "", Version: OnnxFile.OperatorSet }])
            yield return $"the operator sets are {model.OpsetImport}; expected {OnnxFile.OperatorSet} of the default domain alone";
        if (model.IrVersion != OnnxFile.IrVersion)
            yield return $"the IR version is {model.IrVersion}; expected {OnnxFile.IrVersion}";
    }

    private static IEnumerable<string> CheckOperator(NodeProto node)
    {
        if (node.Domain.Length > 0 || !Operators.TryGetValue(node.OpType, out OnnxOperator? known))
        {
            yield return $"the node '{node.Name}' is a {node.Domain}{node.OpType}, which is none of this project's operators";
            yield break;
        }
        if (node.Input.Count < known.LeastInputs || node.Input.Count > known.MostInputs)
            yield return $"the node '{node.Name}', a {node.OpType}, has {node.Input.Count} inputs";
        foreach (AttributeProto attribute in node.Attribute)
            if (!known.Attributes.Contains((attribute.Name, attribute.Type)))
                yield return $"the node '{node.Name}', a {node.OpType}, has the attribute '{attribute.Name}' of type {attribute.Type}";
    }

    private static bool IsDescribed(ValueInfoProto value) =>
        value.Type?.TensorType is { HasElemType: true, Shape: { } shape }
        && shape.Dim.All(dimension => dimension.HasDimParam || dimension.DimValue > 0);

    private static (string, AttributeType) Int(string name) => (name, AttributeType.Int);

    private static (string, AttributeType) Float(string name) => (name, AttributeType.Float);

    private static (string, AttributeType)[] Ints(params string[] names) =>
        Array.ConvertAll(names, name => (name, AttributeType.Ints));
}

/// <summary>An operator of ONNX: how few and how many inputs it takes, and its attributes.</summary>
public sealed record OnnxOperator(
    int LeastInputs,
    int MostInputs,
    params (string Name, AttributeType Type)[] Attributes
);
