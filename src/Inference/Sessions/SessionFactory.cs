using Microsoft.ML.OnnxRuntime;
using QImpact.Data;
using QImpact.Terminal;

namespace QImpact.Inference.Sessions;

/// <summary>Opens ONNX Runtime sessions on the device that was asked for.</summary>
internal static class SessionFactory
{
    private const string CudaProvider = "CUDAExecutionProvider";

    /// <summary>Opens a session of a file's bytes; one run uses as many threads.</summary>
    /// <exception cref="BadInputException">The file is no model, or the device can't be had.</exception>
    public static (InferenceSession Session, DeviceChoice Device) Open(
        byte[] model,
        string file,
        DeviceRequest device,
        int threads
    )
    {
        InferenceSession? session = null;
        DeviceChoice choice = DeviceChoice.Of(device, () => WhyNoCuda(model, file, threads, out session));
        return (session ?? Open(model, file, threads, cuda: false), choice);
    }

    // The list of providers says what was built in, not what works: only a session that opens proves it.
    private static string? WhyNoCuda(byte[] model, string file, int threads, out InferenceSession? session)
    {
        session = null;
        if (!OrtEnv.Instance().GetAvailableProviders().Contains(CudaProvider))
            return "this build of ONNX Runtime has no CUDA support";
        try
        {
            session = Open(model, file, threads, cuda: true);
            return null;
        }
        catch (Exception exception) when (exception is OnnxRuntimeException or EntryPointNotFoundException)
        {
            return $"ONNX Runtime's CUDA provider does not load ({exception.FirstLine()})";
        }
    }

    private static InferenceSession Open(byte[] model, string file, int threads, bool cuda)
    {
        using SessionOptions options = new()
        {
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        // Threads that wait for work sleep: spinning ones take the cores from other models in the process (docs/inference.md).
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        if (cuda)
            options.AppendExecutionProvider_CUDA();
        try
        {
            return new InferenceSession(model, options);
        }
        catch (OnnxRuntimeException exception) when (!cuda)
        {
            throw new BadInputException(
                $"{file} is no ONNX model that ONNX Runtime can load: {exception.FirstLine()}",
                exception
            );
        }
    }
}
