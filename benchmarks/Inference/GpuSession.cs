using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using QImpact.Data.Models;
using QImpact.Inference.Sessions;

namespace QImpact.Benchmarks.Inference;

/// <summary>A session on the first GPU, bare of everything that <c>Classifier</c> does, with provider options of one's own.</summary>
internal sealed class GpuSession : IDisposable
{
    private readonly InferenceSession _session;

    /// <summary>Opens it.</summary>
    /// <param name="file">The exported file.</param>
    /// <param name="search">How convolutions choose their algorithm: ONNX Runtime's <c>cudnn_conv_algo_search</c>.</param>
    /// <param name="profile">Where a profile is written, the beginning of the file's name; null for none.</param>
    public GpuSession(string file, string search, string? profile = null)
    {
        using SessionOptions options = new();
        if (profile is not null)
            (options.EnableProfiling, options.ProfileOutputPathPrefix) = (true, profile);
        using OrtCUDAProviderOptions cuda = new();
        Dictionary<string, string> provider = new CudaSettings().ProviderOptions(gpu: 0);
        provider["cudnn_conv_algo_search"] = search;
        cuda.UpdateOptions(provider);
        options.AppendExecutionProvider_CUDA(cuda);
        _session = new InferenceSession(file, options);
    }

    /// <summary>Where nodes run, as the profile of one run has it: "31 on CUDAExecutionProvider" for each provider that ran any.</summary>
    public static string Placement(string file, string folder)
    {
        using GpuSession session = new(file, "HEURISTIC", Path.Combine(folder, "profile"));
        session.Run(new float[Networks.ImageLength], 1);
        using JsonDocument profile = JsonDocument.Parse(File.ReadAllText(session._session.EndProfiling()));
        string[] providers =
        [
            .. profile
                .RootElement.EnumerateArray()
                .Where(entry =>
                    entry.GetProperty("name").GetString()!.EndsWith("_kernel_time", StringComparison.Ordinal)
                )
                .Select(entry => entry.GetProperty("args").GetProperty("provider").GetString()!),
        ];
        return string.Join(
            ", ",
            providers.CountBy(provider => provider).Select(count => $"{count.Value} on {count.Key}")
        );
    }

    /// <summary>Runs images of 28 x 28 grey pixels.</summary>
    public void Run(float[] images, int count)
    {
        using RunOptions run = new();
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(images, [count, 1, 28, 28]);
        _session.Run(run, [TensorNames.Images], [input], [TensorNames.Probabilities]).Dispose();
    }

    public void Dispose() => _session.Dispose();
}
