using System.Numerics;

namespace QImpact.Quantum.Compilation.States;

/// <summary>
/// Consecutive steps that depend on weights alone as one operator U, made in float64 when the weights change. The derivatives in U are collected over the
/// batch, to be led to the angles of its steps once.
/// </summary>
internal abstract class StateOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Makes U.</summary>
    public abstract void Update(StateWeights<T> weights);

    /// <summary><c>psi -> U psi</c></summary>
    public abstract void Apply(StateLanes<T> ket);

    /// <summary>Starts a sum over the batch.</summary>
    public abstract void ClearGradient();

    /// <summary>Undoes U on ket and bra, and adds to the gradient of U.</summary>
    public abstract void GoBack(StateLanes<T> ket, StateLanes<T> bra);

    /// <summary>From the gradient of U to that of the angles.</summary>
    /// <param name="weights">The weights for which U was made.</param>
    /// <param name="gradAngles">[angles with weights only], added to</param>
    public abstract void Backpropagate(StateWeights<T> weights, Span<double> gradAngles);
}
