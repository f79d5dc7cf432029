using QImpact.Data;
using QImpact.Data.Models;
using QImpact.Data.Runs;
using QImpact.Exchange;
using QImpact.Quantum;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Noise;
using QImpact.Quantum.Simulation;
using QImpact.Tests;
using QImpact.Training.Export;
using QImpact.Training.Layers;
using QImpact.Training.Models;
using Shouldly;
using Xunit;
using static TorchSharp.torch;

namespace QImpact.Training.Tests;

public sealed class NoisyTrainingTests : IDisposable
{
    private static readonly NoiseModel Device = new()
    {
        Gates =
        [
            new GateNoise([GateNoise.OneQubit], [], 0.04),
            new GateNoise(["CNOT"], [Channel.Depolarizing(0.01)], 0.3),
        ],
        Wires = Enumerable.Repeat(new WireNoise(9, 7, 0.02, new ReadoutError(0.02, 0.05)), 4).ToValueList(),
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_that_is_trained_with_noise_is_read_again_and_exported_with_it_unless_told_otherwise()
    {
        string data = Phantoms.Archive(_folder);
        NoiseModel noise = new() { Layers = [Channel.AmplitudeDamping(0.05)], Readout = new ReadoutError(0.02) };
        Network network = Phantoms.Of(Architecture.QuantumMid).WithNoise(noise);
        RunFolder run = Phantoms.Train(_folder.File("run"), data, network);
        RunConfig config = run.ReadConfig();
        config.Circuit.ShouldBe(RunFamily.PaperCircuit);
        NoiseFile.Of("config", config.Noise!.Value).ShouldBe(noise);
        config.Name.ShouldMatch("^phantom-quantum-mid-matched-e1-n[0-9a-f]{8}-s0$");
        Network.Read(config, run.ConfigFile).Compiled!.Circuit.ShouldBe(noise.ApplyTo(KnownCircuits.Paper));

        ExportSummary trained = Export(run, data, new ExportOptions());
        ModelCard card = Json.ReadFile<ModelCard>(trained.Card);
        card.Name.ShouldBe(config.Name);
        NoiseFile.Of("card", card.Noise!.Value).ShouldBe(noise);
        RecordedCircuit.OfModel(trained.Model).ShouldBe(noise.ApplyTo(KnownCircuits.Paper));
        RecordedCircuit.OfModel(trained.Card).ShouldBe(noise.ApplyTo(KnownCircuits.Paper));

        ExportSummary quiet = Export(run, data, new ExportOptions(Noise: new NoiseModel()));
        card = Json.ReadFile<ModelCard>(quiet.Card);
        (card.Name, card.Noise).ShouldBe((config.Name + "-quiet", null));
        RecordedCircuit.OfModel(quiet.Model).ShouldBe(KnownCircuits.Paper);

        ExportSummary other = Export(run, data, new ExportOptions(Noise: Device));
        RecordedCircuit.OfModel(other.Card).ShouldBe(Device.ApplyTo(KnownCircuits.Paper));
    }

    [Fact]
    public void A_layer_with_the_noise_of_a_device_learns_and_its_gradients_are_those_of_the_density_matrix()
    {
        using var scope = NewDisposeScope();
        random.manual_seed(3);
        Circuit noisy = Device.ApplyTo(KnownCircuits.Paper);
        var layer = new QuantumLayer(noisy, dtype: ScalarType.Float64);
        Tensor inputs = rand(8, 4, dtype: ScalarType.Float64) * Scalars.Of(3);
        Tensor target = zeros(8, 4, dtype: ScalarType.Float64).add(Scalars.Of(0.3), Scalars.One);
        optim.Optimizer optimiser = optim.Adam(layer.parameters(), lr: 0.05);
        double[] losses =
        [
            .. Enumerable
                .Range(0, 30)
                .Select(_ =>
                {
                    optimiser.zero_grad();
                    Tensor loss = (layer.call(inputs) - target).Squared().mean();
                    loss.backward();
                    optimiser.step();
                    return loss.Value();
                }),
        ];
        losses[^1].ShouldBeLessThan(0.8 * losses[0]);

        layer.zero_grad();
        layer.call(inputs[0].unsqueeze(0)).sum().backward();
        double[] sample = inputs[0].data<double>().ToArray();
        ExpectationJacobian expected = ReferenceSimulator.Differentiate(noisy, sample, layer.WeightValues());
        double[] sums =
        [
            .. Enumerable.Range(0, 8).Select(w => Enumerable.Range(0, 4).Sum(k => expected.Weights[k, w])),
        ];
        layer.Weights.grad!.flatten().data<double>().ToArray().ShouldBe(sums, 1e-12);
    }

    [Fact]
    public void Noise_that_has_nothing_to_act_on_is_refused()
    {
        string Refused(Architecture architecture, string noise) =>
            Should
                .Throw<BadInputException>(() => Phantoms.Of(architecture).WithNoise(NoiseOption.Parse(noise)))
                .Message;
        Refused(Architecture.Baseline, "readout=0.1")
            .ShouldBe("--noise with --architecture=baseline, which has no quantum layer for noise to act on");
        Refused(Architecture.QuantumEnd, "depolarizing=0.75")
            .ShouldStartWith("--noise: with this noise no input changes an output of \"AngleEmbedding(X, wires=4)");
        Network quiet = Phantoms.Of(Architecture.QuantumEnd);
        quiet.WithNoise(NoiseOption.Parse("none")).ShouldBeSameAs(quiet);
    }

    private ExportSummary Export(RunFolder run, string data, ExportOptions options) =>
        RunExport.Execute(run, _folder.File("models"), data, CancellationToken.None, options);
}
