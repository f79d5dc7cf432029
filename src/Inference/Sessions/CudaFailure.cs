using System.Text.RegularExpressions;

namespace QImpact.Inference.Sessions;

/// <summary>Why a GPU can't be had, in the words of a person who can mend it.</summary>
internal static partial class CudaFailure
{
    // The words of the dynamic linker on Linux.
    [GeneratedRegex(@"(?<library>[^\s:]+): cannot open shared object file")]
    private static partial Regex MissingLibrary { get; }

    [GeneratedRegex(@"Invalid device ID: (?<asked>\d+), must be between 0 \(inclusive\) and (?<count>\d+)")]
    private static partial Regex NoSuchGpu { get; }

    [GeneratedRegex(@"CUDA failure (?<code>\d+): (?<reason>[^;]+?) ;")]
    private static partial Regex CudaError { get; }

    [GeneratedRegex(@"Available memory of \d+ is smaller than requested bytes of \d+")]
    private static partial Regex MemoryLimit { get; }

    /// <summary>Reads ONNX Runtime's message.</summary>
    public static string Explain(string message)
    {
        if (MissingLibrary.Match(message) is { Success: true } missing)
            return $"ONNX Runtime's CUDA provider needs {missing.Groups["library"].Value}, which is not found";
        if (NoSuchGpu.Match(message) is { Success: true } gpu)
            return $"there is no GPU {gpu.Groups["asked"].Value}, CUDA finds {gpu.Groups["count"].Value}";
        if (CudaError.Match(message) is { Success: true } error)
            return $"CUDA says '{error.Groups["reason"].Value}' (error {error.Groups["code"].Value})";
        if (MemoryLimit.IsMatch(message))
            return "the model needs more memory than --gpu-memory allows: raise it, or lower --batch-size or --threads";
        return $"ONNX Runtime's CUDA provider says '{message.Split('\n')[0].Trim()}'";
    }
}
