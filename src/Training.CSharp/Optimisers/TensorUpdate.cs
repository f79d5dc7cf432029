using QImpact.Training.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace QImpact.Training.Optimisers;

/// <summary>Adam's step by tensor operations: for every device, type and layout of memory.</summary>
internal static class TensorUpdate
{
    public static void Apply(Moments moments, Tensor gradient, StepSize size)
    {
        using DisposeScope scope = NewDisposeScope();
        // libtorch reads them after the call that takes them has begun: they must not be collected before.
        using Scalar firstDecay = StepSize.FirstDecay;
        using Scalar firstGain = 1 - StepSize.FirstDecay;
        using Scalar secondDecay = StepSize.SecondDecay;
        using Scalar secondGain = 1 - StepSize.SecondDecay;
        using Scalar scale = size.Scale;
        using Scalar epsilon = StepSize.Epsilon;
        using Scalar rate = -size.Rate;
        moments.First.mul_(firstDecay).add_(gradient, firstGain);
        moments.Second.mul_(secondDecay).addcmul_(gradient, gradient, secondGain);
        Tensor divisor = moments.Second.sqrt().mul_(scale).add_(epsilon, Scalars.One);
        moments.Parameter.addcdiv_(moments.First, divisor, rate);
    }
}
