using QImpact.Quantum.Circuits;
using QImpact.Quantum.Compilation;
using static TorchSharp.torch;

namespace QImpact.Training.Layers.Tensors;

/// <summary>
/// Angles as an affine map: <c>t = features A + w B + b</c>, the features being the inputs and the products of two that occur. It is computed in float64 and
/// reduced modulo 2 pi before it is rounded, so that large angles cost no accuracy; whole turns change no output.
/// </summary>
internal sealed class AngleTensors
{
    private readonly ScalarType _widest;
    private readonly Tensor _byFeatures;
    private readonly Tensor _byWeights;
    private readonly Tensor _offsets;
    private readonly (Tensor First, Tensor Second)? _products;

    public AngleTensors(Circuit circuit, IReadOnlyList<Angle> angles, TensorConstants constants)
    {
        var affine = new AffineAngles(circuit, angles);
        var byWeights = new double[circuit.WeightCount * angles.Count];
        for (int a = 0; a < angles.Count; a++)
        {
            foreach (AngleTerm term in angles[a].Terms.Where(t => t.Variable.Kind == VariableKind.Weight))
                byWeights[term.Variable.Index * angles.Count + a] = term.Scale;
        }
        _widest = constants.Widest;
        _byFeatures = constants.Wide([.. affine.Matrix().Cast<double>()], affine.FeatureCount, angles.Count);
        _byWeights = constants.Wide(byWeights, circuit.WeightCount, angles.Count);
        _offsets = constants.Wide([.. angles.Select(angle => AffineAngles.Reduced(angle.Offset))], angles.Count);
        if (affine.Products.Count > 0)
            _products = (
                constants.Indices(affine.Products.Select(product => product.Index)),
                constants.Indices(affine.Products.Select(product => product.Other))
            );
    }

    /// <param name="inputs">[batch, inputs]</param>
    /// <param name="weights">[weights]</param>
    /// <returns>[batch, angles], within plus or minus pi, in the inputs' type</returns>
    public Tensor Evaluate(Tensor inputs, Tensor weights)
    {
        Tensor wide = inputs.to(_widest);
        Tensor features = _products is { } products
            ? cat([wide, wide.index_select(1, products.First) * wide.index_select(1, products.Second)], 1)
            : wide;
        Tensor angles = features.matmul(_byFeatures).Plus(weights.to(_widest).matmul(_byWeights)).Plus(_offsets);
        Tensor turns = (angles.detach() / Scalars.Turn).round() * Scalars.Turn;
        return (angles - turns).to(inputs.dtype);
    }
}
