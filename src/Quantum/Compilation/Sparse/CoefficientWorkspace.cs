namespace QImpact.Quantum.Compilation.Sparse;

/// <summary>The buffers for the coefficients of one <see cref="SparseForm"/>, in float64.</summary>
internal sealed class CoefficientWorkspace(SparseForm function)
{
    private readonly CoefficientGraph _graph = function.Graph;
    private readonly double[] _factors = new double[function.Graph.FactorCount];
    private readonly double[] _values = new double[function.Graph.Start.Length];
    private readonly double[] _factorGradient = new double[function.Graph.FactorCount];
    private readonly double[] _valueGradient = new double[function.Graph.Start.Length];
    private readonly double[] _coefficients = new double[function.Graph.TermCount];

    /// <summary>The coefficients of <see cref="SparseForm.Terms"/> for these weights, [terms].</summary>
    public ReadOnlySpan<double> Update(ReadOnlySpan<double> weights)
    {
        _graph.Evaluate(weights, _factors, _values, _coefficients);
        return _coefficients;
    }

    /// <summary>Adds to <paramref name="gradWeights"/> for the weights of the last <see cref="Update"/>.</summary>
    public void Backpropagate(ReadOnlySpan<double> gradient, Span<double> gradWeights) =>
        _graph.Backpropagate(_factors, _values, gradient, _factorGradient, _valueGradient, gradWeights);
}
