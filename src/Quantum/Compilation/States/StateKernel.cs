using System.Numerics;

namespace QImpact.Quantum.Compilation.States;

/// <summary>
/// The kernel of a <see cref="StateForm"/>: the samples' states go through all steps together. Derivatives by adjoint
/// differentiation: <c>bra = sum_k g_k O_k ket</c> goes back through the inverse steps beside the ket, and a rotation by t about P that has
/// just been reached contributes <c>Im &lt;bra|P|ket></c>. Source: T. Jones and J. Gacon, arXiv:2009.02823.
/// </summary>
internal sealed class StateKernel<T> : ExpectationKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly StateStep[] _steps;
    private readonly StateSegment[] _segments;
    private readonly StateWeights<T> _weights;
    private readonly StateReadout<T> _readout;
    private readonly AmplitudeLanes<T>? _amplitudes;

    // Of one vector of samples.
    private readonly StateLanes<T> _ket;
    private readonly StateLanes<T> _bra;

    // Summed over the batch, one lane per sample modulo the lanes.
    private readonly Vector<T>[] _weightAngleSums;

    public StateKernel(StateForm form)
        : base(form.Circuit, form.Program.InputAngles, angleScale: 0.5)
    {
        StateProgram program = form.Program;
        _steps = program.Steps.AsSpan().ToArray();
        _segments = form.Segments;
        _weights = new StateWeights<T>(form);
        _readout = new StateReadout<T>(program);
        _amplitudes = program.Preparation is null ? null : new AmplitudeLanes<T>(program.Preparation);
        _ket = new StateLanes<T>(program.Bits);
        _bra = new StateLanes<T>(program.Bits);
        _weightAngleSums = new Vector<T>[program.WeightAngles.Count];
    }

    private protected override void UpdateWeights(ReadOnlySpan<double> weights) => _weights.Update(weights);

    private protected override void Prepare(ReadOnlySpan<Vector<T>> inputs, int count)
    {
        if (_amplitudes is null)
            (_ket.Re[0], _ket.Im[0]) = (Vector<T>.One, Vector<T>.Zero);
        else
            _amplitudes.Prepare(inputs, count, _ket);
        foreach (StateSegment segment in _segments)
        {
            if (segment.IsBlock)
                _weights.Blocks[segment.Block].Apply(_ket);
            else
                Go(segment);
        }
    }

    private protected override void ComputeOutputs() => _readout.Measure(_ket, Outputs);

    private protected override void ClearSums()
    {
        Array.Clear(_weightAngleSums);
        foreach (StateBlock<T> block in _weights.Blocks)
            block.ClearGradient();
    }

    private protected override void Backpropagate()
    {
        _readout.Start(_ket, Outputs, _bra);
        for (int i = _segments.Length - 1; i >= 0; i--)
        {
            if (_segments[i].IsBlock)
                _weights.Blocks[_segments[i].Block].GoBack(_ket, _bra);
            else
                GoBack(_segments[i]);
        }
    }

    private protected override void BackpropagatePreparation(Span<Vector<T>> gradInputs) =>
        _amplitudes?.Backpropagate(_bra, gradInputs);

    private protected override void AddWeightGradient(Span<double> gradWeights) =>
        _weights.Backpropagate(_weightAngleSums, gradWeights);

    private void Go(StateSegment segment)
    {
        for (int s = segment.Start; s < segment.End; s++)
        {
            StateStep step = _steps[s];
            if (step.IsNew)
                _ket.Clear(1 << (step.Bits - 1), 1 << step.Bits);
            (Vector<T> cos, Vector<T> sin) = HalfAngle(step.Angle);
            _ket.Rotate(step.Generator, 1 << step.Bits, cos, sin);
        }
    }

    /// <summary>Undoes the steps on ket and bra, last to first, and collects the derivatives in their angles.</summary>
    private void GoBack(StateSegment segment)
    {
        for (int s = segment.End - 1; s >= segment.Start; s--)
        {
            StateStep step = _steps[s];
            (Vector<T> cos, Vector<T> sin) = HalfAngle(step.Angle);
            Vector<T> slope = StateLanes<T>.RotateBack(_ket, _bra, step.Generator, 1 << step.Bits, cos, sin);
            if (step.Angle.Sign < 0)
                slope = -slope;
            if (step.Angle.Kind == AngleKind.Weight)
                _weightAngleSums[step.Angle.Index] += slope;
            else if (step.Angle.Kind == AngleKind.Input)
                AddSlope(step.Angle.Index, slope);
        }
    }

    private (Vector<T> Cos, Vector<T> Sin) HalfAngle(AngleReference angle)
    {
        if (angle.Kind == AngleKind.Input)
        {
            Vector<T> wave = Waves[2 * angle.Index + 1];
            return (Waves[2 * angle.Index], angle.Sign < 0 ? -wave : wave);
        }
        (double cos, double sin) = _weights.HalfAngle(angle);
        return (new Vector<T>(T.CreateTruncating(cos)), new Vector<T>(T.CreateTruncating(sin)));
    }
}
