using TorchSharp;
using static TorchSharp.torch;

namespace QImpact.Training.Layers.Tensors;

/// <summary>The type and the device of a computation, and its constants: they outlive the scope in which they are made.</summary>
internal readonly record struct TensorPlacement(ScalarType Type, DeviceType DeviceType, int DeviceIndex)
{
    public static TensorPlacement Of(Tensor tensor) => new(tensor.dtype, tensor.device_type, tensor.device_index);

    private Device Device => device(DeviceType, DeviceIndex);

    public Tensor Constant(double[] values, params long[] shape) =>
        tensor(values, dtype: ScalarType.Float64).reshape(shape).to(Type).to(Device).DetachFromDisposeScope();

    public Tensor Indices(IEnumerable<int> values) =>
        tensor(values.Select(value => (long)value).ToArray()).to(Device).DetachFromDisposeScope();
}
