using System.Text;
using QImpact.Data;

namespace QImpact.Training.Export;

/// <summary>
/// The config.pbtxt of a model in a Triton model repository. Source: Triton Inference Server, "Model configuration".
/// </summary>
internal static class TritonConfig
{
    /// <summary>Images that the server may put into one run where the file takes any number.</summary>
    private const int LargestBatch = 256;

    /// <summary>The configuration as text.</summary>
    /// <param name="name">The model's name, which is its folder's.</param>
    /// <param name="inputs">What goes in.</param>
    /// <param name="outputs">What comes out.</param>
    /// <param name="batch">The number of images that the file takes; null for any.</param>
    public static string Write(
        string name,
        IReadOnlyList<CardTensor> inputs,
        IReadOnlyList<CardTensor> outputs,
        int? batch
    )
    {
        StringBuilder text = new();
        text.Append($"name: \"{name}\"\nbackend: \"onnxruntime\"\ndefault_model_filename: \"model.onnx\"\n");
        text.Append($"max_batch_size: {(batch is null ? LargestBatch : 0)}\n");
        text.Append($"input [{Tensors(inputs, batch)}\n]\noutput [{Tensors(outputs, batch)}\n]\n");
        if (batch is null)
            text.Append("dynamic_batching { }\n");
        return text.ToString();
    }

    /// <summary>Writes it.</summary>
    /// <exception cref="BadInputException">The file can't be written.</exception>
    public static void WriteFile(string path, string text) => AtomicFile.WriteText(path, writer => writer.Write(text));

    /// <summary>With a batch that the server forms, the shapes leave it out.</summary>
    private static string Tensors(IReadOnlyList<CardTensor> tensors, int? batch) =>
        string.Join(
            ",",
            tensors.Select(tensor =>
                $"\n  {{\n    name: \"{tensor.Name}\"\n    data_type: TYPE_FP32\n    dims: [ {string.Join(", ", batch is null ? tensor.Shape.Skip(1) : tensor.Shape)} ]\n  }}"
            )
        );
}
