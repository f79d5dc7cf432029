using QImpact.Quantum.Circuits;

namespace QImpact.Quantum.Compilation;

/// <summary>
/// Evaluates a <see cref="CompiledCircuit"/> and its derivatives on batches. Nothing is allocated per call.
/// </summary>
/// <remarks>
/// Arrays are row-major: inputs [batch, inputs], weights flat, outputs [batch, outputs]; the batch size follows from the
/// outputs' length. What depends on the weights alone is computed in float64, once for as long as the weights stay the same. Not thread-safe.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
public abstract class ExpectationKernel<T>
    where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
{
    private protected ExpectationKernel(Circuit circuit)
    {
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double))
            throw new NotSupportedException($"a kernel of {typeof(T)}; expected float or double");
        InputCount = circuit.InputCount;
        OutputCount = circuit.OutputCount;
        WeightCount = circuit.WeightCount;
    }

    private protected int InputCount { get; }

    private protected int OutputCount { get; }

    private protected int WeightCount { get; }

    /// <summary>outputs[s, k] = f_k(inputs[s], weights)</summary>
    /// <param name="inputs">[batch, inputs], finite</param>
    /// <param name="weights">[weights], flat, finite</param>
    /// <param name="outputs">[batch, outputs], written</param>
    /// <exception cref="ArgumentException">A wrong count, or a value that is not finite.</exception>
    public void Forward(ReadOnlySpan<T> inputs, ReadOnlySpan<T> weights, Span<T> outputs)
    {
        int batch = CheckBatch(inputs, nameof(outputs), outputs.Length);
        Run(inputs, weights, outputs, batch);
    }

    /// <summary>
    /// The vector-Jacobian product: gradInputs[s, i] = sum_k gradOutputs[s, k] * df_k/dx_i, and
    /// gradWeights[j] = sum_s sum_k gradOutputs[s, k] * df_k/dw_j.
    /// </summary>
    /// <param name="inputs">[batch, inputs], finite</param>
    /// <param name="weights">[weights], flat, finite</param>
    /// <param name="gradOutputs">[batch, outputs]</param>
    /// <param name="gradInputs">[batch, inputs], written; empty where it isn't wanted</param>
    /// <param name="gradWeights">[weights], flat, written; empty where it isn't wanted</param>
    /// <exception cref="ArgumentException">A wrong count, or a value that is not finite.</exception>
    public void Backward(
        ReadOnlySpan<T> inputs,
        ReadOnlySpan<T> weights,
        ReadOnlySpan<T> gradOutputs,
        Span<T> gradInputs,
        Span<T> gradWeights
    )
    {
        int batch = CheckBatch(inputs, nameof(gradOutputs), gradOutputs.Length);
        CheckGradient(nameof(gradInputs), gradInputs.Length, inputs.Length);
        CheckGradient(nameof(gradWeights), gradWeights.Length, WeightCount);
        RunBack(inputs, weights, gradOutputs, gradInputs, gradWeights, batch);
    }

    /// <summary><see cref="Forward"/> with counts that fit.</summary>
    private protected abstract void Run(ReadOnlySpan<T> inputs, ReadOnlySpan<T> weights, Span<T> outputs, int batch);

    /// <summary><see cref="Backward"/> with counts that fit, the weights' apart.</summary>
    private protected abstract void RunBack(
        ReadOnlySpan<T> inputs,
        ReadOnlySpan<T> weights,
        ReadOnlySpan<T> gradOutputs,
        Span<T> gradInputs,
        Span<T> gradWeights,
        int batch
    );

    private int CheckBatch(ReadOnlySpan<T> inputs, string name, int length)
    {
        (int batch, int rest) = Math.DivRem(length, OutputCount);
        if (rest != 0)
            throw new ArgumentException(
                $"{name} has {length} values; expected a multiple of {OutputCount} outputs",
                name
            );
        if (inputs.Length != batch * InputCount)
            throw new ArgumentException(
                $"inputs has {inputs.Length} values; expected {batch} x {InputCount}, because {name} has {batch} x {OutputCount}",
                nameof(inputs)
            );
        return batch;
    }

    private static void CheckGradient(string name, int length, int expected)
    {
        if (length != 0 && length != expected)
            throw new ArgumentException($"{name} has {length} values; expected {expected}, or none", name);
    }
}
