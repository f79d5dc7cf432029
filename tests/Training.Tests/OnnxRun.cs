using Microsoft.ML.OnnxRuntime;

namespace QImpact.Training.Tests;

/// <summary>Runs a graph with one input in ONNX Runtime.</summary>
internal static class OnnxRun
{
    public static float[] Single(byte[] file, float[] values, long[] shape) =>
        Named(file, "input", values, shape, "output")[0];

    /// <summary>One input, several outputs.</summary>
    public static float[][] Named(byte[] file, string input, float[] values, long[] shape, params string[] outputs)
    {
        using InferenceSession session = new(file);
        using OrtValue tensor = OrtValue.CreateTensorValueFromMemory(values, shape);
        using RunOptions options = new();
        using IDisposableReadOnlyCollection<OrtValue> results = session.Run(options, [input], [tensor], outputs);
        return [.. results.Select(result => result.GetTensorDataAsSpan<float>().ToArray())];
    }
}
