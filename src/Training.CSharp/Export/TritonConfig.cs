using System.Text;
using QImpact.Data.Models;

namespace QImpact.Training.Export;

/// <summary>
/// The config.pbtxt of a model in a Triton model repository. Source: Triton Inference Server, "Model configuration".
/// </summary>
internal static class TritonConfig
{
    /// <summary>Images that the server may put into one run where the file takes any number.</summary>
    private const int LargestBatch = 256;

    /// <summary>The configuration of the model of a card.</summary>
    public static string Text(ModelCard card)
    {
        StringBuilder text = new();
        text.Append($"name: \"{card.Name}\"\nbackend: \"onnxruntime\"\ndefault_model_filename: \"model.onnx\"\n");
        text.Append($"max_batch_size: {(card.Batch is null ? LargestBatch : 0)}\n");
        text.Append($"input [{Tensors([card.Input])}\n]\noutput [{Tensors(card.Outputs)}\n]\n");
        if (card.Batch is null)
            text.Append("dynamic_batching { }\n");
        return text.ToString();

        // With a batch that the server forms, the shapes leave it out.
        string Tensors(IEnumerable<CardTensor> tensors) =>
            string.Join(
                ",",
                tensors.Select(tensor =>
                    $"\n  {{\n    name: \"{tensor.Name}\"\n    data_type: TYPE_FP32\n    dims: [ {string.Join(", ", card.Batch is null ? tensor.Shape.Skip(1) : tensor.Shape)} ]\n  }}"
                )
            );
    }
}
