using QImpact.Data.Models;
using QImpact.Onnx;
using QImpact.Training.Layers;
using QImpact.Training.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace QImpact.Training.Export;

/// <summary>
/// Turns a trained network into an ONNX file: standard operators of the default domain, dynamic batch, weights inside.
/// The same network gives the same bytes every time.
/// </summary>
public static class OnnxExporter
{
    /// <summary>The bytes of a classifier of images, [channels, size, size], under the contract of docs/onnx.md.</summary>
    /// <exception cref="NotSupportedException">A layer has no lowering; the message names it.</exception>
    public static byte[] Export(ImageClassifier model, int channels, int size, ModelMetadata metadata) =>
        Export(model, ContractOf(model, channels, size, metadata));

    /// <summary>The bytes of any network whose layers have lowerings, as it works in evaluation mode.</summary>
    /// <exception cref="NotSupportedException">A layer has no lowering; the message names it.</exception>
    /// <exception cref="ArgumentException">A layer of <see cref="GraphContract.InnerOutputs"/> is not in the network.</exception>
    public static byte[] Export(nn.Module<Tensor, Tensor> model, GraphContract contract)
    {
        ArgumentNullException.ThrowIfNull(model);
        // The layers of a chain go by their own names, any other network's by a path that starts with its name.
        return Export(model is Sequential or ImageClassifier ? "" : model.GetName(), model, contract);
    }

    /// <summary>The bytes of one layer by itself: <c>input</c>, of a shape without the batch, to <c>output</c>, in a graph of the layer's name.</summary>
    /// <exception cref="NotSupportedException">The layer has no lowering; the message names it.</exception>
    public static byte[] Export(NamedLayer layer, params ReadOnlySpan<int> shape)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return Export(layer.Name, layer.Layer, new GraphContract(layer.Name, "input", [.. shape]));
    }

    /// <summary>The contract of a classifier of images.</summary>
    public static GraphContract ContractOf(ImageClassifier model, int channels, int size, ModelMetadata metadata) =>
        new(metadata.Name, TensorNames.Images, [channels, size, size], TensorNames.Logits)
        {
            Probabilities = TensorNames.Probabilities,
            InnerOutputs =
            [
                .. model
                    .Layers.Where(layer => layer.Layer is QuantumLayer)
                    .Select(layer => new KeyValuePair<string, string>(layer.Name, TensorNames.Expectations)),
            ],
            Metadata = metadata.ToProperties(),
        };

    private static byte[] Export(string root, nn.Module model, GraphContract contract)
    {
        ArgumentNullException.ThrowIfNull(contract);
        NetworkGraph graph = new(contract);
        GraphValue input = graph.Input(contract.Input, contract.Shape.AsSpan());
        GraphValue output = graph.Output(graph.Lower(root, model, input), contract.Output);
        if (contract.Probabilities is { } probabilities)
        {
            GraphValue softmax = graph.Node(
                "Softmax",
                "softmax",
                output.Shape,
                [output.Name],
                GraphBuilder.Attribute("axis", 1L)
            );
            graph.Output(softmax, probabilities);
        }
        foreach ((string layer, string name) in contract.InnerOutputs)
            if (!graph.Outputs.Contains(name))
                throw new ArgumentException(
                    $"the network has no layer '{layer}' for the output '{name}'; it has {string.Join(", ", graph.Layers)}",
                    nameof(contract)
                );
        return OnnxFile.Write(graph, contract.Metadata);
    }
}
