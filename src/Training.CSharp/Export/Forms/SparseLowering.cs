using QImpact.Quantum;

namespace QImpact.Training.Export.Forms;

/// <summary>
/// Trigonometric polynomials: angles, their cosines and sines, the monomials as element-wise products, and one matrix of coefficients.
/// </summary>
internal sealed class SparseLowering : CircuitLowering
{
    private readonly SparseForm _form;
    private readonly double[] _weights;
    private readonly double[,] _coefficients;
    private readonly Monomial[] _monomials;
    private readonly int[] _columns;

    /// <param name="form">The polynomials.</param>
    /// <param name="weights">The trained weights; a monomial whose coefficients they make 0 is left out.</param>
    public SparseLowering(SparseForm form, double[] weights)
    {
        (_form, _weights) = (form, weights);
        _coefficients = form.Coefficients(weights);
        _columns =
        [
            .. Enumerable
                .Range(0, form.Monomials.Count)
                .Where(m => Enumerable.Range(0, form.Circuit.OutputCount).Any(k => _coefficients[k, m] != 0)),
        ];
        _monomials = [.. _columns.Select(m => form.Monomials[m])];
    }

    /// <inheritdoc/>
    public override CircuitForm Form => CircuitForm.Sparse;

    /// <inheritdoc/>
    public override double Cost => _monomials.Length * (2.0 * _form.Angles.Count * Degree + _form.Circuit.OutputCount);

    private int Degree => _monomials.Max(monomial => (int?)monomial.Factors.Count) ?? 0;

    /// <inheritdoc/>
    public override GraphValue Emit(CircuitNodes nodes, GraphValue input)
    {
        int outputs = _form.Circuit.OutputCount;
        if (Degree == 0)
        {
            // No input changes an output: the only monomial there can be is 1.
            double[] constant = new double[outputs];
            for (int k = 0; k < outputs && _columns is [int one]; k++)
                constant[k] = _coefficients[k, one];
            return nodes.Constant("expectations", input, constant);
        }
        int[] used = [.. _monomials.SelectMany(m => m.Factors).Select(factor => factor.Angle).Distinct().Order()];
        GraphValue angles = nodes.Angles(_form.Circuit, used.Select(a => _form.Angles[a]), _weights, input);
        GraphValue waves = nodes.Waves(angles);
        GraphValue product = Factors(nodes, waves, used, 0);
        for (int j = 1; j < Degree; j++)
            product = nodes.Combine("Mul", $"product{j}", product, Factors(nodes, waves, used, j));
        return nodes.MatMul("expectations", product, _columns.Length, outputs, (m, k) => _coefficients[k, _columns[m]]);
    }

    /// <summary>
    /// [2 angles] to [monomials]: the factors at one position, u S + o with u = (cos t, sin t), where column m of S picks the factor of
    /// monomial m, or o has a 1 where it has none there.
    /// </summary>
    private GraphValue Factors(CircuitNodes nodes, GraphValue waves, int[] used, int position)
    {
        int[] rows = Array.ConvertAll(_monomials, RowAt);
        GraphValue picked = nodes.MatMul(
            $"factor{position}",
            waves,
            waves.Shape[0],
            rows.Length,
            (row, m) => rows[m] == row ? 1 : 0
        );
        return rows.All(row => row >= 0)
            ? picked
            : nodes.Add($"factor{position}/or-one", picked, [.. rows.Select(row => row >= 0 ? 0.0 : 1.0)]);

        int RowAt(Monomial monomial)
        {
            if (position >= monomial.Factors.Count)
                return -1;
            Factor factor = monomial.Factors[position];
            return Array.IndexOf(used, factor.Angle) + (factor.Function == Trigonometric.Sin ? used.Length : 0);
        }
    }
}
