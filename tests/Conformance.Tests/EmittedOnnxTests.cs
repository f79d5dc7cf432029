using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using QImpact.Onnx;
using QImpact.Onnx.Circuits;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Compilation;
using QImpact.Quantum.Emit;
using QImpact.Quantum.Simulation;
using QImpact.Tests;
using Shouldly;
using Xunit;

namespace QImpact.Conformance.Tests;

/// <summary>
/// Layers as ONNX files of their own (<see cref="LayerModel"/>), weights as constants and as an input, in ONNX Runtime and OpenCV, against PennyLane's
/// values (fixtures) and the reference simulator (random circuits): within 1e-5, float32.
/// </summary>
public sealed class EmittedOnnxTests : IDisposable
{
    private const double Tolerance = 1e-5;

    // A product of two inputs is up to 40, and rounded as a number of that size.
    private const double ProductTolerance = 16 * Tolerance;

    private readonly TemporaryFolder _folder = new();

    private sealed record Case(string Name, Circuit Circuit, double[][] Inputs, double[] Weights, double[][] Expected)
    {
        public double Tolerance { get; } =
            Circuit
                .Elements.SelectMany(e => e.Angles)
                .SelectMany(a => a.Terms)
                .Any(t => t.Variable.Kind == VariableKind.Product)
                ? ProductTolerance
                : EmittedOnnxTests.Tolerance;
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ONNX_Runtime_gives_the_values_of_every_fixture_and_of_a_hundred_random_circuits_weights_as_constants_and_as_an_input()
    {
        foreach (Case one in Cases())
        {
            CompiledCircuit compiled = one.Circuit.Compile();
            EmitSource open = new(compiled, null, null, "a test");
            EmitSource trained = open with { Weights = one.Weights };
            byte[] constants = LayerModel.Write(trained, trainable: false);
            OnnxChecker.Check(constants).ShouldBeEmpty(one.Name);
            ShouldBeNear(Run(constants, one, weights: null), one, "constants");
            byte[] trainable = LayerModel.Write(open, trainable: true);
            OnnxChecker.Check(trainable).ShouldBeEmpty(one.Name);
            ShouldBeNear(Run(trainable, one, one.Weights), one, "trainable");
        }
    }

    [Fact]
    public void OpenCV_DNN_gives_the_values_of_every_fixture_and_of_a_hundred_random_circuits()
    {
        string? python = Programs.PythonWith("cv2");
        Assert.SkipWhen(python is null, "Python's OpenCV is not installed (Debian: apt-get install python3-opencv)");
        Case[] cases = [.. Cases().Where(one => one.Tolerance == Tolerance)];
        for (int i = 0; i < cases.Length; i++)
        {
            Case one = cases[i];
            string file = _folder.File($"{i}");
            File.WriteAllBytes(
                file + ".onnx",
                LayerModel.Write(new EmitSource(one.Circuit.Compile(), one.Weights, null, "a test"), trainable: false)
            );
            File.WriteAllText(
                file + ".json",
                JsonSerializer.Serialize(
                    new
                    {
                        input = "inputs",
                        shape = new[] { one.Inputs.Length, one.Circuit.InputCount },
                        values = one.Inputs.SelectMany(sample => sample),
                        output = "expectations",
                        expected = one.Expected.SelectMany(sample => sample),
                    }
                )
            );
        }
        (int code, string text) = Programs.Run(python!, Programs.Script("opencv_cases.py"), _folder.Path);
        string[] failed = [.. text.Split('\n').Where(line => line.StartsWith("FAILED", StringComparison.Ordinal))];
        failed.Select(line => $"{line} {cases[int.Parse(line.Split(' ')[1].TrimEnd(':'))].Name}").ShouldBeEmpty();
        code.ShouldBe(0, text);
    }

    [Fact]
    public void Known_weights_are_what_the_input_has_where_it_is_left_out()
    {
        Case one = Cases().First();
        EmitSource source = new(one.Circuit.Compile(), one.Weights, null, "a test");
        byte[] file = LayerModel.Write(source, trainable: true);
        ShouldBeNear(Run(file, one, weights: null), one, "left out");
        using InferenceSession session = new(file);
        session.InputMetadata["inputs"].Dimensions.ShouldBe([-1, one.Circuit.InputCount]);
        session.OutputMetadata["expectations"].Dimensions.ShouldBe([-1, one.Circuit.OutputCount]);
        session.OverridableInitializerMetadata["weights"].Dimensions.ShouldBe([.. one.Circuit.WeightShape]);
    }

    [Fact]
    public void A_file_says_what_it_is_and_is_the_same_every_time()
    {
        double[] weights = [.. Enumerable.Range(0, 8).Select(k => k / 3.0)];
        EmitSource source = new(KnownCircuits.Paper.Compile(), weights, null, "how");
        byte[] file = LayerModel.Write(source, trainable: false);
        LayerModel.Write(source, trainable: false).ShouldBeTheBytes(file);
        IReadOnlyDictionary<string, string> metadata = OnnxFile.ReadMetadata(file);
        metadata["schema_version"].ShouldBe("qimpact-layer/1");
        metadata["circuit"].ShouldBe(KnownCircuits.Paper.ToString());
        JsonSerializer.Deserialize<double[]>(metadata["weights"]).ShouldBe(weights);
        metadata["made_by"].ShouldBe("how");
        file.Length.ShouldBeLessThan(3000);
        LayerModel.Write(source with { Weights = null }, trainable: true).Length.ShouldBeLessThan(200_000);
    }

    [Fact]
    public void Weights_that_are_not_known_and_circuits_without_inputs_are_refused()
    {
        Refusal(KnownCircuits.Paper)
            .ShouldBe(
                "the 8 weights are not known; expected --weights=FILE, --model=FILE, or --trainable, which makes them an input of the file"
            );
        Refusal(Circuit.Parse("1: RX(w0)[0] <Z0>")).ShouldEndWith("has no inputs; expected at least one");
    }

    private static string Refusal(Circuit circuit) =>
        Should
            .Throw<NotSupportedException>(() =>
                LayerModel.Write(new EmitSource(circuit.Compile(), null, null, ""), trainable: false)
            )
            .Message;

    private static IEnumerable<Case> Cases()
    {
        foreach (string file in Fixtures.Files)
        foreach (Fixture fixture in Fixtures.Read(file))
            yield return new Case(fixture.Name, fixture.Circuit, fixture.Inputs, fixture.Weights, fixture.Values);
        for (int seed = 0; seed < 100; seed++)
        {
            RandomCase random =
                seed % 10 == 8 ? RandomCases.MakeNoisy(seed)
                : seed % 10 == 9 ? RandomCases.MakeEmbedded(seed)
                : RandomCases.Make(seed);
            double[][] expected =
            [
                .. random.Inputs.Select(inputs => ReferenceSimulator.Evaluate(random.Circuit, inputs, random.Weights)),
            ];
            yield return new Case(
                $"seed {seed}, {random.Circuit}",
                random.Circuit,
                random.Inputs,
                random.Weights,
                expected
            );
        }
    }

    private static float[] Run(byte[] file, Case one, double[]? weights)
    {
        using InferenceSession session = new(file);
        float[] x = [.. one.Inputs.SelectMany(sample => sample).Select(value => (float)value)];
        using OrtValue inputs = OrtValue.CreateTensorValueFromMemory(x, [one.Inputs.Length, one.Circuit.InputCount]);
        List<string> names = ["inputs"];
        List<OrtValue> values = [inputs];
        if (weights is { Length: > 0 })
        {
            names.Add("weights");
            values.Add(
                OrtValue.CreateTensorValueFromMemory(
                    Array.ConvertAll(weights, weight => (float)weight),
                    [.. one.Circuit.WeightShape.Select(length => (long)length)]
                )
            );
        }
        using RunOptions options = new();
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(options, names, values, ["expectations"]);
        foreach (OrtValue value in values.Skip(1))
            value.Dispose();
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }

    private static void ShouldBeNear(float[] found, Case one, string how)
    {
        double[] expected = [.. one.Expected.SelectMany(sample => sample)];
        found.Length.ShouldBe(expected.Length, one.Name);
        for (int i = 0; i < expected.Length; i++)
            Math.Abs(found[i] - expected[i]).ShouldBeLessThanOrEqualTo(one.Tolerance, $"{how}, {one.Name}");
    }
}
