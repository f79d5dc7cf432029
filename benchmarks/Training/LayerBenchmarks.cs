using BenchmarkDotNet.Attributes;
using QImpact.Quantum.Circuits;
using QImpact.Training.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace QImpact.Benchmarks;

/// <summary>
/// Forward and backward pass in inputs and weights, float32: the paper's quantum layer (4 qubits, 2 layers) beside a
/// linear layer of the same size. Expect a ratio below 1 at batch 32, where the cost of calling the tensor library rules.
/// </summary>
public class LayerBenchmarks
{
    private readonly nn.Module<Tensor, Tensor> _linear = nn.Linear(4, 4);
    private readonly nn.Module<Tensor, Tensor> _quantum = new QuantumLayer(KnownCircuits.Paper);
    private Tensor _inputs = empty(0);

    [Params(32, 4096)]
    public int Batch { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        set_num_threads(Math.Min(2, Environment.ProcessorCount));
        _inputs = rand(Batch, 4, requires_grad: true);
    }

    [Benchmark(Baseline = true)]
    public void Linear() => Pass(_linear);

    [Benchmark]
    public void Quantum() => Pass(_quantum);

    private void Pass(nn.Module<Tensor, Tensor> layer)
    {
        using DisposeScope scope = NewDisposeScope();
        layer.zero_grad();
        layer.call(_inputs).sum().backward();
    }
}
