using Google.Protobuf;
using QImpact.Data.Models;
using QImpact.Onnx.Format;

namespace QImpact.Inference.Tests;

/// <summary>
/// Writes small ONNX files of the contract, or with one chosen flaw. The network: the mean m of all pixels gives the
/// logits (0, 8 m - 4) and, for a hybrid, the expectations (m, m). Of more than two classes c the logit is 2 c t - c^2, t = (classes - 1) m, so
/// that the class nearest to t is the most probable.
/// </summary>
internal sealed record TinyModel
{
    public static ModelMetadata Metadata { get; } =
        new("tiny", "quantum-end", "paper", 5, ["bad", "good"], 0, "phantom", "12", true, "1.0", "circuit text");

    public int Size { get; init; } = 28;

    /// <summary>Width of an image; null for squares.</summary>
    public int? Width { get; init; }

    public string InputName { get; init; } = "images";

    public string LogitsName { get; init; } = "logits";

    public bool Hybrid { get; init; } = true;

    /// <summary>How many there are; more than two are called "class 0", "class 1", ...</summary>
    public int Classes { get; init; } = 2;

    public int? DeclaredClasses { get; init; }

    public int Channels { get; init; } = 1;

    /// <summary>The number of images that it takes at a time; null for any.</summary>
    public int? Batch { get; init; }

    /// <summary>The logit of class 1 is this times m, less <see cref="Offset"/>.</summary>
    public float Slope { get; init; } = 8;

    public float Offset { get; init; } = 4;

    public int InputType { get; init; } = 1;

    public IReadOnlyDictionary<string, string?> MetadataChanges { get; init; } = new Dictionary<string, string?>();

    public byte[] ToBytes()
    {
        GraphProto graph = new() { Name = "tiny" };
        graph.Input.Add(Value(InputName, InputType, Channels, Size, Width ?? Size));
        Node("Cast", InputName, "pixels", Int("to", 1));
        Node("GlobalAveragePool", "pixels", "pooled");
        Node("Flatten", "pooled", "channels", Int("axis", 1));
        Node(
            "ReduceMean",
            "channels",
            "mean",
            new AttributeProto
            {
                Name = "axes",
                Type = AttributeProto.Types.AttributeType.Ints,
                Ints = { 1 },
            },
            Int("keepdims", 1)
        );
        float[] numbers = [.. Enumerable.Range(0, Classes).Select(label => (float)label)];
        Constant(
            "weight",
            Classes == 2 ? [0, Slope] : Array.ConvertAll(numbers, c => 2 * c * (Classes - 1)),
            Classes,
            1
        );
        Constant("bias", Classes == 2 ? [0, -Offset] : Array.ConvertAll(numbers, c => -c * c), Classes);
        Gemm("mean", "weight", "bias", LogitsName);
        Node("Softmax", LogitsName, "probabilities", Int("axis", 1));
        graph.Output.Add(Value(LogitsName, 1, DeclaredClasses ?? Classes));
        graph.Output.Add(Value("probabilities", 1, DeclaredClasses ?? Classes));
        if (Hybrid)
        {
            Constant("twice", [1, 1], 2, 1);
            Constant("zero", [0, 0], 2);
            Gemm("mean", "twice", "zero", "expectations");
            graph.Output.Add(Value("expectations", 1, 2));
        }
        ModelProto model = new() { IrVersion = 8, Graph = graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = 17 });
        foreach ((string key, string value) in MetadataOf(Classes).ToProperties())
            if ((MetadataChanges.TryGetValue(key, out string? changed) ? changed : value) is { } final)
                model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = final });
        return model.ToByteArray();

        void Node(string type, string input, string output, params AttributeProto[] attributes)
        {
            NodeProto node = new() { OpType = type, Name = output };
            node.Input.Add(input);
            node.Output.Add(output);
            node.Attribute.AddRange(attributes);
            graph.Node.Add(node);
        }

        void Gemm(string input, string weight, string bias, string output)
        {
            Node("Gemm", input, output, Int("transB", 1));
            graph.Node[^1].Input.AddRange([weight, bias]);
        }

        void Constant(string name, float[] values, params long[] shape)
        {
            byte[] bytes = new byte[values.Length * 4];
            Buffer.BlockCopy(values, 0, bytes, 0, bytes.Length);
            TensorProto tensor = new()
            {
                Name = name,
                DataType = 1,
                RawData = ByteString.CopyFrom(bytes),
            };
            tensor.Dims.AddRange(shape);
            graph.Initializer.Add(tensor);
        }
    }

    private static ModelMetadata MetadataOf(int classes) =>
        classes == 2
            ? Metadata
            : Metadata with
            {
                ClassNames = [.. Enumerable.Range(0, classes).Select(label => $"class {label}")],
                PositiveClass = null,
            };

    private static AttributeProto Int(string name, long value) =>
        new()
        {
            Name = name,
            I = value,
            Type = AttributeProto.Types.AttributeType.Int,
        };

    private ValueInfoProto Value(string name, int type, params long[] shape)
    {
        TensorShapeProto dimensions = new();
        dimensions.Dim.Add(
            Batch is { } batch
                ? new TensorShapeProto.Types.Dimension { DimValue = batch }
                : new TensorShapeProto.Types.Dimension { DimParam = "batch" }
        );
        foreach (long length in shape)
            dimensions.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = length });
        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto
            {
                TensorType = new TypeProto.Types.Tensor { ElemType = type, Shape = dimensions },
            },
        };
    }
}
