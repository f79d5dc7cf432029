using QImpact.Quantum.Compilation.Sparse;
using QImpact.Training.Layers.Tensors;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace QImpact.Training.Layers;

/// <summary>
/// The trigonometric polynomials of a circuit with free coefficients: called with inputs [..., inputs], it returns
/// <c>f_k(x) = sum_m c[k, m] * prod over the factors of monomial m of cos(t_a) or sin(t_a)</c> [..., outputs]. Which monomials an output has is the
/// circuit's; the coefficients, which in the circuit are functions of a few weights, are trained each by itself.
/// </summary>
/// <remarks>
/// The weights of a circuit are drawn as a <see cref="QuantumLayer"/> draws them. The coefficients start as those weights give them, so at first the layer is
/// the circuit; in the angles <c>t_a</c> the weights stay as they are, fixed numbers beside the inputs, which a bias before the layer can move.
/// Computed by tensor operations: on any device, and differentiable as often as one likes. Inputs that are not finite give outputs that are not.
/// </remarks>
public sealed class TrigonometricLayer : nn.Module<Tensor, Tensor>
{
    // The fields' names are their names in the state dictionary.
    private Parameter coefficients;
    private Tensor angles;

    private FreePolynomialTensors? _tensors;

    /// <summary>Creates the layer.</summary>
    /// <param name="form">The polynomials.</param>
    /// <param name="dtype">float32 (default) or float64.</param>
    /// <param name="generator">What the circuit's weights are drawn from; default: torch's global generator.</param>
    /// <exception cref="NotSupportedException">Another dtype.</exception>
    public TrigonometricLayer(SparseForm form, ScalarType dtype = ScalarType.Float32, Generator? generator = null)
        : base(nameof(TrigonometricLayer))
    {
        ArgumentNullException.ThrowIfNull(form);
        QuantumKernels.CheckType(dtype);
        Form = form;
        using (no_grad())
        {
            angles = QuantumLayer.DrawWeights(form.Circuit, dtype, generator);
            double[,] matrix = form.Coefficients(angles.ToDoubles());
            double[] values = [.. form.Terms.Select(term => matrix[term.Output, term.Monomial])];
            coefficients = nn.Parameter(tensor(values, dtype: dtype));
        }
        RegisterComponents();
    }

    /// <summary>Which monomials the outputs have.</summary>
    public SparseForm Form { get; }

    /// <summary>The trained coefficients, one for each of <see cref="SparseForm.Terms"/>.</summary>
    public Parameter Coefficients => coefficients;

    /// <summary>A copy of the coefficients in float64, [outputs, monomials], 0 where an output does not have a monomial.</summary>
    public double[,] CoefficientMatrix()
    {
        double[] values = coefficients.ToDoubles();
        double[,] matrix = new double[Form.Circuit.OutputCount, Form.Monomials.Count];
        for (int t = 0; t < values.Length; t++)
            matrix[Form.Terms[t].Output, Form.Terms[t].Monomial] = values[t];
        return matrix;
    }

    /// <summary>The circuit's weights in the angles, of the shape that the circuit has, radians; they are not trained.</summary>
    public Tensor Angles => angles;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The shape or the type is wrong.</exception>
    public override Tensor forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        int inputs = Form.Circuit.InputCount;
        if (input.dim() == 0 || input.shape[^1] != inputs || input.dtype != coefficients.dtype)
            throw new ArgumentException(
                $"{GetName()} got inputs of type {input.dtype} and shape [{string.Join(", ", input.shape)}]; expected {coefficients.dtype}, [..., {inputs}]",
                nameof(input)
            );
        using var scope = NewDisposeScope();
        Tensor rows = input.reshape(-1, inputs);
        return Fitting(rows)
            .Forward(rows, angles.reshape(-1), coefficients)
            .reshape([.. input.shape[..^1], Form.Circuit.OutputCount])
            .MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _tensors?.Dispose();
        base.Dispose(disposing);
    }

    private FreePolynomialTensors Fitting(Tensor inputs)
    {
        if (_tensors?.Fit(inputs) == true)
            return _tensors;
        _tensors?.Dispose();
        return _tensors = new(Form, new TensorConstants(inputs.dtype, inputs.device_type, inputs.device_index));
    }
}
