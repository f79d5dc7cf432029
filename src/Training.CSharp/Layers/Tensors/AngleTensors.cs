using QImpact.Quantum.Circuits;
using QImpact.Quantum.Compilation;
using static TorchSharp.torch;

namespace QImpact.Training.Layers.Tensors;

/// <summary>Angles as an affine map: <c>t = features A + w B + b</c>, the features being the inputs and the products of two that occur.</summary>
internal sealed class AngleTensors
{
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
        _byFeatures = constants.Of([.. affine.Matrix().Cast<double>()], affine.FeatureCount, angles.Count);
        _byWeights = constants.Of(byWeights, circuit.WeightCount, angles.Count);
        _offsets = constants.Of([.. angles.Select(angle => angle.Offset)], angles.Count);
        if (affine.Products.Count > 0)
            _products = (
                constants.Indices(affine.Products.Select(product => product.Index)),
                constants.Indices(affine.Products.Select(product => product.Other))
            );
    }

    /// <param name="inputs">[batch, inputs]</param>
    /// <param name="weights">[weights]</param>
    /// <returns>[batch, angles]</returns>
    public Tensor Evaluate(Tensor inputs, Tensor weights)
    {
        Tensor features = _products is { } products
            ? cat([inputs, inputs.index_select(1, products.First) * inputs.index_select(1, products.Second)], 1)
            : inputs;
        return features.matmul(_byFeatures) + weights.matmul(_byWeights) + _offsets;
    }
}
