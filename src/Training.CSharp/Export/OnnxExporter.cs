using Google.Protobuf;
using QImpact.Inference;
using QImpact.Training.Export.Onnx;
using QImpact.Training.Layers;
using QImpact.Training.Models;

namespace QImpact.Training.Export;

/// <summary>
/// Turns a trained classifier into an ONNX file: standard operators of the default domain, dynamic batch, weights inside.
/// The same classifier gives the same bytes every time.
/// </summary>
public static class OnnxExporter
{
    /// <summary>
    /// Version of the operators. 17 is read by ONNX Runtime (native, Node, web), OpenCV DNN 4.6 and Triton; nothing of a
    /// later version is needed.
    /// </summary>
    public const int OperatorSet = 17;

    /// <summary>Version of the file format that came with operator set 17.</summary>
    private const int IrVersion = 8;

    /// <summary>Exports a classifier.</summary>
    /// <param name="model">The network, with the weights that it shall have in the file.</param>
    /// <param name="channels">Channels of an image.</param>
    /// <param name="size">Height and width of an image.</param>
    /// <param name="metadata">What the file says of itself.</param>
    /// <returns>The bytes of the file.</returns>
    /// <exception cref="NotSupportedException">A layer has no lowering; the message names it.</exception>
    public static byte[] Export(ImageClassifier model, int channels, int size, ModelMetadata metadata)
    {
        GraphBuilder graph = new(metadata.Name);
        GraphValue value = graph.Input("images", channels, size, size);
        foreach (NamedLayer layer in model.Layers)
        {
            value = LoweringTable.Lower(graph, layer.Name, layer.Layer, value);
            if (layer.Layer is QuantumLayer)
                value = graph.Output(value, "expectations");
        }
        GraphValue logits = graph.Output(value, "logits");
        GraphValue probabilities = graph.Node(
            "Softmax",
            "softmax",
            logits.Shape,
            [logits.Name],
            GraphBuilder.Attribute("axis", 1L)
        );
        graph.Output(probabilities, "probabilities");
        return Assemble(graph, metadata.CodeVersion, metadata.ToProperties());
    }

    /// <summary>Exports one layer by itself, with the input <c>input</c> and the output <c>output</c>.</summary>
    /// <param name="layer">The layer; its name becomes the graph's.</param>
    /// <param name="shape">Shape of the input, without the batch.</param>
    /// <returns>The bytes of the file.</returns>
    /// <exception cref="NotSupportedException">The layer has no lowering; the message names it.</exception>
    public static byte[] Export(NamedLayer layer, params ReadOnlySpan<int> shape)
    {
        GraphBuilder graph = new(layer.Name);
        GraphValue input = graph.Input("input", shape);
        graph.Output(LoweringTable.Lower(graph, layer.Name, layer.Layer, input), "output");
        return Assemble(graph, RunEnvironment.CodeVersion, []);
    }

    private static byte[] Assemble(
        GraphBuilder graph,
        string codeVersion,
        IEnumerable<KeyValuePair<string, string>> properties
    )
    {
        ModelProto model = new()
        {
            IrVersion = IrVersion,
            ProducerName = "QImpact",
            ProducerVersion = codeVersion,
            Graph = graph.Build(),
        };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = OperatorSet });
        foreach ((string key, string value) in properties)
            model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
        return model.ToByteArray();
    }
}
