using System.Globalization;
using QImpact.Data;

namespace QImpact.Terminal;

/// <summary>The kinds of place where a network can run.</summary>
public enum DeviceKind
{
    /// <summary>CUDA where it works, otherwise the CPU; what was taken is said.</summary>
    Auto,

    /// <summary>The CPU.</summary>
    Cpu,

    /// <summary>CUDA, or an error.</summary>
    Cuda,
}

/// <summary>Where a network is asked to run.</summary>
/// <param name="Kind">On what.</param>
/// <param name="Gpu">Which of the GPUs that CUDA sees, from 0.</param>
public readonly record struct DeviceRequest(DeviceKind Kind, int Gpu = 0)
{
    private const string CudaName = "cuda";

    /// <summary>The first GPU where it works, otherwise the CPU.</summary>
    public static DeviceRequest Auto => default;

    /// <summary>The CPU.</summary>
    public static DeviceRequest Cpu => new(DeviceKind.Cpu);

    /// <summary>The first GPU.</summary>
    public static DeviceRequest Cuda => new(DeviceKind.Cuda);

    /// <summary>Reads auto, cpu, cuda or cuda:N; null where it is none of them.</summary>
    public static DeviceRequest? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text switch
        {
            "auto" => Auto,
            "cpu" => Cpu,
            CudaName => Cuda,
            _ when text.StartsWith(CudaName + ":", StringComparison.Ordinal)
                    && int.TryParse(
                        text.AsSpan(CudaName.Length + 1),
                        NumberStyles.None,
                        CultureInfo.InvariantCulture,
                        out int gpu
                    ) => new DeviceRequest(DeviceKind.Cuda, gpu),
            _ => null,
        };
    }

    /// <summary>As <see cref="Parse"/> reads it; the first GPU is cuda.</summary>
    public override string ToString() =>
        Kind == DeviceKind.Cuda && Gpu > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{CudaName}:{Gpu}")
            : Kind.ToString().ToLowerInvariant();
}

/// <summary>Where a network runs.</summary>
/// <param name="Name">cpu, cuda (the first GPU) or cuda:N.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record DeviceChoice(string Name, string Reason)
{
    /// <summary>Whether it is CUDA.</summary>
    public bool IsCuda => DeviceRequest.Parse(Name)?.Kind == DeviceKind.Cuda;

    /// <summary>Meets a request.</summary>
    /// <param name="request">Where it is asked to run.</param>
    /// <param name="whyNoCuda">What is missing for CUDA; null where it works. Asked only where the answer counts.</param>
    /// <exception cref="BadInputException">CUDA is asked for and can't be had; the message says what is missing.</exception>
    public static DeviceChoice Of(DeviceRequest request, Func<string?> whyNoCuda)
    {
        if (request.Kind == DeviceKind.Cpu)
            return new DeviceChoice($"{request}", "asked for");
        return (request.Kind, whyNoCuda()) switch
        {
            (DeviceKind.Cuda, null) => new DeviceChoice($"{request}", "asked for"),
            (DeviceKind.Cuda, { } missing) => throw new BadInputException(
                $"--device={request} can't be met: {missing}; use --device=cpu or --device=auto (docs/devices.md)"
            ),
            (_, null) => new DeviceChoice($"{DeviceRequest.Cuda}", "it works here"),
            (_, { } missing) => new DeviceChoice($"{DeviceRequest.Cpu}", $"no cuda: {missing}"),
        };
    }
}
