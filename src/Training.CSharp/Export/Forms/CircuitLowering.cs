using QImpact.Quantum;

namespace QImpact.Training.Export.Forms;

/// <summary>A circuit with fixed weights, ready to be written as nodes in one form.</summary>
internal abstract class CircuitLowering
{
    /// <summary>The form.</summary>
    public abstract CircuitForm Form { get; }

    /// <summary>Multiplications per sample, which decide between forms; never what they compute.</summary>
    public abstract double Cost { get; }

    /// <summary>[inputs] to [outputs]</summary>
    public abstract GraphValue Emit(CircuitNodes nodes, GraphValue input);
}
