using System.Numerics;
using System.Runtime.InteropServices;
using QImpact.Quantum.Compilation;
using static TorchSharp.torch;

namespace QImpact.Training.Layers;

/// <summary>Runs a compiled circuit on the memory of contiguous CPU tensors, in the tensors' own type.</summary>
internal sealed class QuantumKernels(CompiledCircuit function)
{
    private ExpectationKernel<float>? _single;
    private ExpectationKernel<double>? _double;

    /// <exception cref="NotSupportedException">The type is neither float32 nor float64.</exception>
    public static void CheckType(ScalarType dtype)
    {
        if (dtype is not (ScalarType.Float32 or ScalarType.Float64))
            throw new NotSupportedException($"a quantum layer of type {dtype}; expected Float32 or Float64");
    }

    /// <summary>inputs [..., inputs], weights [shape of the circuit] -> outputs [..., outputs]</summary>
    public Tensor Forward(Tensor inputs, Tensor weights)
    {
        long[] shape = inputs.shape;
        shape[^1] = function.Circuit.OutputCount;
        Tensor outputs = empty(shape, dtype: inputs.dtype);
        if (inputs.dtype == ScalarType.Float32)
            Forward(ref _single, inputs, weights, outputs);
        else
            Forward(ref _double, inputs, weights, outputs);
        return outputs;
    }

    /// <summary>The gradients of inputs and weights; of the inputs only where it is wanted.</summary>
    public (Tensor? Inputs, Tensor Weights) Backward(Tensor inputs, Tensor weights, Tensor gradOutputs, bool wantInputs)
    {
        Tensor? gradInputs = wantInputs ? empty_like(inputs) : null;
        Tensor gradWeights = empty_like(weights);
        if (inputs.dtype == ScalarType.Float32)
            Backward(ref _single, inputs, weights, gradOutputs, gradInputs, gradWeights);
        else
            Backward(ref _double, inputs, weights, gradOutputs, gradInputs, gradWeights);
        return (gradInputs, gradWeights);
    }

    private void Forward<T>(ref ExpectationKernel<T>? idle, Tensor inputs, Tensor weights, Tensor outputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ExpectationKernel<T> kernel = Take(ref idle);
        kernel.Forward(Elements<T>(inputs), Elements<T>(weights), Elements<T>(outputs));
        idle = kernel;
    }

    private void Backward<T>(
        ref ExpectationKernel<T>? idle,
        Tensor inputs,
        Tensor weights,
        Tensor gradOutputs,
        Tensor? gradInputs,
        Tensor gradWeights
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ExpectationKernel<T> kernel = Take(ref idle);
        kernel.Backward(
            Elements<T>(inputs),
            Elements<T>(weights),
            Elements<T>(gradOutputs),
            gradInputs is null ? [] : Elements<T>(gradInputs),
            Elements<T>(gradWeights)
        );
        idle = kernel;
    }

    /// <summary>One kernel waits for the next call; a thread that finds none, because another has it, makes its own.</summary>
    private ExpectationKernel<T> Take<T>(ref ExpectationKernel<T>? idle)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Interlocked.Exchange(ref idle, null) ?? function.CreateKernel<T>();

    private static Span<T> Elements<T>(Tensor tensor)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(tensor.bytes);
}
