using QImpact.Quantum.Compilation.Sparse;
using static TorchSharp.torch;

namespace QImpact.Training.Layers.Tensors;

/// <summary>A <see cref="SparseForm"/> as tensor operations: its monomials, and a matrix of coefficients.</summary>
internal sealed class SparseTensors(SparseForm form, TensorConstants constants) : CircuitTensors(constants)
{
    private readonly MonomialTensors _monomials = new(form, constants);
    private readonly CoefficientTensors _coefficients = new(form, constants);

    /// <inheritdoc/>
    public override Tensor Forward(Tensor inputs, Tensor weights)
    {
        Tensor products = _monomials.Forward(inputs, weights);
        return products.matmul(_coefficients.Evaluate(weights).reshape(form.Monomials.Count, form.Circuit.OutputCount));
    }
}
