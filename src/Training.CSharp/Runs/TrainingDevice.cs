using System.Reflection;
using QImpact.Data;
using QImpact.Inference;
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
    public static DeviceChoice Choose(DeviceRequest request)
    {
        if (request == DeviceRequest.Cpu)
            return new DeviceChoice("cpu", "asked for");
        string? missing = WhyNoCuda();
        return (request, missing) switch
        {
            (DeviceRequest.Cuda, null) => new DeviceChoice("cuda", "asked for"),
            (DeviceRequest.Cuda, _) => throw new BadInputException(
                $"--device=cuda can't be met: {missing}; use --device=cpu or --device=auto (docs/devices.md)"
            ),
            (_, null) => new DeviceChoice("cuda", "it works here"),
            _ => new DeviceChoice("cpu", $"no cuda: {missing}"),
        };
    }

    /// <summary>The device of a choice.</summary>
    public static Device Of(DeviceChoice choice) => choice.Name == "cuda" ? CUDA : CPU;

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
