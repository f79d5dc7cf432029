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
        _steps = form.Steps;
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
            (_ket.Re(0), _ket.Im(0)) = (Vector<T>.One, Vector<T>.Zero);
        else
            _amplitudes.Prepare(inputs, count, _ket);
        foreach (StateSegment segment in _segments)
        {
            if (segment.Kind == SegmentKind.Steps)
                Go(segment);
            else
                _weights.Operators[segment.Operator].Apply(_ket);
        }
    }

    private protected override void ComputeOutputs() => _readout.Measure(_ket, Outputs);

    private protected override void ClearSums()
    {
        Array.Clear(_weightAngleSums);
        foreach (StateOperator<T> one in _weights.Operators)
            one.ClearGradient();
    }

    private protected override void Backpropagate()
    {
        _readout.Start(_ket, Outputs, _bra);
        for (int i = _segments.Length - 1; i >= 0; i--)
        {
            if (_segments[i].Kind == SegmentKind.Steps)
                GoBack(_segments[i]);
            else
                _weights.Operators[_segments[i].Operator].GoBack(_ket, _bra);
        }
    }

    private protected override void BackpropagatePreparation(Span<Vector<T>> gradInputs) =>
        _amplitudes?.Backpropagate(_bra, gradInputs);

    private protected override void AddWeightGradient(Span<double> gradWeights) =>
        _weights.Backpropagate(_weightAngleSums, gradWeights);

    private void Go(StateSegment segment)
    {
        int s = segment.Start;
        while (s < segment.End)
        {
            StateStep step = _steps[s];
            int size = 1 << step.Bits;
            if (step.IsNew)
                StateRotations<T>.Grow(_ket, RotationOf(step), size / 2);
            else if (s + 1 < segment.End && StateRotations<T>.CanPair(step, _steps[s + 1]))
                StateRotations<T>.Rotate(_ket, RotationOf(step), RotationOf(_steps[++s]), size);
            else
                StateRotations<T>.Rotate(_ket, RotationOf(step), size);
            s++;
        }
    }

    /// <summary>Undoes the steps on ket and bra, last to first, and collects the derivatives in their angles.</summary>
    private void GoBack(StateSegment segment)
    {
        int s = segment.End - 1;
        while (s >= segment.Start)
        {
            StateStep step = _steps[s];
            int size = 1 << step.Bits;
            if (s > segment.Start && StateRotations<T>.CanPair(_steps[s - 1], step))
            {
                StateStep before = _steps[--s];
                (Vector<T> one, Vector<T> two) = StateReturns<T>.Undo(
                    _ket,
                    _bra,
                    RotationOf(before),
                    RotationOf(step),
                    size
                );
                AddSlope(before.Angle, one);
                AddSlope(step.Angle, two);
            }
            else
                AddSlope(step.Angle, StateReturns<T>.Undo(_ket, _bra, RotationOf(step), size));
            s--;
        }
    }

    private void AddSlope(AngleReference angle, Vector<T> slope)
    {
        if (angle.Sign < 0)
            slope = -slope;
        if (angle.Kind == AngleKind.Weight)
            _weightAngleSums[angle.Index] += slope;
        else if (angle.Kind == AngleKind.Input)
            AddSlope(angle.Index, slope);
    }

    private LaneRotation<T> RotationOf(in StateStep step)
    {
        AngleReference angle = step.Angle;
        if (angle.Kind == AngleKind.Input)
        {
            Vector<T> wave = Waves[2 * angle.Index + 1];
            return new LaneRotation<T>(step.Generator, Waves[2 * angle.Index], angle.Sign < 0 ? -wave : wave);
        }
        (double cos, double sin) = _weights.HalfAngle(angle);
        return new LaneRotation<T>(
            step.Generator,
            new Vector<T>(T.CreateTruncating(cos)),
            new Vector<T>(T.CreateTruncating(sin))
        );
    }
}
