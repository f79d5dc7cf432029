using QImpact.Quantum.Compilation;
using QImpact.Quantum.Compilation.Sparse;
using QImpact.Quantum.Compilation.States;
using static TorchSharp.torch;

namespace QImpact.Training.Layers.Tensors;

/// <summary>A compiled circuit as tensor operations: on any device, and differentiable as often as the operations are.</summary>
internal abstract class CircuitTensors(TensorConstants constants) : IDisposable
{
    /// <summary>For inputs of the type and on the device of these.</summary>
    public static CircuitTensors Of(CompiledCircuit compiled, Tensor inputs)
    {
        var constants = new TensorConstants(inputs.dtype, inputs.device_type, inputs.device_index);
        return compiled switch
        {
            SparseForm sparse => new SparseTensors(sparse, constants),
            StateForm states => new StateTensors(states, constants),
            _ => throw new NotSupportedException($"tensor operations for the form {compiled.Form}"),
        };
    }

    /// <summary>Whether these inputs have its type and are on its device.</summary>
    public bool Fit(Tensor inputs) => constants.Fit(inputs);

    /// <param name="inputs">[batch, inputs]</param>
    /// <param name="weights">[weights]</param>
    /// <returns>[batch, outputs]</returns>
    public abstract Tensor Forward(Tensor inputs, Tensor weights);

    public void Dispose() => constants.Dispose();
}
