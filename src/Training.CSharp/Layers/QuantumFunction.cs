using static TorchSharp.torch;
using static TorchSharp.torch.autograd;

namespace QImpact.Training.Layers;

/// <summary>What the autograd function needs beside its tensors.</summary>
/// <param name="Kernels">The compiled circuit.</param>
/// <param name="Outputs">Its outputs, computed already.</param>
internal sealed record QuantumCall(QuantumKernels Kernels, Tensor Outputs);

/// <summary>
/// The node of a quantum layer in the autograd graph: <c>apply(inputs, weights, call)</c>. The outputs arrive computed, so that
/// nothing here can throw: the graph is built, and walked back, through native code.
/// </summary>
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
        ctx.save_for_backward([inputs, weights]);
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
