using QImpact.Quantum;
using Shouldly;
using Xunit;

namespace QImpact.Conformance.Tests;

/// <summary>Every circuit through every interpreter: values, derivatives in the inputs, derivatives in the weights.</summary>
public sealed class ConformanceTests
{
    public static TheoryData<string, string> InterpretersAndFiles() =>
        new(Interpreters.All.SelectMany(interpreter => Fixtures.Files.Select(file => (interpreter.Name, file))));

    public static TheoryData<string> InterpreterNames() =>
        new(Interpreters.All.Select(interpreter => interpreter.Name));

    [Theory]
    [MemberData(nameof(InterpretersAndFiles))]
    public void Agrees_with_PennyLane_0_36(string interpreter, string file)
    {
        Interpreter subject = Interpreters.Named(interpreter);
        IReadOnlyList<Fixture> cases = Fixtures.Read(file);
        cases.Count.ShouldBeGreaterThan(5);
        foreach (Fixture fixture in cases)
        {
            var expected = new Result(fixture.Values, fixture.ByInputs, fixture.ByWeights);
            Result result = subject.Run(fixture.Circuit, fixture.Inputs, fixture.Weights);
            ShouldAgree(result, expected, subject.Tolerance, fixture.Name);
        }
    }

    [Theory]
    [MemberData(nameof(InterpreterNames))]
    public void Agrees_with_the_reference_simulator_on_random_circuits(string interpreter)
    {
        Interpreter subject = Interpreters.Named(interpreter);
        foreach (int seed in Enumerable.Range(0, 40))
        {
            RandomCase sample = RandomCases.Make(seed);
            Result expected = Interpreters.All[0].Run(sample.Circuit, sample.Inputs, sample.Weights);
            Result result = subject.Run(sample.Circuit, sample.Inputs, sample.Weights);
            ShouldAgree(result, expected, subject.Tolerance, $"seed {seed}: {sample.Circuit}");
        }
    }

    [Fact]
    public void The_reference_simulator_has_PennyLanes_states_with_wire_0_as_the_most_significant_bit()
    {
        int compared = 0;
        foreach (Fixture fixture in Fixtures.Read("base_angleX_basicRX_Z"))
        {
            for (int s = 0; s < fixture.States.Length; s++)
            {
                var state = ReferenceSimulator.State(fixture.Circuit, fixture.Inputs[s], fixture.Weights);
                for (int j = 0; j < state.Length; j++)
                {
                    state[j].Real.ShouldBe(fixture.States[s].Real[j], 1e-10, fixture.Name);
                    state[j].Imaginary.ShouldBe(fixture.States[s].Imaginary[j], 1e-10, fixture.Name);
                    compared++;
                }
            }
        }
        compared.ShouldBeGreaterThan(1000);
    }

    private static void ShouldAgree(Result result, Result expected, double tolerance, string circuit)
    {
        result.Values.Length.ShouldBe(expected.Values.Length, circuit);
        for (int s = 0; s < expected.Values.Length; s++)
        {
            Difference(result.Values[s], expected.Values[s]).ShouldBeLessThan(tolerance, $"values, {circuit}");
            if (result.ByInputs is not null)
                Difference(result.ByInputs[s], expected.ByInputs![s])
                    .ShouldBeLessThan(tolerance, $"derivatives in inputs, {circuit}");
            if (result.ByWeights is not null)
                Difference(result.ByWeights[s], expected.ByWeights![s])
                    .ShouldBeLessThan(tolerance, $"derivatives in weights, {circuit}");
        }
    }

    /// <summary>The largest absolute difference; infinite for different sizes or anything that is not a number.</summary>
    private static double Difference(Array actual, Array expected)
    {
        if (actual.Length != expected.Length)
            return double.PositiveInfinity;
        double largest = 0;
        foreach ((double a, double b) in actual.Cast<double>().Zip(expected.Cast<double>()))
        {
            double difference = Math.Abs(a - b);
            largest = double.IsNaN(difference) ? double.PositiveInfinity : Math.Max(largest, difference);
        }
        return largest;
    }
}
