using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace QImpact.Inference;

/// <summary>
/// Turns ONNX Runtime's telemetry off before its native library is loaded: medical images are read here. The library
/// reads the variable from the process's own environment block, which .NET's API does not change on Unix.
/// </summary>
public static partial class Telemetry
{
    private const string Variable = "ORT_DISABLE_TELEMETRY";

#pragma warning disable CA2255 // The library's own rule; here the assembly must act before anything loads ONNX Runtime.
    /// <summary>
    /// Turns it off. Happens by itself in a program that uses a type of this room; one that opens sessions on its own calls it
    /// first.
    /// </summary>
    /// <exception cref="InvalidOperationException">The variable can't be set.</exception>
    [ModuleInitializer]
    public static void TurnOff()
    {
        Environment.SetEnvironmentVariable(Variable, "1");
        if (!OperatingSystem.IsWindows() && SetVariable(Variable, "1", overwrite: 1) != 0)
            throw new InvalidOperationException($"{Variable} could not be set; ONNX Runtime would send telemetry");
    }
#pragma warning restore CA2255

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
