using static TorchSharp.torch;
using static TorchSharp.torch.autograd;

namespace QImpact.Training.Layers;

/// <summary>What the autograd function needs beside its tensors.</summary>
/// <param name="Kernels">The compiled circuit.</param>
/// <param name="Outputs">Its outputs, computed already.</param>
internal sealed record QuantumCall(QuantumKernels Kernels, Tensor Outputs);

/// <summary>The node of a quantum layer in the autograd graph: <c>apply(inputs, weights, call)</c>.</summary>
/// <remarks>
/// An exception that passes through the native code which walks the graph back ends the process, so nothing here may throw. The
/// outputs arrive computed and checked, and the saved tensors are copies: an optimiser's step between forward and backward,
/// which libtorch would refuse at this point, leaves the gradient that of the values used forward.
/// </remarks>
internal sealed class QuantumFunction : SingleTensorFunction<QuantumFunction>
{
    private const string Call = "call";

    /// <inheritdoc/>
    public override string Name => nameof(QuantumFunction);

    /// <inheritdoc/>
    public override Tensor forward(AutogradContext ctx, params object[] vars)
    {
        var inputs = (Tensor)vars[0];
        var weights = (Tensor)vars[1];
        var call = (QuantumCall)vars[2];
        ctx.save_for_backward([inputs.clone(), weights.clone()]);
        ctx.save_data(Call, (call.Kernels, inputs.requires_grad));
        return call.Outputs;
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(AutogradContext ctx, Tensor grad_output)
    {
        var (kernels, wantInputs) = ((QuantumKernels, bool))ctx.get_data(Call);
        List<Tensor> saved = ctx.get_saved_variables();
        using Tensor inputs = saved[0];
        using Tensor weights = saved[1];
        using Tensor gradOutputs = grad_output.contiguous();
        (Tensor? gradInputs, Tensor gradWeights) = kernels.Backward(inputs, weights, gradOutputs, wantInputs);
        return [gradInputs!, gradWeights, null!];
    }
}
