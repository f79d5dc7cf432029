using System.Numerics;
using System.Runtime.InteropServices;

namespace QImpact.Quantum;

/// <summary>
/// Evaluates an <see cref="ExpectationFunction"/> and its derivatives on batches. The samples of one SIMD vector go through all
/// monomials together; nothing is allocated per call.
/// </summary>
/// <remarks>
/// Arrays are row-major: inputs [batch, inputs], weights flat, outputs [batch, outputs]; the batch size follows from the
/// outputs' length. Coefficients are computed in float64, once for as long as the weights stay the same. Not thread-safe.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
public sealed class ExpectationKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly KernelPlan _plan;
    private readonly KernelWeights<T> _weights;
    private readonly int _inputCount;
    private readonly int _outputCount;

    // One vector of samples.
    private readonly Vector<T>[] _inputs;
    private readonly Vector<T>[] _trigonometry;
    private readonly Vector<T>[] _outputs;
    private readonly Vector<T>[] _prefix;

    // Gradients of one vector of samples, and sums over the batch.
    private readonly Vector<T>[] _gradTrigonometry;
    private readonly Vector<T>[] _gradInputs;
    private readonly Vector<T>[] _coefficientSums;
    private readonly Vector<T>[] _angleSums;

    internal ExpectationKernel(ExpectationFunction function)
    {
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double))
            throw new NotSupportedException($"a kernel of {typeof(T)}; expected float or double");
        int angles = function.Angles.Count;
        int terms = function.Terms.Count;
        _plan = function.Plan;
        _weights = new KernelWeights<T>(function);
        _inputCount = function.Circuit.InputCount;
        _outputCount = function.Circuit.OutputCount;
        _inputs = new Vector<T>[_inputCount];
        _trigonometry = new Vector<T>[2 * angles];
        _outputs = new Vector<T>[_outputCount];
        _prefix = new Vector<T>[_plan.MaxDegree];
        _gradTrigonometry = new Vector<T>[2 * angles];
        _gradInputs = new Vector<T>[_inputCount];
        _coefficientSums = new Vector<T>[terms];
        _angleSums = new Vector<T>[angles];
    }

    /// <summary>outputs[s, k] = f_k(inputs[s], weights)</summary>
    /// <param name="inputs">[batch, inputs], finite</param>
    /// <param name="weights">[weights], flat, finite</param>
    /// <param name="outputs">[batch, outputs], written</param>
    /// <exception cref="ArgumentException">A wrong count, or a value that is not finite.</exception>
    public void Forward(ReadOnlySpan<T> inputs, ReadOnlySpan<T> weights, Span<T> outputs)
    {
        int batch = CheckBatch(inputs, nameof(outputs), outputs.Length);
        _weights.Use(weights);
        for (int sample = 0; sample < batch; sample += Vector<T>.Count)
        {
            int count = Math.Min(Vector<T>.Count, batch - sample);
            Gather(inputs.Slice(sample * _inputCount, count * _inputCount), _inputs, count);
            if (!ComputeTrigonometry())
                throw NotFinite(inputs);
            ComputeOutputs();
            Scatter(_outputs, outputs.Slice(sample * _outputCount, count * _outputCount), count);
        }
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
        CheckGradient(nameof(gradWeights), gradWeights.Length, _weights.Count);
        _weights.Use(weights);
        Array.Clear(_coefficientSums);
        Array.Clear(_angleSums);
        for (int sample = 0; sample < batch; sample += Vector<T>.Count)
        {
            int count = Math.Min(Vector<T>.Count, batch - sample);
            Gather(inputs.Slice(sample * _inputCount, count * _inputCount), _inputs, count);
            Gather(gradOutputs.Slice(sample * _outputCount, count * _outputCount), _outputs, count);
            if (!ComputeTrigonometry())
                throw NotFinite(inputs);
            BackpropagateMonomials();
            BackpropagateAngles();
            if (!gradInputs.IsEmpty)
                Scatter(_gradInputs, gradInputs.Slice(sample * _inputCount, count * _inputCount), count);
        }
        if (!gradWeights.IsEmpty)
            _weights.Backpropagate(_coefficientSums, _angleSums, gradWeights);
    }

    /// <summary>cos(t_a) and sin(t_a) of every angle; false where an input or an angle is not finite.</summary>
    private bool ComputeTrigonometry()
    {
        bool finite = true;
        foreach (Vector<T> input in _inputs)
            finite &= IsFinite(input);
        for (int a = 0; a < _angleSums.Length; a++)
        {
            var angle = new Vector<T>(_weights.Offsets[a]);
            for (int i = _plan.InputStart[a]; i < _plan.InputStart[a + 1]; i++)
                angle += _inputs[_plan.InputTerm[i].Input] * T.CreateTruncating(_plan.InputTerm[i].Scale);
            finite &= IsFinite(angle);
            (_trigonometry[2 * a + 1], _trigonometry[2 * a]) = SinCos(angle);
        }
        return finite;
    }

    private void ComputeOutputs()
    {
        Array.Clear(_outputs);
        for (int m = 0; m < _plan.FactorStart.Length - 1; m++)
        {
            Vector<T> product = Vector<T>.One;
            for (int f = _plan.FactorStart[m]; f < _plan.FactorStart[m + 1]; f++)
                product *= _trigonometry[_plan.FactorCode[f]];
            for (int t = _plan.TermStart[m]; t < _plan.TermStart[m + 1]; t++)
                _outputs[_plan.TermOutput[t]] += product * _weights.Coefficients[t];
        }
    }

    /// <summary>
    /// From the gradient of the outputs (held in the outputs' buffer) to that of the coefficients, summed over the batch, and of
    /// the cosines and sines. The derivative of a product in a factor is the product of those before it and those after it.
    /// </summary>
    private void BackpropagateMonomials()
    {
        Array.Clear(_gradTrigonometry);
        for (int m = 0; m < _plan.FactorStart.Length - 1; m++)
        {
            int start = _plan.FactorStart[m];
            int end = _plan.FactorStart[m + 1];
            Vector<T> product = Vector<T>.One;
            for (int f = start; f < end; f++)
            {
                _prefix[f - start] = product;
                product *= _trigonometry[_plan.FactorCode[f]];
            }

            Vector<T> suffix = Vector<T>.Zero;
            for (int t = _plan.TermStart[m]; t < _plan.TermStart[m + 1]; t++)
            {
                Vector<T> gradOutput = _outputs[_plan.TermOutput[t]];
                _coefficientSums[t] += gradOutput * product;
                suffix += gradOutput * _weights.Coefficients[t];
            }

            for (int f = end - 1; f >= start; f--)
            {
                int code = _plan.FactorCode[f];
                _gradTrigonometry[code] += _prefix[f - start] * suffix;
                suffix *= _trigonometry[code];
            }
        }
    }

    /// <summary>From cosines and sines to the angles, summed over the batch, and to the inputs.</summary>
    private void BackpropagateAngles()
    {
        Array.Clear(_gradInputs);
        for (int a = 0; a < _angleSums.Length; a++)
        {
            (int cos, int sin) = (2 * a, 2 * a + 1);
            Vector<T> slope = _trigonometry[cos] * _gradTrigonometry[sin] - _trigonometry[sin] * _gradTrigonometry[cos];
            _angleSums[a] += slope;
            for (int i = _plan.InputStart[a]; i < _plan.InputStart[a + 1]; i++)
                _gradInputs[_plan.InputTerm[i].Input] += slope * T.CreateTruncating(_plan.InputTerm[i].Scale);
        }
    }

    /// <summary>Rows of samples to one vector per column; lanes beyond the count are 0.</summary>
    private static void Gather(ReadOnlySpan<T> rows, Vector<T>[] columns, int count)
    {
        Span<T> lanes = MemoryMarshal.Cast<Vector<T>, T>(columns.AsSpan());
        if (count < Vector<T>.Count)
            lanes.Clear();
        for (int column = 0; column < columns.Length; column++)
        for (int lane = 0; lane < count; lane++)
            lanes[column * Vector<T>.Count + lane] = rows[lane * columns.Length + column];
    }

    /// <summary>One vector per column to rows of samples.</summary>
    private static void Scatter(Vector<T>[] columns, Span<T> rows, int count)
    {
        ReadOnlySpan<T> lanes = MemoryMarshal.Cast<Vector<T>, T>(columns.AsSpan());
        for (int column = 0; column < columns.Length; column++)
        for (int lane = 0; lane < count; lane++)
            rows[lane * columns.Length + column] = lanes[column * Vector<T>.Count + lane];
    }

    /// <summary>Infinity - infinity and NaN - NaN are NaN.</summary>
    private static bool IsFinite(Vector<T> vector) => Vector.EqualsAll(vector - vector, Vector<T>.Zero);

    private static (Vector<T> Sin, Vector<T> Cos) SinCos(Vector<T> angle)
    {
        if (typeof(T) == typeof(float))
        {
            (Vector<float> sin, Vector<float> cos) = Vector.SinCos(angle.As<T, float>());
            return (sin.As<float, T>(), cos.As<float, T>());
        }
        else
        {
            (Vector<double> sin, Vector<double> cos) = Vector.SinCos(angle.As<T, double>());
            return (sin.As<double, T>(), cos.As<double, T>());
        }
    }

    private int CheckBatch(ReadOnlySpan<T> inputs, string name, int length)
    {
        (int batch, int rest) = Math.DivRem(length, _outputCount);
        if (rest != 0)
            throw new ArgumentException(
                $"{name} has {length} values; expected a multiple of {_outputCount} outputs",
                name
            );
        if (inputs.Length != batch * _inputCount)
            throw new ArgumentException(
                $"inputs has {inputs.Length} values; expected {batch} x {_inputCount}, because {name} has {batch} x {_outputCount}",
                nameof(inputs)
            );
        return batch;
    }

    private static void CheckGradient(string name, int length, int expected)
    {
        if (length != 0 && length != expected)
            throw new ArgumentException($"{name} has {length} values; expected {expected}, or none", name);
    }

    /// <summary>Names the input that is not finite; where all are, an angle has overflowed.</summary>
    private ArgumentException NotFinite(ReadOnlySpan<T> inputs)
    {
        Arguments.CheckFinite(nameof(inputs), inputs, _inputCount);
        return new ArgumentException(
            "an angle is beyond the range of its number type; expected smaller inputs",
            nameof(inputs)
        );
    }
}
