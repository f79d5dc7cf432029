using System.Numerics;

namespace QImpact.Quantum.Compilation.States;

/// <summary>
/// What a <see cref="StateKernel{T}"/> needs of the weights: cosine and sine of the half angles, the offsets of the angles with inputs, and the
/// matrices of the blocks.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class StateWeights<T>(StateProgram program)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly WeightMemory<T> _memory = new(program.Circuit.WeightCount);
    private readonly double[] _noInputs = new double[program.Circuit.InputCount];
    private readonly double[] _gradWeights = new double[program.Circuit.WeightCount];
    private readonly double[] _gradAngles = new double[program.WeightAngles.Count];
    private readonly (double Cos, double Sin)[] _halfAngles = new (double, double)[program.WeightAngles.Count];
    private readonly StateBlock<T>[] _blocks = program
        .Segments.Where(segment => segment.IsBlock)
        .Select(segment => new StateBlock<T>(program, segment))
        .ToArray();

    /// <summary>The matrices of the program's blocks.</summary>
    public ReadOnlySpan<StateBlock<T>> Blocks => _blocks;

    /// <summary>The part of each angle with inputs that they do not change.</summary>
    public T[] Offsets { get; } = new T[program.Inputs.Angles.Count];

    /// <summary>Takes these weights for what follows.</summary>
    /// <exception cref="ArgumentException">A wrong count, or a value that is not finite.</exception>
    public void Use(ReadOnlySpan<T> weights)
    {
        if (!_memory.Update(weights))
            return;
        for (int a = 0; a < _halfAngles.Length; a++)
        {
            (double sin, double cos) = Math.SinCos(program.WeightAngles[a].Evaluate([], _memory.Values) / 2);
            _halfAngles[a] = (cos, sin);
        }
        for (int a = 0; a < Offsets.Length; a++)
            Offsets[a] = T.CreateChecked(program.Inputs.Angles[a].Evaluate(_noInputs, _memory.Values));
        foreach (StateBlock<T> block in _blocks)
            block.Update(this);
    }

    /// <summary>cos(t/2) and sin(t/2) of an angle without inputs.</summary>
    public (double Cos, double Sin) HalfAngle(AngleReference angle)
    {
        (double cos, double sin) = angle.Kind == AngleKind.Weight ? _halfAngles[angle.Index] : (angle.Cos, angle.Sin);
        return (cos, angle.Sign * sin);
    }

    /// <summary>From the angles and the blocks to the weights.</summary>
    /// <param name="weightAngleSums">The gradients of the angles with weights only, one lane per sample modulo the lanes.</param>
    /// <param name="inputAngleSums">The gradients of the angles with inputs, likewise.</param>
    /// <param name="gradWeights">[weights], flat, written</param>
    public void Backpropagate(Vector<T>[] weightAngleSums, Vector<T>[] inputAngleSums, Span<T> gradWeights)
    {
        Array.Clear(_gradWeights);
        for (int a = 0; a < _gradAngles.Length; a++)
            _gradAngles[a] = double.CreateChecked(Vector.Sum(weightAngleSums[a]));
        foreach (StateBlock<T> block in _blocks)
            block.Backpropagate(this, _gradAngles);
        for (int a = 0; a < _gradAngles.Length; a++)
            program.WeightAngles[a].AddGradient(_gradAngles[a], [], [], _gradWeights);
        for (int a = 0; a < inputAngleSums.Length; a++)
        {
            double slope = double.CreateChecked(Vector.Sum(inputAngleSums[a]));
            program.Inputs.Angles[a].AddGradient(slope, [], [], _gradWeights);
        }
        for (int w = 0; w < gradWeights.Length; w++)
            gradWeights[w] = T.CreateChecked(_gradWeights[w]);
    }
}
