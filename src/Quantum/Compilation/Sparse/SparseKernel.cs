using System.Numerics;

namespace QImpact.Quantum.Compilation.Sparse;

/// <summary>The kernel of a <see cref="SparseForm"/>: products of cosines and sines, and the matrix of coefficients.</summary>
internal sealed class SparseKernel<T> : ExpectationKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly KernelPlan _plan;
    private readonly CoefficientWorkspace _workspace;
    private readonly T[] _coefficients;
    private readonly double[] _gradCoefficients;

    // Of one vector of samples.
    private readonly Vector<T>[] _prefix;
    private readonly Vector<T>[] _gradWaves;

    // Summed over the batch, one lane per sample modulo the lanes.
    private readonly Vector<T>[] _coefficientSums;

    public SparseKernel(SparseForm form)
        : base(form.Circuit, form.InputAngles, angleScale: 1)
    {
        _plan = form.Plan;
        _workspace = new CoefficientWorkspace(form.Graph);
        _coefficients = new T[form.Terms.Count];
        _gradCoefficients = new double[form.Terms.Count];
        _prefix = new Vector<T>[_plan.MaxDegree];
        _gradWaves = new Vector<T>[Waves.Length];
        _coefficientSums = new Vector<T>[form.Terms.Count];
    }

    private protected override void UpdateWeights(ReadOnlySpan<double> weights)
    {
        ReadOnlySpan<double> coefficients = _workspace.Update(weights);
        for (int t = 0; t < coefficients.Length; t++)
            _coefficients[t] = T.CreateChecked(coefficients[t]);
    }

    private protected override void ComputeOutputs()
    {
        Array.Clear(Outputs);
        for (int m = 0; m < _plan.FactorStart.Length - 1; m++)
        {
            Vector<T> product = Vector<T>.One;
            for (int f = _plan.FactorStart[m]; f < _plan.FactorStart[m + 1]; f++)
                product *= Waves[_plan.FactorCode[f]];
            for (int t = _plan.TermStart[m]; t < _plan.TermStart[m + 1]; t++)
                Outputs[_plan.TermOutput[t]] += product * _coefficients[t];
        }
    }

    private protected override void ClearSums() => Array.Clear(_coefficientSums);

    private protected override void Backpropagate()
    {
        Array.Clear(_gradWaves);
        for (int m = 0; m < _plan.FactorStart.Length - 1; m++)
            BackpropagateMonomial(m);
        for (int a = 0; a < Waves.Length / 2; a++)
        {
            (int cos, int sin) = (2 * a, 2 * a + 1);
            AddSlope(a, Waves[cos] * _gradWaves[sin] - Waves[sin] * _gradWaves[cos]);
        }
    }

    private protected override void AddWeightGradient(Span<double> gradWeights)
    {
        for (int t = 0; t < _coefficientSums.Length; t++)
            _gradCoefficients[t] = double.CreateChecked(Vector.Sum(_coefficientSums[t]));
        _workspace.Backpropagate(_gradCoefficients, gradWeights);
    }

    /// <summary>
    /// To the coefficients, summed over the batch, and to the cosines and sines: the derivative of a product in a factor is the product
    /// of those before it and those after it.
    /// </summary>
    private void BackpropagateMonomial(int monomial)
    {
        int start = _plan.FactorStart[monomial];
        int end = _plan.FactorStart[monomial + 1];
        Vector<T> product = Vector<T>.One;
        for (int f = start; f < end; f++)
        {
            _prefix[f - start] = product;
            product *= Waves[_plan.FactorCode[f]];
        }

        Vector<T> suffix = Vector<T>.Zero;
        for (int t = _plan.TermStart[monomial]; t < _plan.TermStart[monomial + 1]; t++)
        {
            Vector<T> gradOutput = Outputs[_plan.TermOutput[t]];
            _coefficientSums[t] += gradOutput * product;
            suffix += gradOutput * _coefficients[t];
        }

        for (int f = end - 1; f >= start; f--)
        {
            int code = _plan.FactorCode[f];
            _gradWaves[code] += _prefix[f - start] * suffix;
            suffix *= Waves[code];
        }
    }
}
