namespace QImpact.Training.Layers;

/// <summary>How a quantum layer computes.</summary>
public enum QuantumBackend
{
    /// <summary>The kernel on the CPU, tensor operations on any other device.</summary>
    Auto,

    /// <summary>One fused kernel with its own backward pass: the fastest on the CPU, and only there. Derivatives of gradients are left to tensor operations.</summary>
    Kernel,

    /// <summary>Operations of the tensor library, on any device, differentiable as often as one likes: slower.</summary>
    Tensors,
}
