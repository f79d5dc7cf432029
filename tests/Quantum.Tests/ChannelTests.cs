using System.Numerics;
using System.Text.Json;
using FsCheck.Xunit;
using QImpact.Conformance.Tests;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Compilation.Sparse;
using QImpact.Quantum.Description;
using QImpact.Quantum.Gates;
using QImpact.Quantum.Noise;
using QImpact.Quantum.Simulation;
using QImpact.Quantum.Text;
using QImpact.Tests;
using Shouldly;
using Xunit;

namespace QImpact.Quantum.Tests;

/// <summary>Noise channels: what they are, by definition and by values of another program, and how they are carried through circuits.</summary>
[Properties(MaxTest = 100, Replay = "3,27")]
public sealed class ChannelTests
{
    private const double Rounding = 1e-12;

    public static TheoryData<string> KindNames() => new(ChannelKind.All.Select(kind => kind.Name));

    /// <summary>tests/fixtures/noise/make.py, NumPy 1.24: density matrices, and the Kraus operators of PennyLane 0.36.</summary>
    [Fact]
    public void Circuits_with_every_channel_give_the_values_and_derivatives_of_a_density_matrix_in_NumPy()
    {
        string file = Path.Combine(Repository.Root, "tests", "fixtures", "noise", "channels.json");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(file));
        JsonElement[] cases = [.. document.RootElement.GetProperty("cases").EnumerateArray()];
        cases.Length.ShouldBe(42);
        foreach (JsonElement expected in cases)
        {
            double[] Numbers(string name) => [.. Flat(expected.GetProperty(name))];
            var circuit = Circuit.Parse(expected.GetProperty("circuit").GetString()!);
            (double[] inputs, double[] weights) = (Numbers("inputs"), Numbers("weights"));
            foreach (
                ExpectationJacobian actual in (ExpectationJacobian[])
                    [
                        ReferenceSimulator.Differentiate(circuit, inputs, weights),
                        SparseForm.Compile(circuit).Differentiate(inputs, weights),
                    ]
            )
            {
                actual.Values.ShouldBe(Numbers("values"), Rounding, $"{circuit}");
                actual.Inputs.Cast<double>().ShouldBe(Numbers("by_inputs"), Rounding, $"{circuit}");
                actual.Weights.Cast<double>().ShouldBe(Numbers("by_weights"), Rounding, $"{circuit}");
            }
        }
    }

    [Property]
    public void The_adjoint_of_every_channel_is_that_of_its_Kraus_operators(int seed)
    {
        var random = new Random(seed);
        Complex[][,] paulis = [.. Enum.GetValues<Pauli>().Select(Matrix)];
        foreach (ChannelKind kind in ChannelKind.All)
        {
            Channel channel = RandomCases.RandomChannel(random, kind);
            PauliTransfer transfer = channel.Transfer;
            double[,] expected =
            {
                { 1, 0, 0, transfer.Shift },
                { 0, transfer.X, 0, 0 },
                { 0, 0, transfer.Y, 0 },
                { 0, 0, 0, transfer.Z },
            };
            for (int to = 0; to < 4; to++)
            for (int from = 0; from < 4; from++)
            {
                // Tr(sigma_to E^dagger(sigma_from)) / 2
                Complex sum = 0;
                foreach (Complex[,] kraus in kind.KrausOperators(channel.Parameters))
                    sum += Trace(paulis[to], Adjoint(kraus), paulis[from], kraus) / 2;
                Complex.Abs(sum - expected[to, from]).ShouldBeLessThan(1e-14, $"{channel}, {to}, {from}");
            }
        }
    }

    [Property]
    public void The_sparse_form_of_a_noisy_circuit_is_what_its_density_matrix_gives_with_its_derivatives(int seed)
    {
        RandomCase sample = RandomCases.MakeNoisy(seed);
        double[] inputs = sample.Inputs[0];
        ExpectationJacobian expected = ReferenceSimulator.Differentiate(sample.Circuit, inputs, sample.Weights);
        ExpectationJacobian actual = SparseForm.Compile(sample.Circuit).Differentiate(inputs, sample.Weights);
        actual.Values.ShouldBe(expected.Values, Rounding);
        actual.Inputs.Cast<double>().ShouldBe(expected.Inputs.Cast<double>(), Rounding);
        actual.Weights.Cast<double>().ShouldBe(expected.Weights.Cast<double>(), Rounding);
    }

    [Property]
    public void A_weight_outside_of_the_light_cone_of_an_output_does_not_change_it(int seed)
    {
        RandomCase sample = RandomCases.MakeNoisy(seed);
        HashSet<Angle>[] used = AngleUse.OfLightCones(sample.Circuit);
        ExpectationJacobian jacobian = ReferenceSimulator.Differentiate(
            sample.Circuit,
            sample.Inputs[0],
            sample.Weights
        );
        for (int output = 0; output < used.Length; output++)
        for (int weight = 0; weight < sample.Weights.Length; weight++)
        {
            bool reached = used[output].Any(angle => angle.Terms.Any(term => term.Variable == Variable.Weight(weight)));
            if (!reached)
                Math.Abs(jacobian.Weights[output, weight]).ShouldBeLessThan(Rounding);
        }
    }

    [Property]
    public void Channels_whose_numbers_are_0_change_nothing(int seed)
    {
        RandomCase sample = RandomCases.Make(seed);
        var random = new Random(seed);
        var quiet = new Circuit(sample.Circuit.Qubits).Measure(sample.Circuit.Observables.AsSpan());
        foreach (Operation operation in sample.Circuit.Operations)
        {
            ChannelKind kind = ChannelKind.All[random.Next(ChannelKind.All.Count)];
            Channel nothing =
                kind == ChannelKind.ThermalRelaxation
                    ? Channel.ThermalRelaxation(random.NextDouble(), t1: 2, t2: 3, tq: 0)
                    : new Channel(kind, new double[kind.Parameters.Count]);
            quiet = quiet.Add(operation).Noise(nothing, random.Next(quiet.Qubits));
        }
        SparseForm
            .Compile(quiet)
            .Evaluate(sample.Inputs[0], sample.Weights)
            .ShouldBe(SparseForm.Compile(sample.Circuit).Evaluate(sample.Inputs[0], sample.Weights), Rounding);
    }

    [Property]
    public void Whole_damping_brings_every_state_to_0_and_generalised_to_its_equilibrium(int seed)
    {
        RandomCase sample = RandomCases.MakeNoisy(seed);
        double p = new Random(seed).NextDouble();
        Circuit circuit = new Circuit(sample.Circuit.Qubits).Add(sample.Circuit.Operations.AsSpan());
        SparseForm
            .Compile(circuit.Noise(Channel.AmplitudeDamping(1), 0).MeasureProbabilities(0))
            .Evaluate(sample.Inputs[0], sample.Weights)
            .ShouldBe([1, 0], Rounding);
        SparseForm
            .Compile(circuit.Noise(Channel.GeneralizedAmplitudeDamping(1, p), 0).MeasureProbabilities(0))
            .Evaluate(sample.Inputs[0], sample.Weights)
            .ShouldBe([p, 1 - p], Rounding);
    }

    [Fact]
    public void Relaxation_follows_its_times()
    {
        // |1>, and (|0> + |1>)/sqrt(2), after the time 3 with t1 = 5, t2 = 4, a tenth of |1> in equilibrium.
        Channel channel = Channel.ThermalRelaxation(pe: 0.1, t1: 5, t2: 4, tq: 3);
        double left = Math.Exp(-3.0 / 5);
        double[] After(Clifford gate) =>
            ReferenceSimulator.Evaluate(
                new Circuit(1).Apply(gate, 0).Noise(channel, 0).Measure(Observable.Z(0), Observable.X(0)),
                [],
                []
            );
        After(Clifford.X).ShouldBe([-left + 0.8 * (1 - left), 0], 1e-15);
        After(Clifford.H).ShouldBe([0.8 * (1 - left), Math.Exp(-3.0 / 4)], 1e-15);
    }

    [Fact]
    public void Strings_that_meet_again_are_one_node()
    {
        // Z splits in Z and I three times; both come from one node, and the rotation makes another.
        SparseForm damped = SparseForm.Compile(Circuit.Parse("1: RX(x0)[0] 3*(AmplitudeDamping(0.1)[0]) <Z0>"));
        damped.ToString().ShouldEndWith("2 monomials of 1 angles");
        damped.Graph.Start.Length.ShouldBe(2);
        double left = Math.Pow(0.9, 3);
        damped.Evaluate([0.4], []).ShouldBe([left * Math.Cos(0.4) + 1 - left], 1e-15);

        // The paper's circuit: of 12 monomials, their parts and the constant.
        var noise = new NoiseModel { Layers = [Channel.AmplitudeDamping(0.02)] };
        SparseForm paper = SparseForm.Compile(noise.ApplyTo(KnownCircuits.Paper));
        paper.Monomials.Count.ShouldBe(26);
        paper.Monomials[0].ToString().ShouldBe("1");
    }

    [Fact]
    public void Rotations_merge_past_channels_that_commute_with_them()
    {
        Angle[] AnglesOf(string text) => [.. SparseForm.Compile(Circuit.Parse(text)).Angles];
        Angle sum = Angle.Input(0) + Angle.Weight(0);
        // Damping does not see the phase; a flip about X lets RX pass, a depolarised qubit any rotation of it alone.
        AnglesOf("1: H[0] RZ(x0)[0] AmplitudeDamping(0.1)[0] RZ(w0)[0] <X>").ShouldBe([sum]);
        AnglesOf("1: RX(x0)[0] BitFlip(0.1)[0] RX(w0)[0] <Z>").ShouldBe([sum]);
        AnglesOf("1: RX(x0)[0] DepolarizingChannel(0.1)[0] RX(w0)[0] <Z>").ShouldBe([sum]);
        AnglesOf("1: RX(x0)[0] AmplitudeDamping(0.1)[0] RX(w0)[0] <Z>").ShouldBe([Angle.Input(0)]);
        AnglesOf("2: H[0] IsingZZ(x0)[0,1] AmplitudeDamping(0.1)[0] IsingZZ(w0)[0,1] <X0>").ShouldBe([Angle.Input(0)]);
    }

    [Theory]
    [MemberData(nameof(KindNames))]
    public void Every_channel_prints_as_it_is_read_and_is_drawn_and_OpenQASM_refuses_it_by_name(string name)
    {
        ChannelKind kind = ChannelKind.All.Single(kind => kind.Name == name);
        Channel channel = RandomCases.RandomChannel(new Random(1), kind);
        Channel.Parse(channel.ToString()).ShouldBe(channel);
        Circuit circuit = new Circuit(2).Apply(Clifford.H, 0).Noise(channel, 1).Measure(Observable.Z(1));
        Circuit.Parse(circuit.ToString()).ShouldBe(circuit);
        circuit.Draw().ShouldContain(name + "(");
        Should
            .Throw<NotSupportedException>(() => Emit.OpenQasm.ToOpenQasm(circuit))
            .Message.ShouldBe(
                $"{channel}[1] can't be written in OpenQASM: OpenQASM has gates and readings, and no noise channels"
            );
    }

    [Theory]
    [InlineData("AmplitudeDamping(1.5)", "AmplitudeDamping with gamma = 1.5; expected 0 to 1")]
    [InlineData("GeneralizedAmplitudeDamping(0.1)", "GeneralizedAmplitudeDamping with 1 numbers; expected 2: gamma, p")]
    [InlineData(
        "PauliChannel(0.5, 0.4, 0.3)",
        "PauliChannel with probabilities that add up to 1.2; expected at most 1"
    )]
    [InlineData(
        "ThermalRelaxationError(0, 50, 101, 1)",
        "ThermalRelaxationError with t1 = 50 and t2 = 101; expected t2 of at most 2 t1"
    )]
    [InlineData(
        "ThermalRelaxationError(0, 0, 1, 1)",
        "ThermalRelaxationError with t1 = 0; expected a finite time above 0"
    )]
    [InlineData(
        "AmplitudDamping(0.1)",
        "found 'AmplitudDamping'; did you mean AmplitudeDamping? Expected a noise channel, such as AmplitudeDamping(0.02)"
    )]
    [InlineData("AmplitudeDamping(0.1)[0]", "found '['; expected the end of the channel")]
    public void Numbers_that_are_none_of_a_channel_are_refused(string text, string message) =>
        Should.Throw<CircuitFormatException>(() => Channel.Parse(text)).Message.ShouldEndWith(message);

    private static Complex[,] Matrix(Pauli pauli) =>
        pauli switch
        {
            Pauli.X => new Complex[,]
            {
                { 0, 1 },
                { 1, 0 },
            },
            Pauli.Y => new Complex[,]
            {
                { 0, -Complex.ImaginaryOne },
                { Complex.ImaginaryOne, 0 },
            },
            Pauli.Z => new Complex[,]
            {
                { 1, 0 },
                { 0, -1 },
            },
            _ => new Complex[,]
            {
                { 1, 0 },
                { 0, 1 },
            },
        };

    private static Complex[,] Adjoint(Complex[,] a) =>
        new[,]
        {
            { Complex.Conjugate(a[0, 0]), Complex.Conjugate(a[1, 0]) },
            { Complex.Conjugate(a[0, 1]), Complex.Conjugate(a[1, 1]) },
        };

    private static Complex Trace(params Complex[][,] factors)
    {
        Complex[,] product = factors.Aggregate(PauliMatrices.Multiply);
        return product[0, 0] + product[1, 1];
    }

    private static IEnumerable<double> Flat(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray().SelectMany(Flat) : [element.GetDouble()];
}
