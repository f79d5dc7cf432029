using QImpact.Quantum;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace QImpact.Training.Layers;

/// <summary>
/// A quantum circuit as a layer: called with inputs [..., inputs], it returns the expectation values [..., outputs], exactly and
/// with gradients in inputs and weights. What PennyLane's <c>TorchLayer</c> is for PyTorch.
/// </summary>
/// <example>
/// <code>
/// var layer = new QuantumLayer(Circuits.Paper);          // weights [2, 4]
/// Tensor expectations = layer.call(torch.rand(32, 4));   // [32, 4]
/// </code>
/// </example>
/// <remarks>
/// On the CPU, in float32 or float64; inputs and weights have the same type. First derivatives only: the gradients
/// are not differentiable themselves.
/// </remarks>
public sealed class QuantumLayer : nn.Module<Tensor, Tensor>
{
    private readonly QuantumKernels _kernels;

    // The field's name is the parameter's name in the state dictionary.
    private Parameter weights;

    /// <summary>Compiles a circuit to a layer whose weights start uniform in [0, 2 pi).</summary>
    /// <param name="circuit">At least one output.</param>
    /// <param name="name">The module's name.</param>
    /// <param name="dtype">float32 (default) or float64.</param>
    /// <param name="generator">What the weights are drawn from; default: torch's global generator.</param>
    /// <exception cref="ArgumentException">The circuit has no outputs.</exception>
    /// <exception cref="SparseFormTooLargeException">The circuit's exact form would be too large.</exception>
    /// <exception cref="NotSupportedException">Another dtype.</exception>
    public QuantumLayer(
        Circuit circuit,
        string name = nameof(QuantumLayer),
        ScalarType dtype = ScalarType.Float32,
        Generator? generator = null
    )
        : this(circuit.Compile(), name, dtype, generator) { }

    /// <summary>A layer of a circuit that is compiled already; see the other constructor.</summary>
    public QuantumLayer(
        CompiledCircuit compiled,
        string name = nameof(QuantumLayer),
        ScalarType dtype = ScalarType.Float32,
        Generator? generator = null
    )
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(compiled);
        QuantumKernels.CheckType(dtype);
        Compiled = compiled;
        _kernels = new QuantumKernels(compiled);
        long[] shape = compiled.Circuit.WeightShape.Select(size => (long)size).ToArray();
        using (no_grad())
        {
            using Tensor unit = rand(shape, dtype: dtype, generator: generator);
            weights = nn.Parameter(unit * (2 * Math.PI));
        }
        RegisterComponents();
    }

    /// <summary>The circuit.</summary>
    public Circuit Circuit => Compiled.Circuit;

    /// <summary>The circuit in the form in which it is computed.</summary>
    public CompiledCircuit Compiled { get; }

    /// <summary>The trainable weights, of the shape <see cref="Circuit.WeightShape"/>, radians.</summary>
    public Parameter Weights => weights;

    /// <summary>A copy of the current weights in float64, flat: what <see cref="Compiled"/> takes.</summary>
    public double[] WeightValues()
    {
        using var scope = NewDisposeScope();
        Tensor values = weights.detach().to(ScalarType.Float64).cpu().contiguous();
        return values.data<double>().ToArray();
    }

    /// <summary>The expectation values of each sample.</summary>
    /// <param name="input">[..., inputs]; CPU, the type of the weights, finite angles in radians</param>
    /// <returns>[..., outputs], each within plus or minus the sum of the observable's coefficients</returns>
    /// <exception cref="ArgumentException">The shape or the type is wrong, or a value is not finite.</exception>
    /// <exception cref="NotSupportedException">Inputs or weights are not on the CPU, or neither float32 nor float64.</exception>
    public override Tensor forward(Tensor input)
    {
        Check(input);
        using var scope = NewDisposeScope();
        Tensor inputs = input.contiguous();
        Tensor parameters = weights.contiguous();
        Tensor outputs = _kernels.Forward(inputs, parameters);
        bool differentiable = is_grad_enabled() && (inputs.requires_grad || parameters.requires_grad);
        Tensor result = differentiable
            ? QuantumFunction.apply(inputs, parameters, new QuantumCall(_kernels, outputs))
            : outputs;
        return result.MoveToOuterDisposeScope();
    }

    private void Check(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        QuantumKernels.CheckType(weights.dtype);
        foreach ((string name, Tensor tensor) in new[] { ("inputs", input), ("weights", weights) })
        {
            if (tensor.device_type != DeviceType.CPU)
                throw new NotSupportedException(
                    $"the {name} of {GetName()} are on the device {tensor.device}; expected the CPU"
                );
        }
        if (input.dtype != weights.dtype)
            throw new ArgumentException(
                $"{GetName()} got inputs of type {input.dtype}; expected {weights.dtype}, the type of its weights",
                nameof(input)
            );
        if (input.dim() == 0 || input.shape[^1] != Circuit.InputCount)
            throw new ArgumentException(
                $"{GetName()} got inputs of shape [{string.Join(", ", input.shape)}]; expected [..., {Circuit.InputCount}], "
                    + $"the inputs of the circuit {Circuit}",
                nameof(input)
            );
    }
}
