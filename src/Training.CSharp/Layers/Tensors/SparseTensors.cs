using QImpact.Quantum.Compilation.Sparse;
using static TorchSharp.torch;

namespace QImpact.Training.Layers.Tensors;

/// <summary>A <see cref="SparseForm"/> as tensor operations: cosines and sines, products of columns, a matrix of coefficients.</summary>
internal sealed class SparseTensors : CircuitTensors
{
    private readonly AngleTensors _angles;
    private readonly CoefficientTensors _coefficients;
    private readonly Tensor[] _factors;
    private readonly int _monomials;
    private readonly int _outputs;

    public SparseTensors(SparseForm form, TensorConstants constants)
        : base(constants)
    {
        _angles = new AngleTensors(form.Circuit, form.Angles, constants);
        _coefficients = new CoefficientTensors(form, constants);
        _monomials = form.Monomials.Count;
        _outputs = form.Circuit.OutputCount;
        int degree = form.Monomials.Select(monomial => monomial.Factors.Count).Append(0).Max();
        _factors =
        [
            .. Enumerable
                .Range(0, degree)
                .Select(d => constants.Indices(form.Monomials.Select(m => Column(m, d, form.Angles.Count)))),
        ];
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor inputs, Tensor weights)
    {
        Tensor angles = _angles.Evaluate(inputs, weights);
        Tensor one = angles.new_ones(angles.shape[0], 1);
        Tensor columns = cat([angles.cos(), angles.sin(), one], 1);
        Tensor products = one.expand(-1, _monomials);
        foreach (Tensor factor in _factors)
            products = products * columns.index_select(1, factor);
        return products.matmul(_coefficients.Evaluate(weights).reshape(_monomials, _outputs));
    }

    /// <summary>The column of a monomial's factor: the cosines come first, then the sines, then 1 for a factor that is missing.</summary>
    private static int Column(Monomial monomial, int factor, int angles) =>
        factor >= monomial.Factors.Count ? 2 * angles
        : monomial.Factors[factor].Function == Trigonometric.Cos ? monomial.Factors[factor].Angle
        : angles + monomial.Factors[factor].Angle;
}
