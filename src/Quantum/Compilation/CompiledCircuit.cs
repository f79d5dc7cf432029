using System.Numerics;

namespace QImpact.Quantum.Compilation;

/// <summary>
/// A circuit in the form in which its outputs and their derivatives are computed, always exactly. Immutable; <see cref="Compiler"/> makes
/// the cheapest one.
/// </summary>
public abstract class CompiledCircuit
{
    private protected CompiledCircuit(Circuit circuit) => Circuit = circuit;

    /// <summary>The circuit.</summary>
    public Circuit Circuit { get; }

    /// <summary>The form.</summary>
    public abstract CircuitForm Form { get; }

    /// <summary>Why this form; null where it was insisted on.</summary>
    public FormChoice? Choice { get; internal set; }

    /// <summary>The outputs for one sample.</summary>
    /// <param name="inputs">[inputs], finite</param>
    /// <param name="weights">[weights], flat, finite</param>
    /// <returns>[outputs]</returns>
    /// <exception cref="ArgumentException">A wrong count, or a value that is not finite.</exception>
    public double[] Evaluate(ReadOnlySpan<double> inputs, ReadOnlySpan<double> weights)
    {
        var outputs = new double[Circuit.OutputCount];
        CreateKernel<double>().Forward(inputs, weights, outputs);
        return outputs;
    }

    /// <summary>The outputs for one sample with their derivatives.</summary>
    /// <param name="inputs">[inputs], finite</param>
    /// <param name="weights">[weights], flat, finite</param>
    /// <exception cref="ArgumentException">A wrong count, or a value that is not finite.</exception>
    public ExpectationJacobian Differentiate(ReadOnlySpan<double> inputs, ReadOnlySpan<double> weights)
    {
        ExpectationKernel<double> kernel = CreateKernel<double>();
        var values = new double[Circuit.OutputCount];
        kernel.Forward(inputs, weights, values);
        var jacobian = new ExpectationJacobian(values, inputs.Length, weights.Length);
        var selection = new double[values.Length];
        for (int output = 0; output < values.Length; output++)
        {
            selection[output] = 1;
            kernel.Backward(inputs, weights, selection, jacobian.InputRow(output), jacobian.WeightRow(output));
            selection[output] = 0;
        }
        return jacobian;
    }

    /// <summary>A kernel for batches, with buffers of its own.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    public abstract ExpectationKernel<T> CreateKernel<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}
