using System.Reflection;
using System.Runtime.InteropServices;
using QImpact.Terminal;
using TorchSharp;

namespace QImpact.Training.Runs;

/// <summary>The machine and the libraries of a run; the content of <c>environment.json</c>. Times are UTC.</summary>
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

    /// <summary>The machine that this runs on, and the device that was chosen.</summary>
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
