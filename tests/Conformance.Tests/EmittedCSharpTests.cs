using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using QImpact.Quantum;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Compilation;
using QImpact.Quantum.Compilation.Sparse;
using QImpact.Quantum.Description;
using QImpact.Quantum.Emit;
using QImpact.Quantum.Simulation;
using Shouldly;
using Xunit;

namespace QImpact.Conformance.Tests;

/// <summary>
/// What <see cref="CSharpCode"/> writes, compiled by Roslyn with nullable and warnings as errors, against PennyLane's values (fixtures) and
/// the reference simulator (random circuits): values and gradients within 1e-10.
/// </summary>
public sealed class EmittedCSharpTests
{
    private const double Tolerance = 1e-10;

    private delegate void Forward(ReadOnlySpan<double> inputs, ReadOnlySpan<double> weights, Span<double> outputs);

    private delegate void Backward(
        ReadOnlySpan<double> inputs,
        ReadOnlySpan<double> weights,
        ReadOnlySpan<double> gradOutputs,
        Span<double> gradInputs,
        Span<double> gradWeights
    );

    // A circuit in a form, and samples with what the outputs and their derivatives are.
    private sealed record Case(string Name, CompiledCircuit Compiled, double[] Weights, Sample[] Samples);

    private sealed record Sample(double[] Inputs, double[] Values, double[,] ByInputs, double[,] ByWeights);

    [Fact]
    public void Every_fixture_and_a_hundred_random_circuits_have_their_values_and_gradients_in_every_form()
    {
        Case[] cases = [.. FixtureCases(), .. RandomCircuits()];
        cases.Select(one => one.Compiled.Form).Distinct().Count().ShouldBeGreaterThan(1);
        cases.Length.ShouldBeGreaterThan(150);
        Assembly assembly = Compiled(cases.Select((one, i) => CSharpCode.Write(Source(one.Compiled, $"Layer{i}"))));
        for (int i = 0; i < cases.Length; i++)
        {
            Type layer = assembly.GetType($"Layer{i}")!;
            Check(
                cases[i],
                layer.GetMethod("Forward")!.CreateDelegate<Forward>(),
                layer.GetMethod("Backward")!.CreateDelegate<Backward>()
            );
        }
    }

    [Fact]
    public void Trained_weights_are_in_the_file_and_a_span_of_another_length_is_refused()
    {
        double[] weights = [.. Enumerable.Range(0, 8).Select(k => k / 3.0)];
        string code = CSharpCode.Write(new EmitSource(KnownCircuits.Paper.Compile(), weights, null, "a test"));
        code.ShouldContain("// Made by: a test\n");
        code.ShouldContain(
            string.Join("\n", KnownCircuits.Paper.Draw().Split('\n').Select(l => $"//   {l}".TrimEnd()))
                .TrimEnd('/', '\n')
        );
        Type layer = Compiled([code]).GetType("QuantumLayer")!;
        // A reflected span can't be boxed: what it holds is seen by what a method of its own gives.
        Forward forward = layer.GetMethod("Forward")!.CreateDelegate<Forward>();
        TrainedWeights trained = layer.GetProperty("TrainedWeights")!.GetMethod!.CreateDelegate<TrainedWeights>();
        trained().ToArray().ShouldBe(weights);
        Should
            .Throw<ArgumentException>(() => forward([1, 2, 3], weights, new double[4]))
            .Message.ShouldBe("3 numbers; expected 4 (Parameter 'inputs')");
        Should
            .Throw<ArgumentException>(() => forward([1, 2, 3, 4], weights, new double[3]))
            .Message.ShouldBe("3 numbers; expected 4 (Parameter 'outputs')");
    }

    private delegate ReadOnlySpan<double> TrainedWeights();

    [Theory]
    [InlineData("", "no name of a class")]
    [InlineData("2Layer", "no name of a class")]
    [InlineData("My Layer", "no name of a class")]
    [InlineData("class", "no name of a class")]
    [InlineData("layer", "no name of a class")]
    [InlineData("Läyer", "no name of a class")]
    [InlineData("Forward", "is taken in the file")]
    [InlineData("Math", "is taken in the file")]
    [InlineData("EdgeFrom", "is taken in the file")]
    public void A_name_that_C_sharp_does_not_take_is_refused(string name, string expected) =>
        Should
            .Throw<ArgumentException>(() => CSharpCode.Write(Source(KnownCircuits.Paper.Compile(), name)))
            .Message.ShouldContain(
                $"the name '{name}' {(expected.StartsWith("is", StringComparison.Ordinal) ? "" : "is ")}{expected}"
            );

    [Fact]
    public void Matrices_are_not_written() =>
        Should
            .Throw<NotSupportedException>(() =>
                CSharpCode.Write(Source(KnownCircuits.Paper.Compile(CircuitForm.Dense), null))
            )
            .Message.ShouldBe("the form Dense is not written in C#; expected Sparse or GateByGate");

    private static EmitSource Source(CompiledCircuit compiled, string? name) => new(compiled, null, name, "a test");

    // Both forms of the first case of each file, the cheaper one of the others.
    private static IEnumerable<Case> FixtureCases() =>
        from file in Fixtures.Files
        from item in Fixtures.Read(file).Index()
        from compiled in Forms(item.Item.Circuit, both: item.Index == 0)
        select new Case(
            $"{item.Item.Name}, {compiled.Form}",
            compiled,
            item.Item.Weights,
            [
                .. item.Item.Inputs.Select(
                    (inputs, sample) =>
                        new Sample(
                            inputs,
                            item.Item.Values[sample],
                            item.Item.ByInputs[sample],
                            item.Item.ByWeights[sample]
                        )
                ),
            ]
        );

    private static IEnumerable<Case> RandomCircuits()
    {
        for (int seed = 0; seed < 100; seed++)
        {
            RandomCase random =
                seed % 10 == 8 ? RandomCases.MakeNoisy(seed)
                : seed % 10 == 9 ? RandomCases.MakeEmbedded(seed)
                : RandomCases.Make(seed);
            double[] inputs = random.Inputs[0];
            ExpectationJacobian expected = ReferenceSimulator.Differentiate(random.Circuit, inputs, random.Weights);
            Sample sample = new(inputs, expected.Values, expected.Inputs, expected.Weights);
            foreach (CompiledCircuit compiled in Forms(random.Circuit, both: seed % 4 == 0))
                yield return new Case(
                    $"seed {seed}, {random.Circuit}, {compiled.Form}",
                    compiled,
                    random.Weights,
                    [sample]
                );
        }
    }

    // The cheapest form, and the other one too where it is not so large that Roslyn takes long.
    private static IEnumerable<CompiledCircuit> Forms(Circuit circuit, bool both)
    {
        const int mostNodes = 500;
        CompiledCircuit cheapest = circuit.Compile();
        yield return cheapest;
        if (!both)
            yield break;
        CompiledCircuit? other = null;
        try
        {
            other =
                cheapest is SparseForm
                    ? circuit.Compile(CircuitForm.GateByGate)
                    : SparseForm.Compile(circuit, mostNodes);
        }
        catch (Exception refused) when (refused is NotSupportedException or SparseFormTooLargeException) { }
        if (other is not null)
            yield return other;
    }

    private static void Check(Case one, Forward forward, Backward backward)
    {
        foreach (Sample sample in one.Samples)
        {
            double[] values = new double[sample.Values.Length];
            forward(sample.Inputs, one.Weights, values);
            ShouldBeNear(values, sample.Values, one.Name);
            for (int output = 0; output < values.Length; output++)
            {
                double[] selection = new double[values.Length];
                selection[output] = 1;
                double[] byInputs = [.. sample.Inputs.Select(_ => double.NaN)];
                double[] byWeights = [.. one.Weights.Select(_ => double.NaN)];
                backward(sample.Inputs, one.Weights, selection, byInputs, byWeights);
                ShouldBeNear(byInputs, Row(sample.ByInputs, output), one.Name);
                ShouldBeNear(byWeights, Row(sample.ByWeights, output), one.Name);
            }
        }
    }

    private static double[] Row(double[,] matrix, int row) =>
        [.. Enumerable.Range(0, matrix.GetLength(1)).Select(column => matrix[row, column])];

    private static void ShouldBeNear(double[] found, double[] expected, string name)
    {
        for (int i = 0; i < expected.Length; i++)
            Math.Abs(found[i] - expected[i])
                .ShouldBeLessThanOrEqualTo(Tolerance * Math.Max(1, Math.Abs(expected[i])), name);
    }

    private static Assembly Compiled(IEnumerable<string> files)
    {
        string[] trusted = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        CSharpCompilation compilation = CSharpCompilation.Create(
            "emitted",
            files.Select(file => CSharpSyntaxTree.ParseText(file)),
            trusted
                .Where(path => Path.GetFileName(path) is "System.Runtime.dll" or "System.Private.CoreLib.dll")
                .Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                optimizationLevel: OptimizationLevel.Release,
                warningLevel: 9999,
                generalDiagnosticOption: ReportDiagnostic.Error,
                nullableContextOptions: NullableContextOptions.Enable
            )
        );
        using MemoryStream stream = new();
        Microsoft.CodeAnalysis.Emit.EmitResult result = compilation.Emit(stream);
        result.Diagnostics.Take(5).Select(problem => problem.ToString()).ShouldBeEmpty();
        return Assembly.Load(stream.ToArray());
    }
}
