using System.Reflection;
using System.Runtime.InteropServices;
using QImpact.Terminal;
using TorchSharp;

namespace QImpact.Training.Runs;

/// <summary>The machine and the libraries of a run; the content of <c>environment.json</c>.</summary>
/// <param name="Started">When the run began, UTC.</param>
/// <param name="OperatingSystem">Its name and version.</param>
/// <param name="Architecture">The processor's architecture.</param>
/// <param name="Processors">Processors that the program may use.</param>
/// <param name="Framework">The .NET runtime.</param>
/// <param name="TorchSharp">Version of TorchSharp.</param>
/// <param name="LibTorch">Version of libtorch.</param>
/// <param name="Device">Where it trains: cpu or cuda.</param>
/// <param name="DeviceReason">Why there.</param>
public sealed record RunEnvironment(
    DateTimeOffset Started,
    string OperatingSystem,
    string Architecture,
    int Processors,
    string Framework,
    string TorchSharp,
    string LibTorch,
    string Device,
    string DeviceReason
)
{
    /// <summary>Version and commit of this program.</summary>
    public static string CodeVersion { get; } = InformationalVersion(typeof(RunEnvironment).Assembly);

    /// <summary>The machine that this runs on.</summary>
    /// <param name="device">The device that was chosen.</param>
    public static RunEnvironment Current(DeviceChoice device) =>
        new(
            DateTimeOffset.UtcNow,
            RuntimeInformation.OSDescription,
            RuntimeInformation.ProcessArchitecture.ToString(),
            Environment.ProcessorCount,
            RuntimeInformation.FrameworkDescription,
            InformationalVersion(typeof(torch).Assembly),
            torch.__version__,
            device.Name,
            device.Reason
        );

    private static string InformationalVersion(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
