using System.Numerics;

namespace QImpact.Quantum;

/// <summary>What a <see cref="StateKernel{T}"/> needs of the weights: cosine and sine of the half angles, and the offsets of the others.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class StateWeights<T>(StateProgram program)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly WeightMemory<T> _memory = new(program.Circuit.WeightCount);
    private readonly double[] _noInputs = new double[program.Circuit.InputCount];
    private readonly double[] _gradWeights = new double[program.Circuit.WeightCount];

    /// <summary>cos(t/2) of each angle with weights only.</summary>
    public Vector<T>[] Cos { get; } = new Vector<T>[program.WeightAngles.Count];

    /// <summary>sin(t/2) of each angle with weights only.</summary>
    public Vector<T>[] Sin { get; } = new Vector<T>[program.WeightAngles.Count];

    /// <summary>The part of each angle with inputs that they do not change.</summary>
    public T[] Offsets { get; } = new T[program.Inputs.Angles.Count];

    /// <summary>Takes these weights for what follows; whether they differ from the last ones.</summary>
    /// <exception cref="ArgumentException">A wrong count, or a value that is not finite.</exception>
    public bool Use(ReadOnlySpan<T> weights)
    {
        if (!_memory.Update(weights))
            return false;
        for (int a = 0; a < Cos.Length; a++)
        {
            (double sin, double cos) = Math.SinCos(program.WeightAngles[a].Evaluate([], _memory.Values) / 2);
            Cos[a] = new Vector<T>(T.CreateChecked(cos));
            Sin[a] = new Vector<T>(T.CreateChecked(sin));
        }
        for (int a = 0; a < Offsets.Length; a++)
            Offsets[a] = T.CreateChecked(program.Inputs.Angles[a].Evaluate(_noInputs, _memory.Values));
        return true;
    }

    /// <summary>From the angles to the weights.</summary>
    /// <param name="weightAngleSums">The gradients of the angles with weights only, one lane per sample modulo the lanes.</param>
    /// <param name="inputAngleSums">The gradients of the angles with inputs, likewise.</param>
    /// <param name="gradWeights">[weights], flat, written</param>
    public void Backpropagate(Vector<T>[] weightAngleSums, Vector<T>[] inputAngleSums, Span<T> gradWeights)
    {
        Array.Clear(_gradWeights);
        for (int a = 0; a < weightAngleSums.Length; a++)
            program
                .WeightAngles[a]
                .AddGradient(double.CreateChecked(Vector.Sum(weightAngleSums[a])), [], [], _gradWeights);
        for (int a = 0; a < inputAngleSums.Length; a++)
            program
                .Inputs.Angles[a]
                .AddGradient(double.CreateChecked(Vector.Sum(inputAngleSums[a])), [], [], _gradWeights);
        for (int w = 0; w < gradWeights.Length; w++)
            gradWeights[w] = T.CreateChecked(_gradWeights[w]);
    }
}
