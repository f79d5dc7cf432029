using System.Numerics;

namespace QImpact.Quantum.Compilation.States;

/// <summary>
/// What a <see cref="StateKernel{T}"/> needs of the weights: cosine and sine of the half angles of weights alone, and the operators made of them.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class StateWeights<T>(StateForm form)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ValueList<Angle> _angles = form.Program.WeightAngles;
    private readonly double[] _gradAngles = new double[form.Program.WeightAngles.Count];
    private readonly (double Cos, double Sin)[] _halfAngles = new (double, double)[form.Program.WeightAngles.Count];
    private readonly StateOperator<T>[] _operators =
    [
        .. form
            .Segments.Where(segment => segment.Kind != SegmentKind.Steps)
            .Select(segment => OperatorOf(form.Steps.AsSpan(segment.Start, segment.Count), segment.Kind)),
    ];

    /// <summary>The matrices and tables of the form's segments.</summary>
    public ReadOnlySpan<StateOperator<T>> Operators => _operators;

    /// <summary>Takes these weights for what follows.</summary>
    public void Update(ReadOnlySpan<double> weights)
    {
        for (int a = 0; a < _halfAngles.Length; a++)
        {
            (double sin, double cos) = Math.SinCos(_angles[a].Evaluate([], weights) / 2);
            _halfAngles[a] = (cos, sin);
        }
        foreach (StateOperator<T> one in _operators)
            one.Update(this);
    }

    /// <summary>cos(t/2) and sin(t/2) of an angle without inputs.</summary>
    public (double Cos, double Sin) HalfAngle(AngleReference angle)
    {
        (double cos, double sin) = angle.Kind == AngleKind.Weight ? _halfAngles[angle.Index] : (angle.Cos, angle.Sin);
        return (cos, angle.Sign * sin);
    }

    /// <summary>Adds to the weights' gradient from the operators and from the sums of the weight angles' gradients, one lane per sample modulo the lanes.</summary>
    public void Backpropagate(Vector<T>[] angleSums, Span<double> gradWeights)
    {
        for (int a = 0; a < _gradAngles.Length; a++)
            _gradAngles[a] = double.CreateChecked(Vector.Sum(angleSums[a]));
        foreach (StateOperator<T> one in _operators)
            one.Backpropagate(this, _gradAngles);
        for (int a = 0; a < _gradAngles.Length; a++)
            _angles[a].AddGradient(_gradAngles[a], [], [], gradWeights);
    }

    private static StateOperator<T> OperatorOf(ReadOnlySpan<StateStep> steps, SegmentKind kind) =>
        kind == SegmentKind.Block ? new StateBlock<T>(steps) : new StatePhases<T>(steps);
}
