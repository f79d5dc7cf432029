using QImpact.Quantum.Circuits;
using QImpact.Quantum.Compilation;
using QImpact.Quantum.Compilation.Sparse;

namespace QImpact.Onnx.Circuits;

/// <summary>
/// Trigonometric polynomials. As a sum of waves where those are not many more than the monomials: one affine map, one cosine, one
/// matrix, because at small batches every node costs as much as thousands of multiplications. Otherwise as monomials: the angles' cosines and
/// sines, element-wise products of them, and a matrix of coefficients.
/// </summary>
internal sealed class SparseLowering : CircuitLowering
{
    private readonly SparseForm _form;
    private readonly double[] _weights;
    private readonly Monomial[] _monomials;
    private readonly double[][] _coefficients;
    private readonly int[] _angles;
    private readonly FourierSeries? _series;

    /// <summary>With the coefficients that the weights give.</summary>
    public SparseLowering(SparseForm form, double[] weights)
        : this(form, weights, form.Coefficients(weights)) { }

    /// <summary>With coefficients of its own [outputs, monomials]; monomials whose coefficients are 0 are left out.</summary>
    public SparseLowering(SparseForm form, double[] weights, double[,] coefficients)
    {
        (_form, _weights) = (form, weights);
        int[] outputs = [.. Enumerable.Range(0, form.Circuit.OutputCount)];
        int[] columns =
        [
            .. Enumerable.Range(0, form.Monomials.Count).Where(m => outputs.Any(k => coefficients[k, m] != 0)),
        ];
        _monomials = [.. columns.Select(m => form.Monomials[m])];
        _coefficients = [.. columns.Select(m => outputs.Select(k => coefficients[k, m]).ToArray())];
        _angles = [.. _monomials.SelectMany(m => m.Factors).Select(factor => factor.Angle).Distinct().Order()];
        FourierSeries? series = _angles.Length == 0 ? null : FourierSeries.Of(_monomials, _coefficients, _angles);
        _series = series is not null && CostOf(series) <= MonomialCost ? series : null;
    }

    public override CircuitForm Form => CircuitForm.Sparse;

    public override double Cost => _series is null ? MonomialCost : CostOf(_series);

    private int Outputs => _form.Circuit.OutputCount;

    private int Degree => _monomials.Max(monomial => (int?)monomial.Factors.Count) ?? 0;

    private double MonomialCost =>
        _monomials.Length * (2.0 * _angles.Length * Degree + Outputs)
        + 2 * CosineCost * _angles.Length
        + NodeCost * (3 + 2 * Degree);

    public override GraphValue Emit(CircuitNodes nodes, GraphValue input)
    {
        // No input changes an output: the only monomial there can be is 1, or all waves cancel.
        if (_angles.Length == 0)
            return nodes.Constant("expectations", input, _coefficients is [double[] one] ? one : new double[Outputs]);
        if (_series is { Waves: [] })
            return nodes.Constant("expectations", input, _series.Constants);
        return _series is null ? EmitMonomials(nodes, input) : EmitWaves(nodes, input, _series);
    }

    private double CostOf(FourierSeries series) =>
        series.Waves.Length * (_form.Circuit.InputCount + CosineCost + Outputs) + 3 * NodeCost;

    /// <summary>sin a = cos(a - pi/2), so that all waves are cosines.</summary>
    private GraphValue EmitWaves(CircuitNodes nodes, GraphValue input, FourierSeries series)
    {
        IEnumerable<Angle> arguments = series.Waves.Select(wave =>
            _angles
                .Select((angle, i) => wave.Frequencies[i] * _form.Angles[angle])
                .Aggregate(Angle.Constant(wave.IsSine ? -Math.PI / 2 : 0), (sum, angle) => sum + angle)
        );
        GraphValue waves = nodes.Apply("Cos", "waves", nodes.Angles(_form.Circuit, arguments, _weights, input));
        return nodes.Affine("expectations", waves, (wave, k) => series.Amplitudes[wave][k], series.Constants);
    }

    private GraphValue EmitMonomials(CircuitNodes nodes, GraphValue input)
    {
        GraphValue angles = nodes.Angles(_form.Circuit, _angles.Select(a => _form.Angles[a]), _weights, input);
        GraphValue waves = nodes.Waves(angles);
        GraphValue product = Factors(nodes, waves, 0);
        for (int j = 1; j < Degree; j++)
            product = nodes.Combine("Mul", $"product{j}", product, Factors(nodes, waves, j));
        return nodes.MatMul("expectations", product, product.Length, Outputs, (m, k) => _coefficients[m][k]);
    }

    /// <summary>
    /// [2 angles] to [monomials]: the factors at one position, u S + o with u = (cos t, sin t), where column m of S picks the factor of
    /// monomial m, or o has a 1 where it has none there.
    /// </summary>
    private GraphValue Factors(CircuitNodes nodes, GraphValue waves, int position)
    {
        int[] rows = Array.ConvertAll(_monomials, RowAt);
        double[] ones = [.. rows.Select(row => row >= 0 ? 0.0 : 1.0)];
        return nodes.Affine($"factor{position}", waves, (row, m) => rows[m] == row ? 1 : 0, ones);

        int RowAt(Monomial monomial)
        {
            if (position >= monomial.Factors.Count)
                return -1;
            Factor factor = monomial.Factors[position];
            return Array.BinarySearch(_angles, factor.Angle)
                + (factor.Function == Trigonometric.Sin ? _angles.Length : 0);
        }
    }
}
