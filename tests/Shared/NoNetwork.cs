using System.Runtime.CompilerServices;

namespace QImpact.Tests;

/// <summary>
/// No test may ask MedMNIST's server: this process, and the programs that it starts, look at a closed port of this machine
/// instead.
/// </summary>
internal static class NoNetwork
{
    public const string ClosedAddress = "http://127.0.0.1:9/";

#pragma warning disable CA2255 // The rule speaks of libraries; a test program must act before its first test.
    [ModuleInitializer]
    internal static void Forbid() => Environment.SetEnvironmentVariable("QIMPACT_DATA_URL", ClosedAddress);
#pragma warning restore CA2255
}
