using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace QImpact.Training.Layers;

/// <summary>tanh(a x + b) of each feature, with an a and a b of its own: [..., width] to [..., width]. At first a = 1 and b = 0.</summary>
public sealed class ScaledTanh : Module<Tensor, Tensor>
{
    // The fields' names are the parameters' names in the state dictionary.
    private Parameter weight;
    private Parameter bias;

    /// <summary>Creates the layer.</summary>
    /// <param name="width">Features, at least 1.</param>
    /// <param name="dtype">The parameters' type.</param>
    public ScaledTanh(int width, ScalarType dtype = ScalarType.Float32)
        : base(nameof(ScaledTanh))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        weight = Parameter(ones(width, dtype: dtype));
        bias = Parameter(zeros(width, dtype: dtype));
        RegisterComponents();
    }

    /// <summary>a, [width]</summary>
    public Parameter Weight => weight;

    /// <summary>b, [width]</summary>
    public Parameter Bias => bias;

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => (input * weight).Plus(bias).tanh();
}
