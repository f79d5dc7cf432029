using System.Reflection;
using QImpact.Data;
using QImpact.Terminal;
using static TorchSharp.torch;

namespace QImpact.Training.Runs;

/// <summary>Where the tensor library computes.</summary>
public static class TrainingDevice
{
    /// <summary>What this program was built for, by <c>-p:Accelerator</c>: cpu or cuda.</summary>
    public static string Accelerator { get; } =
        typeof(TrainingDevice)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(entry => entry.Key == nameof(Accelerator))
            .Value!;

    /// <summary>Chooses a device and says why.</summary>
    /// <exception cref="BadInputException">CUDA is asked for and can't be had; the message says what is missing.</exception>
    public static DeviceChoice Choose(DeviceRequest request) => DeviceChoice.Of(request, WhyNoCuda);

    private static string? WhyNoCuda()
    {
        if (Accelerator != "cuda")
            return "this build has libtorch for the CPU alone, -p:Accelerator=cuda builds the other";
        try
        {
            return cuda.is_available() ? null : "libtorch finds no CUDA device; is the NVIDIA driver installed?";
        }
        catch (Exception exception) when (exception is NotSupportedException or DllNotFoundException)
        {
            return $"libtorch's CUDA libraries do not load ({exception.FirstLine()})";
        }
    }
}
