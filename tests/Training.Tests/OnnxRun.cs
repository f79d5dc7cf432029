using Microsoft.ML.OnnxRuntime;

namespace QImpact.Training.Tests;

/// <summary>Runs a graph with one input and one output in ONNX Runtime.</summary>
internal static class OnnxRun
{
    public static float[] Single(byte[] file, float[] values, long[] shape)
    {
        using InferenceSession session = new(file);
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(values, shape);
        using RunOptions options = new();
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(options, ["input"], [input], ["output"]);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
