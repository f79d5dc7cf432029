using System.Numerics;
using QImpact.Quantum.Circuits;

namespace QImpact.Quantum.Compilation.Sparse;

/// <summary>
/// What a kernel needs of the weights: the coefficients and the angles' offsets. They are computed in float64, and anew only
/// when a bit of the weights has changed.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class KernelWeights<T>(SparseForm function)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ValueList<Angle> _angles = function.Angles;
    private readonly CoefficientWorkspace _workspace = new(function);
    private readonly WeightMemory<T> _memory = new(function.Circuit.WeightCount);
    private readonly double[] _noInputs = new double[function.Circuit.InputCount]; // all 0: what is left of an angle is its offset
    private readonly double[] _gradCoefficients = new double[function.Terms.Count];
    private readonly double[] _gradWeights = new double[function.Circuit.WeightCount];

    /// <summary>C of each of <see cref="SparseForm.Terms"/>, [terms]</summary>
    public T[] Coefficients { get; } = new T[function.Terms.Count];

    /// <summary>The part of each angle that the inputs do not change, [angles]</summary>
    public T[] Offsets { get; } = new T[function.Angles.Count];

    /// <summary>Takes these weights for what follows.</summary>
    /// <exception cref="ArgumentException">A wrong count, or a value that is not finite.</exception>
    public void Use(ReadOnlySpan<T> weights)
    {
        if (!_memory.Update(weights))
            return;
        ReadOnlySpan<double> coefficients = _workspace.Update(_memory.Values);
        for (int t = 0; t < coefficients.Length; t++)
            Coefficients[t] = T.CreateChecked(coefficients[t]);
        for (int a = 0; a < Offsets.Length; a++)
            Offsets[a] = T.CreateChecked(_angles[a].Evaluate(_noInputs, _memory.Values));
    }

    /// <summary>The weights act through the coefficients and through the offsets of the angles.</summary>
    /// <param name="coefficientSums">[terms], the gradients of the coefficients, one lane per sample modulo the lanes</param>
    /// <param name="angleSums">[angles], the gradients of the angles, likewise</param>
    /// <param name="gradWeights">[weights], flat, written</param>
    public void Backpropagate(Vector<T>[] coefficientSums, Vector<T>[] angleSums, Span<T> gradWeights)
    {
        Array.Clear(_gradWeights);
        for (int t = 0; t < coefficientSums.Length; t++)
            _gradCoefficients[t] = double.CreateChecked(Vector.Sum(coefficientSums[t]));
        _workspace.Backpropagate(_gradCoefficients, _gradWeights);
        for (int a = 0; a < angleSums.Length; a++)
            _angles[a].AddGradient(double.CreateChecked(Vector.Sum(angleSums[a])), [], [], _gradWeights);
        for (int w = 0; w < gradWeights.Length; w++)
            gradWeights[w] = T.CreateChecked(_gradWeights[w]);
    }
}
