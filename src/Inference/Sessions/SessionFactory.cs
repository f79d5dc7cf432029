using System.Text.RegularExpressions;
using Microsoft.ML.OnnxRuntime;
using QImpact.Data;
using QImpact.Data.Models;
using QImpact.Terminal;

namespace QImpact.Inference.Sessions;

/// <summary>Opens ONNX Runtime sessions on the device that was asked for.</summary>
internal static partial class SessionFactory
{
    /// <summary>What ONNX Runtime would print itself is in the exceptions that it throws.</summary>
    public const OrtLoggingLevel Silent = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL;

    private const string CudaProvider = "CUDAExecutionProvider";

    [GeneratedRegex(
        @"\[ErrorCode:\w+\] |\S+\.(?:h|cc):\d+ |(?:static )?(?:\w[\w:]*[*&]? )?\S*onnxruntime::\S*\([^()]*\) "
    )]
    private static partial Regex Internals { get; }

    /// <summary>What ONNX Runtime says of a failure, on one line, without its codes and the places in its sources.</summary>
    public static string Reason(OnnxRuntimeException exception)
    {
        string reason = Internals.Replace(exception.AsReason(), "");
        return reason.Contains("Available memory", StringComparison.Ordinal)
            ? $"{reason}; all models together may take {SessionMemory.Most >> 20} MiB, fewer --threads or a smaller --batch-size take less"
            : reason;
    }

    /// <summary>Opens a session of a file's bytes; one run uses as many threads.</summary>
    /// <exception cref="BadInputException">The file is no model, or the device can't be had.</exception>
    public static (InferenceSession Session, DeviceChoice Device) Open(
        byte[] model,
        string file,
        DeviceRequest device,
        int threads,
        CudaSettings cuda
    )
    {
        InferenceSession? session = null;
        DeviceChoice choice = DeviceChoice.Of(
            device,
            () => WhyNoCuda(model, file, threads, device.Gpu, cuda, out session)
        );
        return session is null
            ? (OpenOnCpu(model, file, threads), choice)
            : (session, cuda.Tf32 ? choice with { Reason = $"{choice.Reason}, TF32" } : choice);
    }

    // The list of providers says what was built in, not what works: only a session that has run proves it.
    private static string? WhyNoCuda(
        byte[] model,
        string file,
        int threads,
        int gpu,
        CudaSettings settings,
        out InferenceSession? session
    )
    {
        session = null;
        if (!OrtEnv.Instance().GetAvailableProviders().Contains(CudaProvider))
            return "this build has ONNX Runtime for the CPU alone, -p:InferenceAccelerator=cuda builds the other";
        OrtEnv.Instance().EnvLogLevel = Silent;
        using SessionOptions options = OptionsOf(threads);
        try
        {
            using OrtCUDAProviderOptions cuda = new();
            cuda.UpdateOptions(settings.ProviderOptions(gpu));
            options.AppendExecutionProvider_CUDA(cuda);
        }
        catch (OnnxRuntimeException exception)
        {
            return CudaFailure.Explain(exception.Message);
        }
        // A node without a kernel for the GPU would go to the CPU, and its tensors there and back, unseen.
        options.AddSessionConfigEntry("session.disable_cpu_ep_fallback", "1");
        try
        {
            session = new InferenceSession(model, options);
            RunOnce(session, settings);
            return null;
        }
        catch (OnnxRuntimeException exception)
        {
            session?.Dispose();
            session = null;
            // A file that opens nowhere is not the GPU's fault.
            OpenOnCpu(model, file, threads).Dispose();
            return CudaFailure.Explain(Reason(exception));
        }
    }

    // The first run loads cuDNN and takes memory for tensors. A file with another input is refused when its contract is read.
    private static void RunOnce(InferenceSession session, CudaSettings cuda)
    {
        if (
            !session.InputMetadata.TryGetValue(TensorNames.Images, out NodeMetadata? images)
            || images.ElementType != typeof(float)
            || images.Dimensions is not [int batch, > 0, > 0, > 0]
        )
            return;
        long[] shape =
        [
            batch > 0 ? batch : cuda.ImagesPerRun ?? 1,
            .. images.Dimensions[1..].Select(length => (long)length),
        ];
        long values = shape.Aggregate((product, length) => Math.Min(product * length, long.MaxValue >> 32));
        if (values > SessionContract.MostValues)
            return;
        using RunOptions run = new() { LogSeverityLevel = Silent };
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(new float[values], shape);
        session.Run(run, [TensorNames.Images], [input], session.OutputNames).Dispose();
    }

    private static InferenceSession OpenOnCpu(byte[] model, string file, int threads)
    {
        using SessionOptions options = OptionsOf(threads);
        try
        {
            return new InferenceSession(model, options);
        }
        catch (OnnxRuntimeException exception)
        {
            throw new BadInputException(
                $"{file} is no ONNX model that ONNX Runtime can load: {Reason(exception)}",
                exception
            );
        }
    }

    private static SessionOptions OptionsOf(int threads)
    {
        SessionOptions options = new()
        {
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = Silent,
        };
        // Threads that wait for work sleep: spinning ones take the cores from other models in the process (docs/inference.md).
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        SessionMemory.Bound(options);
        return options;
    }
}
