using BenchmarkDotNet.Attributes;
using QImpact.Data.Runs;
using QImpact.Quantum;
using QImpact.Training;
using QImpact.Training.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace QImpact.Benchmarks;

/// <summary>
/// One training step (batch 32, Adam) of each architecture, beside the baseline with the same stem. Expect Quantum-End
/// within 5 % of the baseline, and Quantum-Mid below it: it has no fourth stage.
/// </summary>
public class StepBenchmarks
{
    private readonly Dictionary<Architecture, (ImageClassifier Model, Adam Optimiser)> _networks = [];
    private readonly Tensor _images = rand(32, 1, 28, 28);
    private readonly Tensor _labels = randint(0, 2, [32], ScalarType.Int64);

    [Params(Stem.Imagenet, Stem.Small)]
    public Stem Stem { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        set_num_threads(Math.Min(2, Environment.ProcessorCount));
        foreach (Architecture architecture in Enum.GetValues<Architecture>())
        {
            TrainingSettings settings = Protocols.Settings(Protocols.Matched, architecture) with { Stem = Stem };
            ImageClassifier model = Classifiers.Create(architecture, settings, channels: 1, classes: 2, Circuits.Paper);
            model.train();
            _networks[architecture] = (model, optim.Adam(model.parameters(), settings.LearningRate));
        }
    }

    [Benchmark(Baseline = true)]
    public void Baseline() => Step(Architecture.Baseline);

    [Benchmark]
    public void QuantumEnd() => Step(Architecture.QuantumEnd);

    [Benchmark]
    public void QuantumMid() => Step(Architecture.QuantumMid);

    private void Step(Architecture architecture)
    {
        using DisposeScope scope = NewDisposeScope();
        (ImageClassifier model, Adam optimiser) = _networks[architecture];
        optimiser.zero_grad();
        nn.functional.cross_entropy(model.call(_images), _labels).backward();
        optimiser.step();
    }
}
