using Microsoft.ML.OnnxRuntime;
using QImpact.Data;
using QImpact.Data.Models;
using ModelMetadata = QImpact.Data.Models.ModelMetadata; // ONNX Runtime has one too

namespace QImpact.Inference.Sessions;

/// <summary>The shapes of a loaded model.</summary>
internal static class SessionContract
{
    /// <summary>The most values of the images that a model takes at a time: 1 GiB of float32.</summary>
    public const int MostValues = 1 << 28;

    /// <summary>Reads the shapes and checks them.</summary>
    /// <exception cref="BadInputException">They are not those of an exported classifier.</exception>
    public static ModelContract Read(string file, InferenceSession session, ModelMetadata metadata)
    {
        int[] images = Shape("input", session.InputMetadata, TensorNames.Images, 4);
        int[] logits = Shape("output", session.OutputMetadata, TensorNames.Logits, 2);
        int[] probabilities = Shape("output", session.OutputMetadata, TensorNames.Probabilities, 2);
        int observables = session.OutputMetadata.ContainsKey(TensorNames.Expectations)
            ? Shape("output", session.OutputMetadata, TensorNames.Expectations, 2)[1]
            : 0;
        if (images[0] == 0)
            throw new BadInputException($"{file} takes 0 images at a time; expected at least 1, or any number");
        if (images[2] != images[3])
            throw new BadInputException($"{file}: images are {images[2]}x{images[3]}; expected squares");
        if (logits[1] != probabilities[1] || logits[1] != metadata.ClassNames.Length)
            throw new BadInputException(
                $"{file}: {logits[1]} logits, {probabilities[1]} probabilities and {metadata.ClassNames.Length} class "
                    + "names; expected the same number of each"
            );
        RequireBounded(file, images);
        return new ModelContract(images[1], images[2], logits[1], observables)
        {
            Batch = images[0] > 0 ? images[0] : null,
        };

        int[] Shape(string kind, IReadOnlyDictionary<string, NodeMetadata> values, string name, int rank)
        {
            if (!values.TryGetValue(name, out NodeMetadata? node))
                throw new BadInputException(
                    $"{file} has no {kind} '{name}' (it has {string.Join(", ", values.Keys)}); expected a file written by export"
                );
            if (node.OnnxValueType != OnnxValueType.ONNX_TYPE_TENSOR)
                throw new BadInputException(
                    $"{file}: the {kind} '{name}' is no tensor; expected float32 with {rank} axes"
                );
            if (
                node.ElementType != typeof(float)
                || node.Dimensions.Length != rank
                || node.Dimensions[1..].Any(d => d <= 0)
            )
                throw new BadInputException(
                    $"{file}: the {kind} '{name}' is {node.ElementType?.Name} [{string.Join(", ", node.Dimensions)}]; "
                        + $"expected float32 with {rank} axes, all but the batch of fixed length"
                );
            return node.Dimensions;
        }
    }

    // What is declared is allocated before a model runs.
    private static void RequireBounded(string file, int[] images)
    {
        long image =
            Math.BigMul(images[1], images[2]) > MostValues
                ? long.MaxValue
                : Math.BigMul(images[1], images[2]) * images[3];
        if (image > MostValues || image * Math.Max(images[0], 1L) > MostValues)
            throw new BadInputException(
                $"{file} takes images of {images[2]}x{images[3]}x{images[1]}{(images[0] > 1 ? $", {images[0]} at a time" : "")}; "
                    + $"expected at most {MostValues} values at a time"
            );
    }
}
