using System.Numerics;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Gates;
using QImpact.Quantum.Noise;
using QImpact.Quantum.Simulation;
using QImpact.Quantum.Templates;
using Shouldly;
using Xunit;

namespace QImpact.Quantum.Tests;

/// <summary>The simulator that defines meaning, against matrices written out by hand.</summary>
public sealed class ReferenceSimulatorTests
{
    private const double T = 0.7;
    private static readonly double C = Math.Cos(T / 2);
    private static readonly double S = Math.Sin(T / 2);
    private static readonly double R = Math.Sqrt(0.5);

    [Fact]
    public void RX_is_exp_of_minus_i_t_X_over_2() => ShouldBe(new Circuit(1).RX(T, 0), C, new Complex(0, -S));

    [Fact]
    public void RY_is_exp_of_minus_i_t_Y_over_2() => ShouldBe(new Circuit(1).RY(T, 0), C, S);

    [Fact]
    public void RZ_is_exp_of_minus_i_t_Z_over_2() =>
        ShouldBe(
            new Circuit(1).Apply(Clifford.H, 0).RZ(T, 0),
            R * Complex.FromPolarCoordinates(1, -T / 2),
            R * Complex.FromPolarCoordinates(1, T / 2)
        );

    [Fact]
    public void Wire_0_is_the_most_significant_bit() => ShouldBe(new Circuit(2).Apply(Clifford.X, 0), 0, 0, 1, 0);

    [Fact]
    public void CNOT_flips_its_second_wire_where_the_first_is_1()
    {
        ShouldBe(new Circuit(2).Apply(Clifford.X, 0).CNOT(0, 1), 0, 0, 0, 1);
        ShouldBe(new Circuit(2).Apply(Clifford.X, 0).CNOT(1, 0), 0, 0, 1, 0);
        ShouldBe(new Circuit(3).Apply(Clifford.X, 2).CNOT(2, 0), 0, 0, 0, 0, 0, 1, 0, 0);
    }

    [Fact]
    public void A_rotation_about_XX_entangles() =>
        ShouldBe(new Circuit(2).Rotate(T, PauliString.Parse("XX")), C, 0, 0, new Complex(0, -S));

    [Fact]
    public void A_controlled_rotation_is_two_rotations() =>
        // (|0>|0> + |1> RX(t)|0>) / sqrt 2
        ShouldBe(
            new Circuit(2).Apply(Clifford.H, 0).RX(T / 2, 1).Rotate(-T / 2, PauliString.Parse("ZX")),
            R,
            0,
            R * C,
            new Complex(0, -R * S)
        );

    [Fact]
    public void Derivatives_follow_the_chain_rule_through_scales_and_shared_variables()
    {
        // <Z> = cos(2 x + 3 x + w)
        Circuit circuit = new Circuit(1)
            .RX(2 * Angle.Input(0), 0)
            .RX(3 * Angle.Input(0) + Angle.Weight(0), 0)
            .Measure(Observable.Z(0));
        ExpectationJacobian jacobian = ReferenceSimulator.Differentiate(circuit, [0.3], [0.2]);
        jacobian.Values[0].ShouldBe(Math.Cos(1.7), 1e-15);
        jacobian.Inputs[0, 0].ShouldBe(-5 * Math.Sin(1.7), 1e-14);
        jacobian.Weights[0, 0].ShouldBe(-Math.Sin(1.7), 1e-15);
    }

    [Fact]
    public void A_controlled_rotation_has_its_derivative_by_four_evaluations()
    {
        // Control |+>, target |0>: <Z1> = (1 + cos t) / 2, <X0> = cos(t/2).
        Circuit circuit = new Circuit(2)
            .Apply(Clifford.H, 0)
            .CRX(Angle.Weight(0), control: 0, target: 1)
            .Measure(Observable.Z(1), Observable.X(0));
        ExpectationJacobian jacobian = ReferenceSimulator.Differentiate(circuit, [], [T]);
        jacobian.Values.ShouldBe([(1 + Math.Cos(T)) / 2, Math.Cos(T / 2)], 1e-15);
        jacobian.Weights[0, 0].ShouldBe(-Math.Sin(T) / 2, 1e-15);
        jacobian.Weights[1, 0].ShouldBe(-Math.Sin(T / 2) / 2, 1e-15);
    }

    [Fact]
    public void Channels_shrink_the_Bloch_vector_as_their_definitions_say()
    {
        // |0> turned to <X> = x, <Y> = y, <Z> = z by RX and RZ.
        Circuit turned = new Circuit(1).RX(0.9, 0).RZ(0.4, 0);
        Circuit Measured(Circuit c) => c.Measure(Observable.X(0), Observable.Y(0), Observable.Z(0));
        double[] before = ReferenceSimulator.Evaluate(Measured(turned), [], []);
        double[] After(Channel channel) => ReferenceSimulator.Evaluate(Measured(turned.Noise(channel, 0)), [], []);
        double[] Scaled(double x, double y, double z) => [x * before[0], y * before[1], z * before[2]];
        double depolarised = 1 - 4 * 0.1 / 3;
        After(Channel.Depolarizing(0.1)).ShouldBe(Scaled(depolarised, depolarised, depolarised), 1e-15);
        After(Channel.BitFlip(0.1)).ShouldBe(Scaled(1, 0.8, 0.8), 1e-15);
        After(Channel.PhaseFlip(0.1)).ShouldBe(Scaled(0.8, 0.8, 1), 1e-15);
    }

    [Fact]
    public void Embedded_amplitudes_are_the_state_and_have_the_derivative_of_their_normalisation()
    {
        Circuit circuit = new Circuit(2)
            .AmplitudeEmbedding(features: 3, padWith: 0.5, normalize: true)
            .Measure(Observable.Z(0));
        double[] features = [1, 2, 3];
        double norm = Math.Sqrt(1 + 4 + 9 + 0.25);
        Complex[] state = ReferenceSimulator.State(circuit, features, []);
        state.Select(amplitude => amplitude.Real * norm).ShouldBe([1, 2, 3, 0.5], 1e-15);
        // <Z0> = (1 + 4 - 9 - 0.25) / (14.25); d/dx0 = (2 x0 - 2 x0 <Z0>) / 14.25
        ExpectationJacobian jacobian = ReferenceSimulator.Differentiate(circuit, features, []);
        double z = -4.25 / 14.25;
        jacobian.Values[0].ShouldBe(z, 1e-15);
        jacobian.Inputs[0, 0].ShouldBe(2 * (1 - z) / 14.25, 1e-15);
        jacobian.Inputs[0, 2].ShouldBe(2 * 3 * (-1 - z) / 14.25, 1e-15);
    }

    [Fact]
    public void A_noisy_circuit_has_no_state_vector_and_at_most_11_qubits()
    {
        Circuit noisy = new Circuit(12).Noise(Channel.BitFlip(0.1), 0).Measure(Observable.Z(0));
        Should
            .Throw<ArgumentOutOfRangeException>(() => ReferenceSimulator.Evaluate(noisy, [], []))
            .Message.ShouldStartWith(
                "the reference simulator holds at most 11 qubits of a circuit with noise channels; the circuit has 12"
            );
        Should
            .Throw<NotSupportedException>(() =>
                ReferenceSimulator.State(new Circuit(1).Noise(Channel.BitFlip(0.1), 0), [], [])
            )
            .Message.ShouldBe("a state vector does not support BitFlip(0.1)[0]");
    }

    private static void ShouldBe(Circuit circuit, params Complex[] amplitudes)
    {
        Complex[] state = ReferenceSimulator.State(circuit, [], []);
        state.Length.ShouldBe(amplitudes.Length);
        for (int j = 0; j < state.Length; j++)
            (state[j] - amplitudes[j]).Magnitude.ShouldBeLessThan(1e-15, $"amplitude {j}");
    }
}
