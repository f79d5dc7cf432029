using QImpact.Quantum.Circuits;
using QImpact.Quantum.Compilation;
using QImpact.Quantum.Noise;
using QImpact.Quantum.Simulation;
using QImpact.Quantum.Text;
using Shouldly;
using Xunit;

namespace QImpact.Quantum.Tests;

/// <summary>The noise of a device, put into circuits, and errors in reading the bits wire by wire.</summary>
public sealed class NoiseModelTests
{
    private static readonly Circuit Two = Circuit.Parse("2: AngleEmbedding(X) BasicEntanglerLayers(layers=1) <Z>");

    [Fact]
    public void Channels_per_layer_follow_every_layer_of_a_trainable_template_on_each_of_its_wires()
    {
        var noise = new NoiseModel { Layers = [Channel.AmplitudeDamping(0.1), Channel.PhaseDamping(0.2)] };
        noise
            .ApplyTo(Two)
            .ShouldBe(
                Circuit.Parse(
                    """
                    2: AngleEmbedding(X) BasicEntanglerLayers(layers=1)
                    AmplitudeDamping(0.1)[0] PhaseDamping(0.2)[0] AmplitudeDamping(0.1)[1] PhaseDamping(0.2)[1] <Z>
                    """
                )
            );
    }

    [Fact]
    public void Channels_and_relaxation_follow_gates_and_the_last_entry_about_a_gate_counts()
    {
        var noise = new NoiseModel
        {
            Gates =
            [
                new GateNoise([GateNoise.OneQubit], [Channel.Depolarizing(0.01)], time: 0.1),
                new GateNoise(["RX"], [], time: 0.2, wires: [1]),
                new GateNoise(["CNOT"], [Channel.PhaseFlip(0.03)], time: 0.3),
            ],
            Wires =
            [
                new WireNoise(t1: 5, t2: 4, population: 0.1),
                new WireNoise(readout: new ReadoutError(0.02, 0.04)),
            ],
        };
        noise
            .ApplyTo(Two)
            .ShouldBe(
                Circuit.Parse(
                    """
                    2: RX(x0)[0] DepolarizingChannel(0.01)[0] ThermalRelaxationError(0.1, 5, 4, 0.1)[0] RX(x1)[1]
                    RX(w0)[0] DepolarizingChannel(0.01)[0] ThermalRelaxationError(0.1, 5, 4, 0.1)[0] RX(w1)[1]
                    CNOT[0,1] PhaseFlip(0.03)[0] ThermalRelaxationError(0.1, 5, 4, 0.3)[0] PhaseFlip(0.03)[1]
                    <Z> ReadoutError(0.02, 0.04)[1]
                    """
                )
            );
    }

    [Fact]
    public void A_template_whose_gates_have_no_noise_stays_whole()
    {
        var noise = new NoiseModel { Gates = [new GateNoise(["CNOT"], [Channel.BitFlip(0.1)])] };
        noise
            .ApplyTo(Two)
            .ToString()
            .ShouldStartWith("AngleEmbedding(X, wires=2) RX(w0)[0] RX(w1)[1] CNOT[0,1] BitFlip(0.1)[0]");
        new NoiseModel().ApplyTo(Two).ShouldBe(Two);
    }

    [Fact]
    public void What_has_nothing_to_act_on_or_is_not_known_is_refused()
    {
        string Refused(NoiseModel noise, string circuit) =>
            Should.Throw<ArgumentException>(() => noise.ApplyTo(Circuit.Parse(circuit))).Message;
        Refused(new NoiseModel { Layers = [Channel.BitFlip(0.1)] }, "1: RX(x0)[0] <Z>").ShouldContain("has no layers");
        Refused(new NoiseModel { Wires = [new WireNoise()] }, "2: RX(x0)[1] <Z>")
            .ShouldStartWith("noise of 1 wires for the circuit \"RX(x0)[1] <Z0> <Z1>\" of 2 qubits");
        Refused(new NoiseModel { Gates = [new GateNoise([GateNoise.OneQubit], [])] }, "3: MultiRZ(x0)[0,1,2] <Z>")
            .ShouldStartWith("MultiRZ(x0)[0,1,2] acts on 3 wires, and the noise of MultiRZ is not given");
        Should
            .Throw<ArgumentException>(() => new GateNoise(["CNOTT"], []))
            .Message.ShouldStartWith("there is no gate 'CNOTT'; did you mean CNOT?");
        Should
            .Throw<ArgumentException>(() => new WireNoise(t1: 5))
            .Message.ShouldStartWith("a qubit with t1 alone; expected t1 and t2");
        Should
            .Throw<ArgumentException>(() => new WireNoise(t1: 5, t2: 11))
            .Message.ShouldContain("expected t2 of at most 2 t1");
    }

    [Fact]
    public void Each_wire_is_read_with_errors_of_its_own()
    {
        Circuit circuit = Circuit.Parse("2: RX(0.7)[0] RY(1.1)[1] <Z0> <Z1> <Z0 Z1> ReadoutError(0.1, 0.2)[0]");
        circuit.Readout.ShouldBe([new ReadoutError(0.1, 0.2), ReadoutError.None]);
        circuit.ToString().ShouldEndWith("<Z0 Z1> ReadoutError(0.1, 0.2)[0]");
        circuit.Compile().Evaluate([], []).ShouldBe(ReferenceSimulator.Evaluate(circuit, [], []), 1e-15);
        double z0 = 0.7 * Math.Cos(0.7) + 0.1;
        circuit.Compile().Evaluate([], []).ShouldBe([z0, Math.Cos(1.1), z0 * Math.Cos(1.1)], 1e-15);
        var shots = new ShotSimulator(circuit, shots: 20000, seed: 1);
        foreach (
            (ShotEstimate estimate, double exact) in shots.Estimate([], []).Zip(circuit.Compile().Evaluate([], []))
        )
            Math.Abs(estimate.Mean - exact).ShouldBeLessThan(4 * estimate.StandardError);
    }

    [Fact]
    public void Readout_errors_of_a_circuit_that_follows_come_on_its_wires()
    {
        Circuit read = Circuit.Parse("1: <Z0> ReadoutError(0.1)");
        new Circuit(2).Then(read, 1).Readout.ShouldBe([ReadoutError.None, new ReadoutError(0.1)]);
        Circuit other = Circuit.Parse("2: <Z0> ReadoutError(0.2)");
        Should
            .Throw<ArgumentException>(() => other.Then(read, 1))
            .Message.ShouldStartWith("ReadoutError(0.1) after ReadoutError(0.2) on wire 1; expected the same");
    }

    [Theory]
    [InlineData(
        "2: <Z> ReadoutError(0.1)[0] ReadoutError(0.2)",
        "ReadoutError(0.1) of wire 0 stands before; expected one ReadoutError for each wire"
    )]
    [InlineData("2: <Z> ReadoutError(0.1)[2]", "ReadoutError(0.1) of wire 2; expected a wire of the circuit, 0 to 1")]
    public void A_wire_is_read_in_one_way_and_must_be_there(string text, string message) =>
        Should.Throw<CircuitFormatException>(() => Circuit.Parse(text)).Message.ShouldEndWith(message);
}
