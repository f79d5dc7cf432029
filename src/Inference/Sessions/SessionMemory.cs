using System.Globalization;
using Microsoft.ML.OnnxRuntime;

namespace QImpact.Inference.Sessions;

/// <summary>
/// The memory that models take, as far as ONNX Runtime bounds it: the tensors of all sessions of the process share one arena,
/// and a constant that a file computes from nothing is not computed when it is loaded. What a kernel allocates for itself is
/// not counted there.
/// </summary>
internal static class SessionMemory
{
    /// <summary>The most bytes of the arena: half of the machine's, at most the 4 GiB that ONNX Runtime's setting can say.</summary>
    public static uint Most { get; } =
        (uint)Math.Min(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2, uint.MaxValue);

    private const int MostOfConstant = 64 << 20;

    private static readonly Lazy<bool> Arena = new(Register);

    /// <summary>Bounds a session that is to be opened.</summary>
    public static void Bound(SessionOptions options)
    {
        options.AddSessionConfigEntry("session.use_env_allocators", Arena.Value ? "1" : "0");
        options.AddSessionConfigEntry(
            "optimization.constant_folding_max_output_size_in_bytes",
            MostOfConstant.ToString(CultureInfo.InvariantCulture)
        );
    }

    private static bool Register()
    {
        const int byDefault = -1;
        using OrtMemoryInfo memory = new(
            OrtMemoryInfo.allocatorCPU,
            OrtAllocatorType.ArenaAllocator,
            0,
            OrtMemType.Default
        );
        using OrtArenaCfg settings = new(Most, byDefault, byDefault, byDefault);
        OrtEnv.Instance().CreateAndRegisterAllocator(memory, settings);
        return true;
    }
}
