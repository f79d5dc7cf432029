using System.Globalization;

namespace QImpact.Inference.Sessions;

/// <summary>How a session on a GPU computes; on the CPU it says nothing.</summary>
/// <param name="Tf32">
/// Whether factors of matrix products and convolutions may be rounded to TF32, 10 bits of mantissa instead of 23: faster on Ampere
/// and later, and further than 1e-5 from the network that was trained.
/// </param>
/// <param name="MemoryMb">The most memory that one session takes for weights and tensors, in MB of 2^20 bytes; null for all.</param>
/// <param name="Batch">
/// The number of images of every run: fewer are filled up, more are run in parts. Convolutions are prepared for one number of images, and anew
/// (25 to 60 ms) for a run of another. Null for runs of the numbers that are asked for.
/// </param>
public sealed record CudaSettings(bool Tf32 = false, int? MemoryMb = null, int? Batch = null)
{
    /// <summary>More images are run in parts of this number: cuDNN's heuristics choose badly for larger ones (docs/devices.md).</summary>
    public const int MostImages = 1024;

    private const long Megabyte = 1 << 20;

    /// <summary>The number of images of every run, where that is fixed.</summary>
    internal int? ImagesPerRun => Batch is { } batch ? Math.Min(batch, MostImages) : null;

    /// <summary>The options of ONNX Runtime's CUDA provider.</summary>
    /// <param name="gpu">Which GPU, from 0.</param>
    internal Dictionary<string, string> ProviderOptions(int gpu)
    {
        Dictionary<string, string> options = new()
        {
            ["device_id"] = gpu.ToString(CultureInfo.InvariantCulture),
            // The default tries every algorithm for every new shape; a table lookup gives the same one each time.
            ["cudnn_conv_algo_search"] = "HEURISTIC",
            ["use_tf32"] = Tf32 ? "1" : "0",
            // The default doubles what it takes.
            ["arena_extend_strategy"] = "kSameAsRequested",
        };
        if (MemoryMb is { } limit)
            options["gpu_mem_limit"] = (limit * Megabyte).ToString(CultureInfo.InvariantCulture);
        return options;
    }
}
