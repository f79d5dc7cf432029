using TorchSharp;
using static TorchSharp.torch;

namespace QImpact.Training.Layers;

/// <summary>The numbers of tensors.</summary>
public static class TensorValues
{
    /// <summary>A copy of the values in float64, row by row, whatever their type and device.</summary>
    public static double[] ToDoubles(this Tensor tensor)
    {
        using DisposeScope scope = NewDisposeScope();
        return tensor.detach().cpu().to(ScalarType.Float64).contiguous().data<double>().ToArray();
    }
}
