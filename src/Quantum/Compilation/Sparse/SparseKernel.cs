using System.Numerics;

namespace QImpact.Quantum.Compilation.Sparse;

/// <summary>
/// The kernel of a <see cref="SparseForm"/>. The samples of one SIMD vector go through all monomials together.
/// </summary>
internal sealed class SparseKernel<T> : ExpectationKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly KernelPlan _plan;
    private readonly FeaturePlan _features;
    private readonly KernelWeights<T> _weights;

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

    public SparseKernel(SparseForm form)
        : base(form.Circuit)
    {
        int angles = form.Angles.Count;
        int terms = form.Terms.Count;
        _plan = form.Plan;
        _features = form.Plan.Features;
        _weights = new KernelWeights<T>(form);
        _inputs = new Vector<T>[_features.FeatureCount];
        _trigonometry = new Vector<T>[2 * angles];
        _outputs = new Vector<T>[OutputCount];
        _prefix = new Vector<T>[_plan.MaxDegree];
        _gradTrigonometry = new Vector<T>[2 * angles];
        _gradInputs = new Vector<T>[_features.FeatureCount];
        _coefficientSums = new Vector<T>[terms];
        _angleSums = new Vector<T>[angles];
    }

    private protected override void Run(ReadOnlySpan<T> inputs, ReadOnlySpan<T> weights, Span<T> outputs, int batch)
    {
        _weights.Use(weights);
        for (int sample = 0; sample < batch; sample += Vector<T>.Count)
        {
            int count = Math.Min(Vector<T>.Count, batch - sample);
            ComputeTrigonometry(inputs, sample, count);
            ComputeOutputs();
            SampleLanes.Scatter(_outputs, outputs.Slice(sample * OutputCount, count * OutputCount), count);
        }
    }

    private protected override void RunBack(
        ReadOnlySpan<T> inputs,
        ReadOnlySpan<T> weights,
        ReadOnlySpan<T> gradOutputs,
        Span<T> gradInputs,
        Span<T> gradWeights,
        int batch
    )
    {
        _weights.Use(weights);
        Array.Clear(_coefficientSums);
        Array.Clear(_angleSums);
        for (int sample = 0; sample < batch; sample += Vector<T>.Count)
        {
            int count = Math.Min(Vector<T>.Count, batch - sample);
            ComputeTrigonometry(inputs, sample, count);
            SampleLanes.Gather<T>(gradOutputs.Slice(sample * OutputCount, count * OutputCount), _outputs, count);
            BackpropagateMonomials();
            BackpropagateAngles();
            if (!gradInputs.IsEmpty)
                SampleLanes.Scatter(
                    _gradInputs.AsSpan(0, InputCount),
                    gradInputs.Slice(sample * InputCount, count * InputCount),
                    count
                );
        }
        if (!gradWeights.IsEmpty)
            _weights.Backpropagate(_coefficientSums, _angleSums, gradWeights);
    }

    /// <summary>cos(t_a) and sin(t_a) of every angle for the samples from this one on.</summary>
    private void ComputeTrigonometry(ReadOnlySpan<T> inputs, int sample, int count)
    {
        Span<Vector<T>> samples = _inputs.AsSpan(0, InputCount);
        SampleLanes.Gather(inputs.Slice(sample * InputCount, count * InputCount), samples, count);
        _features.Multiply<T>(_inputs);
        bool finite = true;
        foreach (Vector<T> input in samples)
            finite &= Lane.IsFinite(input);
        for (int a = 0; a < _angleSums.Length; a++)
        {
            Vector<T> angle = new Vector<T>(_weights.Offsets[a]) + _features.Angle<T>(a, _inputs);
            finite &= Lane.IsFinite(angle);
            (_trigonometry[2 * a + 1], _trigonometry[2 * a]) = Lane.SinCos(angle);
        }
        if (!finite)
            throw SampleLanes.NotFinite(inputs, InputCount);
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
            _features.AddGradient(a, slope, _gradInputs);
        }
        _features.MultiplyBack<T>(_inputs, _gradInputs);
    }
}
