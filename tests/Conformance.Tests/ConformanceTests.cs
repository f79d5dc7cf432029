using QImpact.Quantum.Circuits;
using QImpact.Quantum.Compilation.Sparse;
using QImpact.Quantum.Simulation;
using Shouldly;
using Xunit;

namespace QImpact.Conformance.Tests;

/// <summary>Every circuit through every interpreter: values, derivatives in the inputs, derivatives in the weights.</summary>
public sealed class ConformanceTests
{
    // The reference simulator is slow: what it says of a circuit is asked for once, for all interpreters.
    private static readonly Lazy<ExpectedCase[]> RandomCircuits = WithReference(RandomCases.Make, count: 40);
    private static readonly Lazy<ExpectedCase[]> NoisyCircuits = WithReference(RandomCases.MakeNoisy, count: 12);
    private static readonly Lazy<ExpectedCase[]> Amplitudes = WithReference(RandomCases.MakeEmbedded, count: 15);

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
        cases.Count.ShouldBeGreaterThan(3);
        foreach (Fixture fixture in cases)
        {
            var sample = new RandomCase(fixture.Circuit, fixture.Inputs, fixture.Weights);
            ShouldAgree(
                subject,
                sample,
                () => new Result(fixture.Values, fixture.ByInputs, fixture.ByWeights),
                fixture.Name
            );
        }
    }

    [Theory]
    [MemberData(nameof(InterpreterNames))]
    public void Agrees_with_the_reference_simulator_on_random_circuits(string interpreter) =>
        ShouldAgreeWithReference(interpreter, RandomCircuits.Value);

    [Theory]
    [MemberData(nameof(InterpreterNames))]
    public void Agrees_with_the_reference_simulator_on_random_noisy_circuits(string interpreter) =>
        ShouldAgreeWithReference(interpreter, NoisyCircuits.Value);

    [Theory]
    [MemberData(nameof(InterpreterNames))]
    public void Agrees_with_the_reference_simulator_on_random_embedded_amplitudes(string interpreter) =>
        ShouldAgreeWithReference(interpreter, Amplitudes.Value);

    public static TheoryData<string, string> InterpretersAndSpecialCases() =>
        new(Interpreters.All.SelectMany(interpreter => SpecialCases.Names.Select(name => (interpreter.Name, name))));

    [Theory]
    [MemberData(nameof(InterpretersAndSpecialCases))]
    public void Agrees_with_the_reference_simulator_on_the_edge_of_what_numbers_hold(string interpreter, string name)
    {
        Interpreter subject = Interpreters.Named(interpreter);
        ShouldAgree(
            subject with
            {
                Run = (circuit, inputs, weights) =>
                    SpecialCases.Relative(subject.Run(circuit, inputs, weights), circuit),
            },
            SpecialCases.Named(name),
            () =>
            {
                (Circuit circuit, double[][] inputs, double[] weights) = SpecialCases.Named(name);
                return SpecialCases.Relative(Interpreters.All[0].Run(circuit, inputs, weights), circuit);
            },
            name
        );
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

    private static Lazy<ExpectedCase[]> WithReference(Func<int, RandomCase> make, int count) =>
        new(() =>
            [
                .. Enumerable
                    .Range(0, count)
                    .Select(make)
                    .Select(sample => new ExpectedCase(
                        sample,
                        Interpreters.All[0].Run(sample.Circuit, sample.Inputs, sample.Weights)
                    )),
            ]
        );

    private static void ShouldAgreeWithReference(string interpreter, ExpectedCase[] cases)
    {
        cases.Length.ShouldBeGreaterThan(10);
        foreach ((int seed, ExpectedCase expected) in cases.Index())
            ShouldAgree(
                Interpreters.Named(interpreter),
                expected.Case,
                () => expected.Result,
                $"seed {seed}: {expected.Case.Circuit}"
            );
    }

    /// <summary>It agrees, or where it can't do the circuit, it says what it can't do.</summary>
    private static void ShouldAgree(Interpreter subject, RandomCase sample, Func<Result> expected, string name)
    {
        Result Run() => subject.Run(sample.Circuit, sample.Inputs, sample.Weights);
        if (subject.Refuses(sample.Circuit) is { } refused)
            Refusal(Run, name).ShouldContain(refused);
        else
            ShouldAgree(Run(), expected(), subject.ToleranceFor(sample.Circuit), name);
    }

    private static string Refusal(Func<Result> run, string name)
    {
        Exception refusal = Should.Throw<Exception>(() => run(), name);
        (refusal is NotSupportedException or SparseFormTooLargeException).ShouldBeTrue($"{refusal.GetType()}, {name}");
        return refusal.Message;
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
            if (s < result.ByWeights?.Length)
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

    /// <summary>A circuit, and what the reference simulator makes of it.</summary>
    private sealed record ExpectedCase(RandomCase Case, Result Result);
}
