using TorchSharp;
using static TorchSharp.torch;

namespace QImpact.Training.Layers.Tensors;

/// <summary>The constants of a computation on one type and device: they outlive the scopes in which they are made, and are disposed of together.</summary>
internal sealed class TensorConstants(ScalarType type, DeviceType deviceType, int deviceIndex) : IDisposable
{
    private readonly List<Tensor> _all = [];

    /// <summary>Whether a tensor has this type and is on this device.</summary>
    public bool Fit(Tensor tensor) =>
        tensor.dtype == type && tensor.device_type == deviceType && tensor.device_index == deviceIndex;

    /// <summary>The type of what needs more digits than float32 has; Apple's devices have no other.</summary>
    public ScalarType Widest => deviceType == DeviceType.MPS ? type : ScalarType.Float64;

    public Tensor Of(double[] values, params long[] shape) => Of(type, values, shape);

    /// <summary>The values in the widest type.</summary>
    public Tensor Wide(double[] values, params long[] shape) => Of(Widest, values, shape);

    public Tensor Indices(IEnumerable<int> values)
    {
        using DisposeScope scope = NewDisposeScope();
        return Keep(tensor(values.Select(value => (long)value).ToArray()));
    }

    public void Dispose() => _all.ForEach(constant => constant.Dispose());

    private Tensor Of(ScalarType dtype, double[] values, long[] shape)
    {
        using DisposeScope scope = NewDisposeScope();
        return Keep(tensor(values, dtype: ScalarType.Float64).reshape(shape).to(dtype));
    }

    private Tensor Keep(Tensor constant)
    {
        constant = constant.to(device(deviceType, deviceIndex)).DetachFromDisposeScope();
        _all.Add(constant);
        return constant;
    }
}
