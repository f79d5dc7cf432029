using QImpact.Quantum.Compilation.Sparse;
using static TorchSharp.torch;

namespace QImpact.Training.Layers.Tensors;

/// <summary>The monomials of a <see cref="SparseForm"/> as tensor operations: cosines and sines, and products of their columns.</summary>
internal sealed class MonomialTensors
{
    private readonly AngleTensors _angles;
    private readonly Tensor[] _factors;
    private readonly int _monomials;

    public MonomialTensors(SparseForm form, TensorConstants constants)
    {
        _angles = new AngleTensors(form.Circuit, form.Angles, constants);
        _monomials = form.Monomials.Count;
        int degree = form.Monomials.Select(monomial => monomial.Factors.Count).Append(0).Max();
        _factors =
        [
            .. Enumerable
                .Range(0, degree)
                .Select(d => constants.Indices(form.Monomials.Select(m => Column(m, d, form.Angles.Count)))),
        ];
    }

    /// <param name="inputs">[batch, inputs]</param>
    /// <param name="weights">[weights]</param>
    /// <returns>[batch, monomials]</returns>
    public Tensor Forward(Tensor inputs, Tensor weights)
    {
        Tensor angles = _angles.Evaluate(inputs, weights);
        Tensor one = angles.new_ones(angles.shape[0], 1);
        Tensor columns = cat([angles.cos(), angles.sin(), one], 1);
        Tensor products = one.expand(-1, _monomials);
        foreach (Tensor factor in _factors)
            products = products * columns.index_select(1, factor);
        return products;
    }

    /// <summary>The column of a monomial's factor: the cosines come first, then the sines, then 1 for a factor that is missing.</summary>
    private static int Column(Monomial monomial, int factor, int angles) =>
        factor >= monomial.Factors.Count ? 2 * angles
        : monomial.Factors[factor].Function == Trigonometric.Cos ? monomial.Factors[factor].Angle
        : angles + monomial.Factors[factor].Angle;
}
