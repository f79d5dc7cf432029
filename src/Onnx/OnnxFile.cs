using System.Collections.Immutable;
using System.Reflection;
using Google.Protobuf;
using QImpact.Onnx.Format;

namespace QImpact.Onnx;

/// <summary>
/// A graph as a file: standard operators of the default domain, weights inside. The same graph gives the same bytes every time.
/// </summary>
public static class OnnxFile
{
    /// <summary>
    /// Version of the operators. 17 is read by ONNX Runtime (native, Node, web), OpenCV DNN 4.6 and Triton; nothing of a
    /// later version is needed.
    /// </summary>
    public const int OperatorSet = 17;

    /// <summary>Version of the file format that came with operator set 17.</summary>
    internal const int IrVersion = 8;

    /// <summary>The bytes of a finished graph, with metadata properties in this order; the builder is used up.</summary>
    /// <exception cref="InvalidOperationException">The graph breaks a rule of <see cref="OnnxChecker"/>.</exception>
    public static byte[] Write(GraphBuilder graph, params IEnumerable<KeyValuePair<string, string>> metadata)
    {
        ArgumentNullException.ThrowIfNull(graph);
        GraphProto built = graph.Build();
        if (OnnxChecker.CheckGraph(built).FirstOrDefault() is { } problem)
            throw new InvalidOperationException($"the graph of {built.Name} is not sound: {problem}");
        ModelProto model = new()
        {
            IrVersion = IrVersion,
            ProducerName = "QImpact",
            ProducerVersion = typeof(OnnxFile)
                .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
                ?.InformationalVersion,
            Graph = built,
        };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = OperatorSet });
        foreach ((string key, string value) in metadata)
            model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
        return model.ToByteArray();
    }

    /// <summary>The metadata properties of a file.</summary>
    /// <exception cref="InvalidDataException">These are not the bytes of an ONNX file.</exception>
    public static IReadOnlyDictionary<string, string> ReadMetadata(byte[] file)
    {
        try
        {
            return ModelProto
                .Parser.ParseFrom(file)
                .MetadataProps.DistinctBy(property => property.Key)
                .ToDictionary(property => property.Key, property => property.Value);
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new InvalidDataException(exception.Message, exception);
        }
    }

    /// <summary>Every operator in a file and how often it occurs.</summary>
    public static ImmutableSortedDictionary<string, int> CountOperators(byte[] file) =>
        ModelProto
            .Parser.ParseFrom(file)
            .Graph.Node.CountBy(node => node.OpType)
            .ToImmutableSortedDictionary(StringComparer.Ordinal);
}
