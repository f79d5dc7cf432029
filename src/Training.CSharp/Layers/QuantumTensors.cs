using QImpact.Quantum.Compilation;
using QImpact.Training.Layers.Tensors;
using static TorchSharp.torch;

namespace QImpact.Training.Layers;

/// <summary>Runs a compiled circuit as operations of the tensor library, on the type and device of its inputs.</summary>
internal sealed class QuantumTensors(CompiledCircuit function) : IDisposable
{
    private readonly Lock _mutex = new();
    private CircuitTensors? _tensors;

    /// <summary>inputs [..., inputs], weights [shape of the circuit] -> outputs [..., outputs]; differentiable as often as one likes.</summary>
    public Tensor Forward(Tensor inputs, Tensor weights)
    {
        long batch = inputs.shape[..^1].Aggregate(1L, (product, size) => product * size);
        Tensor rows = inputs.reshape(batch, function.Circuit.InputCount);
        Tensor parameters = weights.reshape(-1);
        // The sums of nothing: an output that depends on neither has a gradient all the same, which is 0.
        Tensor nothing = rows.narrow(1, 0, 0).sum().Plus(parameters.narrow(0, 0, 0).sum());
        Tensor outputs = Fitting(inputs).Forward(rows, parameters).Plus(nothing);
        return outputs.reshape([.. inputs.shape[..^1], function.Circuit.OutputCount]);
    }

    public void Dispose() => _tensors?.Dispose();

    private CircuitTensors Fitting(Tensor inputs)
    {
        lock (_mutex)
        {
            if (_tensors?.Fit(inputs) == true)
                return _tensors;
            _tensors?.Dispose();
            return _tensors = CircuitTensors.Of(function, inputs);
        }
    }
}
