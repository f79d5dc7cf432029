using QImpact.Quantum.Compilation.Sparse;
using static TorchSharp.torch;

namespace QImpact.Training.Layers.Tensors;

/// <summary>The polynomials of a <see cref="SparseForm"/> with coefficients that are given, as tensor operations.</summary>
internal sealed class FreePolynomialTensors(SparseForm form, TensorConstants constants) : IDisposable
{
    private readonly MonomialTensors _monomials = new(form, constants);
    private readonly Tensor _places = constants.Indices(
        form.Terms.Select(term => term.Monomial * form.Circuit.OutputCount + term.Output)
    );
    private readonly Tensor _zero = constants.Of(
        new double[form.Monomials.Count * form.Circuit.OutputCount],
        form.Monomials.Count * form.Circuit.OutputCount
    );

    /// <summary>Whether these inputs have its type and are on its device.</summary>
    public bool Fit(Tensor inputs) => constants.Fit(inputs);

    /// <param name="inputs">[batch, inputs]</param>
    /// <param name="angles">[weights], of the angles in the monomials</param>
    /// <param name="coefficients">[terms]</param>
    /// <returns>[batch, outputs]</returns>
    public Tensor Forward(Tensor inputs, Tensor angles, Tensor coefficients)
    {
        Tensor matrix = _zero.index_add(0, _places, coefficients, Scalars.One);
        return _monomials
            .Forward(inputs, angles)
            .matmul(matrix.reshape(form.Monomials.Count, form.Circuit.OutputCount));
    }

    public void Dispose() => constants.Dispose();
}
