using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.autograd;

namespace QImpact.Training.Layers;

/// <summary>What the autograd function needs beside its tensors.</summary>
/// <param name="Kernels">The compiled circuit.</param>
/// <param name="Tensors">The same as tensor operations.</param>
/// <param name="Outputs">Its outputs, computed already.</param>
internal sealed record QuantumCall(QuantumKernels Kernels, QuantumTensors Tensors, Tensor Outputs);

/// <summary>The node of a quantum layer in the autograd graph: <c>apply(inputs, weights, call)</c>.</summary>
/// <remarks>
/// An exception that passes through the native code which walks the graph back ends the process, so nothing here may throw. The
/// outputs arrive computed and checked, and inputs and weights are copies, in the graph, that nobody else has: an optimiser's step between forward and
/// backward, which libtorch would refuse at this point, leaves the gradient that of the values used forward.
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
        ctx.save_for_backward([inputs, weights]);
        ctx.save_data(Call, (call.Kernels, call.Tensors, inputs.requires_grad));
        return call.Outputs;
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(AutogradContext ctx, Tensor grad_output)
    {
        var (kernels, tensors, wantInputs) = ((QuantumKernels, QuantumTensors, bool))ctx.get_data(Call);
        List<Tensor> saved = ctx.get_saved_variables();
        using Tensor inputs = saved[0];
        using Tensor weights = saved[1];
        // libtorch walks back with gradients enabled where the gradient is to be differentiated again (create_graph).
        if (is_grad_enabled())
            return Differentiable(tensors, inputs, weights, grad_output);
        using Tensor gradOutputs = grad_output.contiguous();
        (Tensor? gradInputs, Tensor gradWeights) = kernels.Backward(inputs, weights, gradOutputs, wantInputs);
        return [gradInputs!, gradWeights, null!];
    }

    /// <summary>The same gradients by tensor operations, as functions in the graph of the inputs, the weights and the outputs' gradient.</summary>
    private static List<Tensor> Differentiable(QuantumTensors tensors, Tensor inputs, Tensor weights, Tensor gradOutput)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor outputs = tensors.Forward(inputs, weights);
        return [Gradient(inputs), Gradient(weights), null!];

        Tensor Gradient(Tensor variable) =>
            variable.requires_grad
                ? grad([outputs], [variable], [gradOutput], retain_graph: true, create_graph: true)[0]
                    .DetachFromDisposeScope()
                : null!;
    }
}
