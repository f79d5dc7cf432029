using System.Numerics;
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

    private static void ShouldBe(Circuit circuit, params Complex[] amplitudes)
    {
        Complex[] state = ReferenceSimulator.State(circuit, [], []);
        state.Length.ShouldBe(amplitudes.Length);
        for (int j = 0; j < state.Length; j++)
            (state[j] - amplitudes[j]).Magnitude.ShouldBeLessThan(1e-15, $"amplitude {j}");
    }
}
