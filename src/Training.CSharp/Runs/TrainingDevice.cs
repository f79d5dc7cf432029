using System.Reflection;
using QImpact.Data;
using QImpact.Terminal;
using static TorchSharp.torch;

namespace QImpact.Training.Runs;

/// <summary>Where the tensor library computes.</summary>
public static class TrainingDevice
{
    // cpu or cuda.
    private static readonly string Accelerator = typeof(TrainingDevice)
        .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(entry => entry.Key == "TrainingAccelerator")
        .Value!;

    /// <summary>Chooses a device and says why.</summary>
    /// <exception cref="BadInputException">CUDA is asked for and can't be had; the message says what is missing.</exception>
    public static DeviceChoice Choose(DeviceRequest request) => DeviceChoice.Of(request, () => WhyNoCuda(request.Gpu));

    private static string? WhyNoCuda(int gpu)
    {
        if (Accelerator != "cuda")
            return "this build has libtorch for the CPU alone, -p:TrainingAccelerator=cuda builds the other";
        try
        {
            if (!cuda.is_available())
                return "libtorch finds no CUDA device; is the NVIDIA driver installed?";
            return gpu < cuda.device_count() ? null : $"there is no GPU {gpu}, libtorch finds {cuda.device_count()}";
        }
        catch (Exception exception) when (exception is NotSupportedException or DllNotFoundException)
        {
            return $"libtorch's CUDA libraries do not load ({exception.FirstLine()})";
        }
    }
}
