using System.Numerics;

namespace QImpact.Quantum.Compilation.States;

/// <summary>
/// The kernel of a <see cref="StateForm"/>: the states of the samples of one SIMD vector go through all steps together. Derivatives by adjoint
/// differentiation: <c>bra = sum_k g_k O_k ket</c> goes back through the inverse steps beside the ket, and a rotation by t about P that has
/// just been reached contributes <c>Im &lt;bra|P|ket></c>. Source: T. Jones and J. Gacon, arXiv:2009.02823.
/// </summary>
internal sealed class StateKernel<T> : ExpectationKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly StateProgram _program;
    private readonly StateWeights<T> _weights;
    private readonly StateReadout<T> _readout;
    private readonly AmplitudeLanes<T>? _amplitudes;

    // One vector of samples.
    private readonly StateLanes<T> _ket;
    private readonly Vector<T>[] _inputs;
    private readonly Vector<T>[] _cos;
    private readonly Vector<T>[] _sin;
    private readonly Vector<T>[] _outputs;

    // Gradients of one vector of samples, and sums over the batch.
    private readonly StateLanes<T> _bra;
    private readonly Vector<T>[] _gradInputs;
    private readonly Vector<T>[] _inputAngleSums;
    private readonly Vector<T>[] _weightAngleSums;

    public StateKernel(StateForm form)
        : base(form.Circuit)
    {
        _program = form.Program;
        _weights = new StateWeights<T>(_program);
        _readout = new StateReadout<T>(_program);
        _amplitudes = _program.Preparation is null ? null : new AmplitudeLanes<T>(_program.Preparation);
        _ket = new StateLanes<T>(_program.Bits);
        _bra = new StateLanes<T>(_program.Bits);
        _inputs = new Vector<T>[_program.Inputs.FeatureCount];
        _gradInputs = new Vector<T>[_program.Inputs.FeatureCount];
        _cos = new Vector<T>[_program.Inputs.Angles.Count];
        _sin = new Vector<T>[_program.Inputs.Angles.Count];
        _outputs = new Vector<T>[OutputCount];
        _inputAngleSums = new Vector<T>[_program.Inputs.Angles.Count];
        _weightAngleSums = new Vector<T>[_program.WeightAngles.Count];
    }

    private protected override void Run(ReadOnlySpan<T> inputs, ReadOnlySpan<T> weights, Span<T> outputs, int batch)
    {
        _weights.Use(weights);
        for (int sample = 0; sample < batch; sample += Vector<T>.Count)
        {
            int count = Math.Min(Vector<T>.Count, batch - sample);
            ComputeState(inputs, sample, count);
            _readout.Measure(_ket, _outputs);
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
        Array.Clear(_inputAngleSums);
        Array.Clear(_weightAngleSums);
        foreach (StateBlock<T> block in _weights.Blocks)
            block.ClearGradient();
        for (int sample = 0; sample < batch; sample += Vector<T>.Count)
        {
            int count = Math.Min(Vector<T>.Count, batch - sample);
            ComputeState(inputs, sample, count);
            SampleLanes.Gather<T>(gradOutputs.Slice(sample * OutputCount, count * OutputCount), _outputs, count);
            _readout.Start(_ket, _outputs, _bra);
            Array.Clear(_gradInputs);
            GoBack();
            _program.Inputs.MultiplyBack<T>(_inputs, _gradInputs);
            _amplitudes?.Backpropagate(_bra, _gradInputs);
            if (!gradInputs.IsEmpty)
                SampleLanes.Scatter(
                    _gradInputs.AsSpan(0, InputCount),
                    gradInputs.Slice(sample * InputCount, count * InputCount),
                    count
                );
        }
        if (!gradWeights.IsEmpty)
            _weights.Backpropagate(_weightAngleSums, _inputAngleSums, gradWeights);
    }

    /// <summary>The ket of the samples from this one on.</summary>
    private void ComputeState(ReadOnlySpan<T> inputs, int sample, int count)
    {
        ComputeAngles(inputs, sample, count);
        if (_amplitudes is null)
            (_ket.Re[0], _ket.Im[0]) = (Vector<T>.One, Vector<T>.Zero);
        else
            _amplitudes.Prepare(_inputs, count, _ket);
        foreach (StateSegment segment in _program.Segments)
        {
            if (segment.IsBlock)
                _weights.Blocks[segment.Block].Apply(_ket);
            else
                Go(segment);
        }
    }

    private void Go(StateSegment segment)
    {
        for (int s = segment.Start; s < segment.End; s++)
        {
            StateStep step = _program.Steps[s];
            if (step.IsNew)
                _ket.Clear(1 << (step.Bits - 1), 1 << step.Bits);
            (Vector<T> cos, Vector<T> sin) = HalfAngle(step.Angle);
            _ket.Rotate(step.String, 1 << step.Bits, cos, sin);
        }
    }

    private void ComputeAngles(ReadOnlySpan<T> inputs, int sample, int count)
    {
        Span<Vector<T>> samples = _inputs.AsSpan(0, InputCount);
        SampleLanes.Gather(inputs.Slice(sample * InputCount, count * InputCount), samples, count);
        _program.Inputs.Multiply<T>(_inputs);
        bool finite = true;
        foreach (Vector<T> input in samples)
            finite &= Lane.IsFinite(input);
        for (int a = 0; a < _cos.Length; a++)
        {
            Vector<T> angle = new Vector<T>(_weights.Offsets[a]) + _program.Inputs.Angle<T>(a, _inputs);
            finite &= Lane.IsFinite(angle);
            (_sin[a], _cos[a]) = Lane.SinCos(T.CreateTruncating(0.5) * angle);
        }
        if (!finite)
            throw SampleLanes.NotFinite(inputs, InputCount);
    }

    /// <summary>Undoes the steps on ket and bra, last to first, and collects the derivatives in their angles.</summary>
    private void GoBack()
    {
        for (int i = _program.Segments.Length - 1; i >= 0; i--)
        {
            StateSegment segment = _program.Segments[i];
            if (segment.IsBlock)
                _weights.Blocks[segment.Block].GoBack(_ket, _bra);
            else
                GoBack(segment);
        }
    }

    private void GoBack(StateSegment segment)
    {
        for (int s = segment.End - 1; s >= segment.Start; s--)
        {
            StateStep step = _program.Steps[s];
            (Vector<T> cos, Vector<T> sin) = HalfAngle(step.Angle);
            Vector<T> slope = StateLanes<T>.RotateBack(_ket, _bra, step.String, 1 << step.Bits, cos, sin);
            if (step.Angle.Sign < 0)
                slope = -slope;
            if (step.Angle.Kind == AngleKind.Weight)
            {
                _weightAngleSums[step.Angle.Index] += slope;
            }
            else if (step.Angle.Kind == AngleKind.Input)
            {
                _inputAngleSums[step.Angle.Index] += slope;
                _program.Inputs.AddGradient<T>(step.Angle.Index, slope, _gradInputs);
            }
        }
    }

    private (Vector<T> Cos, Vector<T> Sin) HalfAngle(AngleReference angle)
    {
        if (angle.Kind == AngleKind.Input)
            return (_cos[angle.Index], angle.Sign < 0 ? -_sin[angle.Index] : _sin[angle.Index]);
        (double cos, double sin) = _weights.HalfAngle(angle);
        return (new Vector<T>(T.CreateTruncating(cos)), new Vector<T>(T.CreateTruncating(sin)));
    }
}
