using QImpact.Conformance.Tests;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Gates;
using QImpact.Quantum.Noise;
using QImpact.Quantum.Simulation;
using Shouldly;
using Xunit;

namespace QImpact.Quantum.Tests;

/// <summary>Finite shots against the exact expectations and the theory of their errors.</summary>
public sealed class ShotTests
{
    [Fact]
    public void The_same_seed_gives_the_same_estimates_and_another_seed_others()
    {
        Circuit circuit = KnownCircuits.Paper;
        double[] inputs = [0.1, 0.2, 0.3, 0.4];
        double[] weights = [1, 2, 3, 4, 5, 6, 7, 8];
        ShotEstimate[] first = new ShotSimulator(circuit, shots: 100, seed: 1).Estimate(inputs, weights);
        new ShotSimulator(circuit, shots: 100, seed: 1).Estimate(inputs, weights).ShouldBe(first);
        new ShotSimulator(circuit, shots: 100, seed: 2).Estimate(inputs, weights).ShouldNotBe(first);
    }

    [Fact]
    public void A_qubit_measured_along_its_own_axis_has_no_error()
    {
        Circuit circuit = new Circuit(3)
            .Apply(Clifford.H, 0)
            .Apply(Clifford.H, 1)
            .Apply(Clifford.S, 1)
            .Apply(Clifford.X, 2)
            .Measure(Observable.X(0), Observable.Y(1), Observable.Z(2), Observable.Probability("1", 2));
        var simulator = new ShotSimulator(circuit, shots: 10, seed: 0);
        simulator.GroupCount.ShouldBe(1);
        ShotEstimate[] estimates = simulator.Estimate([], []);
        estimates.Select(estimate => estimate.Mean).ShouldBe([1, 1, -1, 1]);
        estimates.ShouldAllBe(estimate => estimate.StandardError == 0);
    }

    [Fact]
    public void Strings_that_differ_on_a_wire_take_shots_of_their_own()
    {
        Circuit circuit = new Circuit(2).Measure(
            Observable.X(0) + Observable.Z(0) + 0.5 * Observable.Z(1),
            Observable.Parse("ZZ")
        );
        new ShotSimulator(circuit, shots: 2, seed: 0).GroupCount.ShouldBe(2);
    }

    [Fact]
    public void The_standard_error_of_a_fair_coin_is_that_of_the_binomial_distribution()
    {
        Circuit circuit = new Circuit(1).Apply(Clifford.H, 0).Measure(Observable.Z(0));
        ShotEstimate estimate = new ShotSimulator(circuit, shots: 10_000, seed: 3).Estimate([], [])[0];
        estimate.StandardError.ShouldBe(0.01, 1e-4);
        Math.Abs(estimate.Mean).ShouldBeLessThan(0.04);
    }

    /// <summary>For random circuits, with noise and reading errors and without: z = (estimate - exact) / error is about standard normal.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Estimates_scatter_around_the_exact_values_as_their_standard_errors_say(bool noisy)
    {
        var z = new List<double>();
        for (int seed = 0; seed < 60; seed++)
        {
            RandomCase sample = noisy ? RandomCases.MakeNoisy(seed) : RandomCases.Make(seed);
            if (sample.Circuit.Qubits > 3)
                continue;
            double[] exact = ReferenceSimulator.Evaluate(sample.Circuit, sample.Inputs[0], sample.Weights);
            var simulator = new ShotSimulator(sample.Circuit, shots: 2000, seed);
            ShotEstimate[] estimates = simulator.Estimate(sample.Inputs[0], sample.Weights);
            for (int k = 0; k < exact.Length; k++)
            {
                double error = estimates[k].Mean - exact[k];
                if (estimates[k].StandardError > 1e-3)
                    z.Add(error / estimates[k].StandardError);
            }
        }
        z.Count.ShouldBeGreaterThan(30);
        z.ShouldAllBe(value => Math.Abs(value) < 4.5);
        Math.Sqrt(z.Average(value => value * value)).ShouldBe(1, 0.35);
        Math.Abs(z.Average()).ShouldBeLessThan(0.5);
    }

    [Fact]
    public void Reading_errors_shrink_and_shift_an_expectation()
    {
        // P(read 1 | 0) = 0.1 and P(read 0 | 1) = 0.3: <Z> of |0> is 0.8, of |1> it is -0.4.
        var readout = new ReadoutError(0.1, 0.3);
        Circuit zero = new Circuit(1).Measure(Observable.Z(0)).WithReadoutError(readout);
        Circuit one = new Circuit(1).Apply(Clifford.X, 0).Measure(Observable.Z(0)).WithReadoutError(readout);
        ReferenceSimulator.Evaluate(zero, [], [])[0].ShouldBe(0.8, 1e-15);
        ReferenceSimulator.Evaluate(one, [], [])[0].ShouldBe(-0.4, 1e-15);
        new ShotSimulator(one, shots: 20_000, seed: 0).Estimate([], [])[0].Mean.ShouldBe(-0.4, 0.03);
    }

    [Fact]
    public void One_shot_is_refused_because_it_has_no_standard_error() =>
        Should
            .Throw<ArgumentOutOfRangeException>(() => new ShotSimulator(KnownCircuits.Paper, shots: 1, seed: 0))
            .Message.ShouldStartWith("1 shots; expected at least 2, for a standard error");
}
