using QImpact.Quantum.Compilation;

namespace QImpact.Onnx.Circuits;

/// <summary>A circuit with fixed weights, ready to be written as nodes in one form.</summary>
internal abstract class CircuitLowering
{
    /// <summary>Multiplications that take as long as the overhead of a node does.</summary>
    protected const double NodeCost = 1000;

    /// <summary>Multiplications that take as long as a cosine.</summary>
    protected const double CosineCost = 20;

    /// <summary>The form.</summary>
    public abstract CircuitForm Form { get; }

    /// <summary>Multiplications for one sample, nodes and cosines included; it decides between forms, never what they compute.</summary>
    public abstract double Cost { get; }

    /// <summary>[inputs] to [outputs]</summary>
    public abstract GraphValue Emit(CircuitNodes nodes, GraphValue input);
}
