using QImpact.Quantum.Compilation;
using QImpact.Quantum.Compilation.Sparse;
using QImpact.Quantum.Compilation.States;
using static TorchSharp.torch;

namespace QImpact.Training.Layers.Tensors;

/// <summary>
/// A compiled circuit as tensor operations: on any device, and differentiable as often as the operations are.
/// </summary>
internal abstract class CircuitTensors : IDisposable
{
    public static CircuitTensors Of(CompiledCircuit compiled, TensorPlacement placement) =>
        compiled switch
        {
            SparseForm sparse => new SparseTensors(sparse, placement),
            StateForm states => new StateTensors(states, placement),
            _ => throw new NotSupportedException($"tensor operations for the form {compiled.Form}"),
        };

    /// <param name="inputs">[batch, inputs]</param>
    /// <param name="weights">[weights]</param>
    /// <returns>[batch, outputs]</returns>
    public abstract Tensor Forward(Tensor inputs, Tensor weights);

    public abstract void Dispose();
}
