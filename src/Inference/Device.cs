namespace QImpact.Inference;

/// <summary>Where a model is asked to run.</summary>
public enum DeviceRequest
{
    /// <summary>CUDA where it works, otherwise the CPU; what was taken is said.</summary>
    Auto,

    /// <summary>The CPU.</summary>
    Cpu,

    /// <summary>CUDA, or an error.</summary>
    Cuda,
}

/// <summary>Where a model runs.</summary>
/// <param name="Name">cpu or cuda.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record DeviceChoice(string Name, string Reason);
