using QImpact.Data;

namespace QImpact.Terminal;

/// <summary>Where a network is asked to run.</summary>
public enum DeviceRequest
{
    /// <summary>CUDA where it works, otherwise the CPU; what was taken is said.</summary>
    Auto,

    /// <summary>The CPU.</summary>
    Cpu,

    /// <summary>CUDA, or an error.</summary>
    Cuda,
}

/// <summary>Where a network runs.</summary>
/// <param name="Name">cpu or cuda.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record DeviceChoice(string Name, string Reason)
{
    /// <summary>Whether it is CUDA.</summary>
    public bool IsCuda => Name == "cuda";

    /// <summary>Meets a request.</summary>
    /// <param name="request">Where it is asked to run.</param>
    /// <param name="whyNoCuda">What is missing for CUDA; null where it works. Asked only where the answer counts.</param>
    /// <exception cref="BadInputException">CUDA is asked for and can't be had; the message says what is missing.</exception>
    public static DeviceChoice Of(DeviceRequest request, Func<string?> whyNoCuda)
    {
        if (request == DeviceRequest.Cpu)
            return new DeviceChoice("cpu", "asked for");
        return (request, whyNoCuda()) switch
        {
            (DeviceRequest.Cuda, null) => new DeviceChoice("cuda", "asked for"),
            (DeviceRequest.Cuda, { } missing) => throw new BadInputException(
                $"--device=cuda can't be met: {missing}; use --device=cpu or --device=auto (docs/devices.md)"
            ),
            (_, null) => new DeviceChoice("cuda", "it works here"),
            (_, { } missing) => new DeviceChoice("cpu", $"no cuda: {missing}"),
        };
    }
}
