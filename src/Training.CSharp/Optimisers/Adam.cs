using System.Collections.Immutable;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace QImpact.Training.Optimisers;

/// <summary>
/// Adam (Kingma and Ba 2015, algorithm 1) with PyTorch's defaults: betas 0.9 and 0.999, epsilon 1e-8 outside the square root, no weight
/// decay. On the CPU a step reads weights, gradients and both moments once, on as many threads as libtorch has; what it computes does not
/// depend on their number. A parameter without a gradient is left alone, and does not count the step.
/// </summary>
/// <param name="parameters">What is trained; they stay their owner's.</param>
/// <param name="scaleOf">How many times the learning rate a parameter's own is; null for once, all of them.</param>
public sealed class Adam(IEnumerable<Parameter> parameters, Func<Parameter, double>? scaleOf = null) : IDisposable
{
    private readonly ImmutableArray<Moments> _moments =
    [
        .. parameters.Select(parameter => new Moments(parameter, scaleOf?.Invoke(parameter) ?? 1)),
    ];

    /// <summary>Moves every parameter that has a gradient.</summary>
    /// <param name="learningRate">How far: Adam's first step moves a weight by about this much, times its scale.</param>
    public void Step(double learningRate)
    {
        using IDisposable noGradient = no_grad();
        List<FusedUpdate> fused = [];
        foreach (Moments moments in _moments)
        {
            Tensor? gradient = moments.Parameter.grad;
            if (gradient is null)
                continue;
            StepSize size = moments.Count(learningRate);
            if (FusedUpdate.CanDo(moments.Parameter))
                fused.Add(new FusedUpdate(moments, gradient, size));
            else
                using (gradient)
                    TensorUpdate.Apply(moments, gradient, size);
        }
        FusedUpdate.ApplyAll(fused, get_num_threads());
    }

    /// <summary>Takes the gradients away, so that the next backward pass hands over its own memory rather than adding to them.</summary>
    public void ClearGradients()
    {
        foreach (Moments moments in _moments)
            moments.Parameter.grad = null;
    }

    /// <summary>Writes the state between two steps, in the order of the parameters.</summary>
    public void Save(BinaryWriter writer)
    {
        foreach (Moments moments in _moments)
            moments.Save(writer);
    }

    /// <summary>Reads the state of the same parameters that <see cref="Save"/> wrote.</summary>
    public void Load(BinaryReader reader)
    {
        foreach (Moments moments in _moments)
            moments.Load(reader);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Moments moments in _moments)
            moments.Dispose();
    }
}
