using System.Globalization;
using System.Numerics;
using System.Text.Json;
using FsCheck.Xunit;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Compilation;
using QImpact.Quantum.Description;
using QImpact.Quantum.Simulation;
using Shouldly;
using Xunit;

namespace QImpact.Quantum.Tests;

/// <summary>What a description claims, held against values and derivatives at points that it has not seen.</summary>
[Properties(MaxTest = 100, Replay = LawTests.Seed)]
public sealed class DescribeTests
{
    private const double Rounding = 1e-9;
    private const int Points = 12;

    [Fact]
    public void The_papers_circuit()
    {
        CircuitDescription paper = KnownCircuits.Paper.Describe();
        paper.Form.ShouldBe(CircuitForm.Sparse);
        paper.Monomials.ShouldBe(12);
        paper
            .Outputs.Select(output => string.Join(' ', output.DependsOn))
            .ShouldBe(["x0 x1 x3", "x0 x2 x3", "x1 x3", "x0 x2"]);
        for (int w = 0; w < 4; w++)
            paper
                .WeightRoles[w]
                .ShouldBe(new WeightDescription($"w{w}", WeightRole.Redundant, [new Share($"x{w}", 1)]));
        paper.WeightRoles.Skip(4).ShouldAllBe(weight => weight.Role == WeightRole.Free);
        foreach (FrequencySpectrum spectrum in paper.Spectra)
        {
            spectrum.OfGenerators.ShouldBe([0, 1]);
            spectrum.OfPolynomial!.ShouldBe([0, 1]);
        }
        paper
            .Polynomial[2]
            .ShouldBe("f2 = cos(w4)*cos(w5)*cos(w6)*cos(t1)*cos(t3) + cos(w4)*sin(w5)*sin(w6)*sin(t1)*sin(t3)");
        paper.Polynomial[4].ShouldBe("t0 = x0 + w0");
        string text = paper.ToString();
        text.ShouldContain(KnownCircuits.Paper.Draw());
        text.ShouldContain("polynomial, 12 monomials\n");
        text.ShouldContain("  f2 = <Z2> depends on x1, x3\n");
        text.ShouldContain(
            "  w0 is redundant: a change of it by d is a change by d of x0, which a bias before the circuit can do\n"
        );
        text.ShouldContain("  w4 to w7: free: no bias of an input and no earlier weight can stand in for it\n");
        text.ShouldContain("  x0: 0, 1\n");
    }

    [Theory]
    [InlineData("2: RX(x0)[0] RX(w0)[0] RX(2*w1)[0] <Z0>", "Redundant x0*1; Redundant x0*2")]
    [InlineData("2: RX(x0)[0] RY(w0)[0] RY(w1)[0] <Z0>", "Free; Redundant w0*1")]
    [InlineData("2: RX(x0*x1)[0] RX(w0)[0] <Z0>", "Free")]
    [InlineData("2: RX(x0)[0] RZ(w0)[0] <Z0>", "NoEffect")]
    [InlineData("2: RZ(w0)[0] RX(x0)[0] RX(w1)[1] <Z0>", "NoEffect; NoEffect")]
    [InlineData("2: RX(w1)[0] CNOT[0,1] <Z1>", "NoEffect; Free")]
    [InlineData("2: RX(w0 + w1)[0] RY(w0 - w1)[1] RX(w2 + 3*w0)[1] RY(w3)[0] <Z>", "Free; Free; Free; Free")]
    [InlineData("2: RY(w0)[0] RY(w1)[1] RY(w2)[0] <Z0> <Z1>", "Free; Free; Redundant w0*1")]
    [InlineData(
        "2: AmplitudeEmbedding(normalize=true) RX(w0)[0] RX(w1)[0] RZ(w2)[1] <Z>",
        "Free; Redundant w0*1; NoEffect"
    )]
    [InlineData("2: RX(w0)[0] BitFlip(0.5)[0] RX(w1)[0] <Z0>", "NoEffect; NoEffect")]
    public void Roles_of_weights(string text, string roles) =>
        string.Join("; ", Circuit.Parse(text).Describe().WeightRoles.Select(RoleText)).ShouldBe(roles);

    [Property]
    public void What_is_said_of_inputs_and_weights_holds_for_the_derivatives(int seed)
    {
        Circuit circuit = LanguageCases.OfGates(seed);
        CircuitDescription description = circuit.Describe();
        ExpectationJacobian[] points = Derivatives(circuit, seed);
        for (int output = 0; output < circuit.OutputCount; output++)
        {
            for (int input = 0; input < circuit.InputCount; input++)
            {
                double largest = points.Max(point => Math.Abs(point.Inputs[output, input]));
                if (description.Outputs[output].DependsOn.Contains($"x{input}"))
                    largest.ShouldBeGreaterThan(Rounding);
                else if (!description.Outputs[output].NotAnalysed.Contains($"x{input}"))
                    largest.ShouldBeLessThan(Rounding);
            }
        }
        foreach (
            WeightDescription weight in description.WeightRoles.Where(w =>
                w.Role is WeightRole.NoEffect or WeightRole.Redundant
            )
        )
        {
            double[] rest = Column(points, weight.Weight);
            foreach (Share share in weight.SameAs)
                rest = [.. rest.Zip(Column(points, share.Variable), (own, other) => own - share.Factor * other)];
            rest.Max(Math.Abs).ShouldBeLessThan(Rounding);
        }
    }

    [Property]
    public void As_many_weights_are_free_as_the_derivatives_have_independent_columns_beyond_those_of_the_inputs(
        int seed
    )
    {
        Circuit circuit = LanguageCases.OfGates(seed);
        CircuitDescription description = circuit.Describe();
        bool products = description.Spectra.Any(spectrum => spectrum.Variable.Contains('*'));
        if (products || description.WeightRoles.Any(weight => weight.Role == WeightRole.NotAnalysed))
            return;
        ExpectationJacobian[] points = Derivatives(circuit, seed);
        double[][] inputs = [.. Enumerable.Range(0, circuit.InputCount).Select(i => Column(points, $"x{i}"))];
        double[][] weights = [.. Enumerable.Range(0, circuit.WeightCount).Select(w => Column(points, $"w{w}"))];
        int free = description.WeightRoles.Count(weight => weight.Role == WeightRole.Free);
        free.ShouldBe(Rank([.. inputs, .. weights]) - Rank(inputs));
    }

    [Fact]
    public void Hardly_anything_is_left_undecided()
    {
        WeightDescription[] weights =
        [
            .. Enumerable.Range(0, 100).SelectMany(seed => LanguageCases.OfGates(seed).Describe().WeightRoles),
        ];
        int undecided = weights.Count(weight => weight.Role == WeightRole.NotAnalysed);
        ((double)undecided / weights.Length).ShouldBeLessThan(0.05);
    }

    [Property]
    public void The_polynomials_text_has_the_circuits_values(int seed)
    {
        Circuit circuit = LanguageCases.OfGates(seed);
        CircuitDescription description = circuit.Describe();
        double[] inputs = LanguageCases.Angles(seed, circuit.InputCount);
        double[] weights = LanguageCases.Angles(seed + 1, circuit.WeightCount);
        if (description.Polynomial.Count == 0)
            return;
        string[] lines = [.. description.Polynomial];
        Dictionary<string, string> angles = lines
            .Where(line => !line.StartsWith('f'))
            .Select(line => line.Split(" = "))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        double[] values = circuit.Compile(CircuitForm.GateByGate).Evaluate(inputs, weights);
        for (int output = 0; output < circuit.OutputCount; output++)
            ValueOf(lines[output].Split(" = ")[1], angles, inputs, weights).ShouldBe(values[output], Rounding);
    }

    [Theory]
    [InlineData("4: AngleEmbedding(X) BasicEntanglerLayers(RX, layers=2) <Z>")]
    [InlineData("2: 3*(AngleEmbedding(Y) BasicEntanglerLayers(RX, layers=1)) <Z> <X0 X1>")]
    [InlineData("2: RX(2*x0)[0] RY(w0)[0] CNOT[0,1] RX(x0)[1] RZ(3*x1)[0] <Z1> <Y0>")]
    [InlineData("3: IQPEmbedding(n_repeats=2) <X0> <X1 Z2>")]
    public void No_frequency_is_missing(string text)
    {
        Circuit circuit = Circuit.Parse(text);
        foreach (FrequencySpectrum spectrum in circuit.Describe().Spectra)
        {
            spectrum.OfPolynomial!.ShouldBeSubsetOf(spectrum.OfGenerators);
            if (
                spectrum.Variable.Contains('*')
                || circuit
                    .Elements.SelectMany(e => e.Angles)
                    .Any(a => a.ToString().Contains("x0*x1", StringComparison.Ordinal))
            )
                continue;
            double[] amplitudes = Amplitudes(circuit, int.Parse(spectrum.Variable[1..], CultureInfo.InvariantCulture));
            for (int k = 0; k < amplitudes.Length; k++)
                if (!spectrum.OfPolynomial!.Contains(k))
                    amplitudes[k].ShouldBeLessThan(Rounding);
        }
    }

    [Fact]
    public void Gates_allow_frequencies_that_the_polynomial_does_not_have()
    {
        FrequencySpectrum spectrum = Circuit.Parse("2: RX(x0)[0] RX(x0)[0] CRX(x1)[0,1] <Z1>").Describe().Spectra[0];
        spectrum.OfGenerators.ShouldBe([0, 1, 2]);
        spectrum.OfPolynomial!.ShouldBe([0, 2]);
    }

    [Fact]
    public void A_description_is_the_same_after_a_journey_through_JSON()
    {
        CircuitDescription description = Circuit
            .Parse("2: 2*(AngleEmbedding(Y) BasicEntanglerLayers(layers=1)) <Z> P(00)")
            .Describe();
        JsonSerializer.Deserialize<CircuitDescription>(JsonSerializer.Serialize(description)).ShouldBe(description);
    }

    [Fact]
    public void A_circuit_without_observables_is_described_as_far_as_that_goes()
    {
        CircuitDescription description = Circuit.Parse("2: RX(x0)[0] RY(w0)[1]").Describe();
        description.Form.ShouldBeNull();
        description.Reason.ShouldBe("the circuit \"RX(x0)[0] RY(w0)[1]\" measures nothing; expected an observable");
        description.Cost.ShouldBeNull();
    }

    [Fact]
    public void Where_derivatives_would_take_long_what_the_angles_do_not_show_is_not_analysed()
    {
        CircuitDescription description = Circuit
            .Parse("14: AngleEmbedding(X) RX(w0)[0] 3*(StronglyEntanglingLayers(layers=1)) <Z>")
            .Describe();
        description.WeightRoles[0].Role.ShouldBe(WeightRole.Redundant);
        description.WeightRoles[1].Role.ShouldBe(WeightRole.NotAnalysed);
        description.WeightRoles[^1].Role.ShouldBe(WeightRole.NoEffect);
        description.Outputs[0].NotAnalysed.Count.ShouldBe(14);
        description.ToString().ShouldContain("f0 = <Z0> not analysed: x0, x1");
    }

    private static string RoleText(WeightDescription weight) =>
        string.Join(' ', weight.SameAs.Select(share => $"{share.Variable}*{share.Factor}").Prepend($"{weight.Role}"));

    private static ExpectationJacobian[] Derivatives(Circuit circuit, int seed)
    {
        CompiledCircuit compiled = circuit.Compile(CircuitForm.GateByGate);
        int points = Points + circuit.InputCount + circuit.WeightCount;
        return
        [
            .. Enumerable
                .Range(0, points)
                .Select(i =>
                    compiled.Differentiate(
                        LanguageCases.Angles(unchecked(seed + 10 * i), circuit.InputCount),
                        LanguageCases.Angles(unchecked(seed + 10 * i + 1), circuit.WeightCount)
                    )
                ),
        ];
    }

    private static double[] Column(ExpectationJacobian[] points, string variable)
    {
        int index = int.Parse(variable[1..], CultureInfo.InvariantCulture);
        return
        [
            .. points.SelectMany(point =>
                Enumerable
                    .Range(0, point.Values.Length)
                    .Select(output => variable[0] == 'x' ? point.Inputs[output, index] : point.Weights[output, index])
            ),
        ];
    }

    /// <summary>Gram-Schmidt with the largest column first.</summary>
    private static int Rank(double[][] columns)
    {
        List<double[]> left = [.. columns.Select(column => column.ToArray())];
        for (int rank = 0; ; rank++)
        {
            double[]? largest = left.MaxBy(Norm);
            if (largest is null || Norm(largest) < 1e-6)
                return rank;
            left.Remove(largest);
            double norm = Norm(largest);
            foreach (double[] column in left)
            {
                double overlap = column.Zip(largest, (a, b) => a * b).Sum() / (norm * norm);
                for (int i = 0; i < column.Length; i++)
                    column[i] -= overlap * largest[i];
            }
        }
    }

    private static double Norm(double[] column) => Math.Sqrt(column.Sum(element => element * element));

    /// <summary>Sums of products of numbers, cos(angle) and sin(angle), with powers.</summary>
    private static double ValueOf(string text, Dictionary<string, string> angles, double[] inputs, double[] weights)
    {
        double Angle(string name) =>
            Circuit
                .Parse($"RX({angles.GetValueOrDefault(name, name)})[0]")
                .Gates.Single()
                .Angles[0]
                .Evaluate(Padded(inputs), Padded(weights));
        double Factor(string factor)
        {
            if (factor.StartsWith('-'))
                return -Factor(factor[1..]);
            if (double.TryParse(factor, NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
                return number;
            string[] power = factor.Split('^');
            double angle = Angle(power[0][4..^1]);
            double value = factor.StartsWith("cos", StringComparison.Ordinal) ? Math.Cos(angle) : Math.Sin(angle);
            return Math.Pow(value, power.Length == 1 ? 1 : int.Parse(power[1], CultureInfo.InvariantCulture));
        }
        return text.Replace(" - ", " + -", StringComparison.Ordinal)
            .Split(" + ")
            .Sum(product => product.Split('*').Select(Factor).Aggregate(1.0, (a, b) => a * b));
    }

    private static double[] Padded(double[] values) => [.. values, .. new double[8]];

    /// <summary>The largest size of each Fourier coefficient of any output in one input, everything else fixed.</summary>
    private static double[] Amplitudes(Circuit circuit, int input)
    {
        const int Samples = 32;
        double[] inputs = LanguageCases.Angles(3, circuit.InputCount);
        double[] weights = LanguageCases.Angles(4, circuit.WeightCount);
        var amplitudes = new Complex[Samples / 2, circuit.OutputCount];
        for (int n = 0; n < Samples; n++)
        {
            inputs[input] = 2 * Math.PI * n / Samples;
            double[] values = ReferenceSimulator.Evaluate(circuit, inputs, weights);
            for (int k = 0; k < Samples / 2; k++)
            for (int output = 0; output < values.Length; output++)
                amplitudes[k, output] += values[output] * Complex.Exp(new Complex(0, -k * inputs[input])) / Samples;
        }
        return
        [
            .. Enumerable
                .Range(0, Samples / 2)
                .Select(k => Enumerable.Range(0, circuit.OutputCount).Max(output => amplitudes[k, output].Magnitude)),
        ];
    }
}
