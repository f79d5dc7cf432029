using QImpact.Quantum.Circuits;
using QImpact.Quantum.Compilation;
using QImpact.Training.Devices;
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
/// var layer = new QuantumLayer(KnownCircuits.Paper);          // weights [2, 4]
/// Tensor expectations = layer.call(torch.rand(32, 4));   // [32, 4]
/// </code>
/// </example>
/// <remarks>
/// In float32 or float64; inputs and weights have the same type and are on the same device. On the CPU a kernel computes values and first
/// derivatives; elsewhere, and where <see cref="QuantumBackend.Tensors"/> is asked for, tensor operations do. A gradient that is to be differentiated again
/// (<c>create_graph</c>) is computed by tensor operations everywhere, so there are derivatives of any order. Angles are reduced modulo 2 pi before they
/// are rounded to float32: large inputs cost no accuracy here. An exported file computes in float32 as it is, with an error of about 6e-8 times an angle.
/// </remarks>
public sealed class QuantumLayer : nn.Module<Tensor, Tensor>
{
    private readonly QuantumKernels _kernels;
    private readonly QuantumTensors _tensors;

    // The field's name is the parameter's name in the state dictionary.
    private Parameter weights;

    /// <summary>Compiles a circuit to a layer whose weights start uniform in [0, 2 pi).</summary>
    /// <param name="circuit">At least one output.</param>
    /// <param name="name">The module's name.</param>
    /// <param name="dtype">float32 (default) or float64.</param>
    /// <param name="generator">What the weights are drawn from; default: torch's global generator.</param>
    /// <param name="backend">How it computes; default: the kernel on the CPU, tensor operations elsewhere.</param>
    /// <exception cref="ArgumentException">The circuit has no outputs.</exception>
    /// <exception cref="QImpact.Quantum.Compilation.Sparse.SparseFormTooLargeException">No form of the circuit is small enough.</exception>
    /// <exception cref="NotSupportedException">Another dtype.</exception>
    /// <exception cref="QImpact.Terminal.ProgramFailedException">libtorch is not found.</exception>
    public QuantumLayer(
        Circuit circuit,
        string name = nameof(QuantumLayer),
        ScalarType dtype = ScalarType.Float32,
        Generator? generator = null,
        QuantumBackend backend = QuantumBackend.Auto
    )
        : this(circuit.Compile(), name, dtype, generator, backend) { }

    /// <summary>A layer of a circuit that is compiled already; see the other constructor.</summary>
    public QuantumLayer(
        CompiledCircuit compiled,
        string name = nameof(QuantumLayer),
        ScalarType dtype = ScalarType.Float32,
        Generator? generator = null,
        QuantumBackend backend = QuantumBackend.Auto
    )
        : base(WithLibTorch(name))
    {
        ArgumentNullException.ThrowIfNull(compiled);
        QuantumKernels.CheckType(dtype);
        Compiled = compiled;
        Backend = backend;
        _kernels = new QuantumKernels(compiled);
        _tensors = new QuantumTensors(compiled);
        weights = nn.Parameter(DrawWeights(compiled.Circuit, dtype, generator));
        RegisterComponents();
    }

    // Before the module, which is the first to need it.
    private static string WithLibTorch(string name)
    {
        LibTorch.Require();
        return name;
    }

    /// <summary>The circuit.</summary>
    public Circuit Circuit => Compiled.Circuit;

    /// <summary>The circuit in the form in which it is computed.</summary>
    public CompiledCircuit Compiled { get; }

    /// <summary>How the layer computes.</summary>
    public QuantumBackend Backend { get; }

    /// <summary>The weights, of the shape <see cref="Circuit.WeightShape"/>, radians; trained unless they require no gradient.</summary>
    public Parameter Weights => weights;

    /// <summary>A copy of the current weights in float64, flat: what <see cref="Compiled"/> takes.</summary>
    public double[] WeightValues() => weights.ToDoubles();

    /// <summary>The expectation values of each sample.</summary>
    /// <param name="input">[..., inputs]; the type and the device of the weights, finite angles in radians</param>
    /// <returns>[..., outputs], each within plus or minus the sum of the observable's coefficients</returns>
    /// <exception cref="ArgumentException">The shape or the type is wrong, or a value is not finite.</exception>
    /// <exception cref="NotSupportedException">Neither float32 nor float64, or not on the CPU where the kernel is asked for.</exception>
    public override Tensor forward(Tensor input)
    {
        Check(input);
        using var scope = NewDisposeScope();
        if (
            Backend == QuantumBackend.Tensors
            || (Backend == QuantumBackend.Auto && input.device_type != DeviceType.CPU)
        )
            return ForwardTensors(input).MoveToOuterDisposeScope();
        Tensor inputs = input.contiguous();
        Tensor parameters = weights.contiguous();
        Tensor outputs = _kernels.Forward(inputs, parameters);
        bool differentiable = is_grad_enabled() && (inputs.requires_grad || parameters.requires_grad);
        Tensor result = differentiable
            ? QuantumFunction.apply(inputs.clone(), parameters.clone(), new QuantumCall(_kernels, _tensors, outputs))
            : outputs;
        return result.MoveToOuterDisposeScope();
    }

    /// <summary>A circuit's weights at first, uniform in [0, 2 pi): [the circuit's shape]</summary>
    internal static Tensor DrawWeights(Circuit circuit, ScalarType dtype, Generator? generator)
    {
        using IDisposable noGradient = no_grad();
        long[] shape = circuit.WeightShape.Select(size => (long)size).ToArray();
        using Tensor unit = rand(shape, dtype: dtype, generator: generator);
        return unit * Scalars.Turn;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _tensors.Dispose();
        base.Dispose(disposing);
    }

    private Tensor ForwardTensors(Tensor input)
    {
        foreach ((string name, Tensor values) in new[] { ("inputs", input), ("weights", weights) })
        {
            if (!values.isfinite().all().item<bool>())
                throw new ArgumentException(
                    $"{name} of {GetName()} have a value that is not finite; expected finite angles in radians",
                    nameof(input)
                );
        }
        return _tensors.Forward(input, weights);
    }

    private void Check(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        QuantumKernels.CheckType(weights.dtype);
        if (Backend == QuantumBackend.Kernel && weights.device_type != DeviceType.CPU)
            throw new NotSupportedException(
                $"the weights of {GetName()} are on the device {weights.device}; expected the CPU, where the kernel computes"
            );
        if (input.device_type != weights.device_type || input.device_index != weights.device_index)
            throw new ArgumentException(
                $"{GetName()} got inputs on the device {input.device}; expected {weights.device}, the device of its weights",
                nameof(input)
            );
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
