using System.Text.Json;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Compilation;
using QImpact.Quantum.Compilation.Sparse;
using QImpact.Quantum.Emit;

namespace QImpact.Conformance.Tests;

/// <summary>Functions that are emitted for Python, each with what it should compute: what tests/consumers/emitted_check.py reads.</summary>
public static class EmittedCases
{
    private const int RandomCircuits = 60;

    // Channels leave the sparse form alone, and the files of a few would be too large.
    private const int NoisyCircuits = 24;
    private const int EmbeddedCircuits = 20;

    // Of so many circuits one is written in every form.
    private const int InEveryForm = 5;

    private static readonly CircuitForm?[] Forms =
    [
        null,
        CircuitForm.Sparse,
        CircuitForm.Dense,
        CircuitForm.Layered,
        CircuitForm.GateByGate,
    ];

    /// <summary>Writes them into a folder: PennyLane's fixtures, random circuits and those on the edge of what numbers hold.</summary>
    /// <returns>How many.</returns>
    public static int Write(string folder)
    {
        int written = 0;
        foreach (string file in Fixtures.Files)
        foreach ((int i, Fixture fixture) in Fixtures.Read(file).Index())
            written += Write(
                folder,
                $"{file}_{i}",
                new RandomCase(fixture.Circuit, fixture.Inputs, fixture.Weights),
                new Result(fixture.Values, fixture.ByInputs, fixture.ByWeights),
                i == 0 ? Forms : [null]
            );
        foreach ((string kind, Func<int, RandomCase> make, int count) in Drawn)
        foreach (int seed in Enumerable.Range(1000, count))
            written += WriteWithReference(
                folder,
                $"{kind}_{seed}",
                make(seed),
                seed % InEveryForm == 0 ? Forms : [null]
            );
        foreach ((int i, string text) in Deep.Index())
        {
            Circuit circuit = Circuit.Parse(text);
            Random random = new(i);
            RandomCase sample = new(
                circuit,
                [.. Enumerable.Range(0, 3).Select(_ => Numbers(random, circuit.InputCount))],
                Numbers(random, circuit.WeightCount)
            );
            written += WriteWithReference(folder, $"deep_{i}", sample, [CircuitForm.Sparse]);
        }
        foreach ((int i, string name) in SpecialCases.Names.Index())
            written += WriteWithReference(folder, $"special_{i}", SpecialCases.Named(name), Forms);
        return written;
    }

    private static readonly (string Kind, Func<int, RandomCase> Make, int Count)[] Drawn =
    [
        ("random", RandomCases.Make, RandomCircuits),
        ("noisy", RandomCases.MakeNoisy, NoisyCircuits),
        ("embedded", RandomCases.MakeEmbedded, EmbeddedCircuits),
    ];

    // Written out, their coefficients would have thousands of terms: they stay sums over a graph.
    private static readonly string[] Deep =
    [
        "2: AngleEmbedding(X) BasicEntanglerLayers(RY, layers=9) <Z>",
        "2: AngleEmbedding(Y) StronglyEntanglingLayers(layers=5) DepolarizingChannel(0.02)[each] <Z> <X0>",
    ];

    private static int WriteWithReference(string folder, string name, RandomCase sample, CircuitForm?[] forms) =>
        Write(folder, name, sample, Interpreters.All[0].Run(sample.Circuit, sample.Inputs, sample.Weights), forms);

    private static int Write(string folder, string name, RandomCase sample, Result expected, CircuitForm?[] forms)
    {
        int written = 0;
        foreach (CircuitForm? form in forms)
        {
            if (Source(sample.Circuit, form) is not { } source)
                continue;
            string file = Path.Combine(folder, form is null ? name : $"{name}_{form}");
            File.WriteAllText(file + "_pytorch.py", PyTorchCode.Write(source));
            File.WriteAllText(file + "_numpy.py", NumPyCode.Write(source));
            File.WriteAllText(file + "_jax.py", JaxCode.Write(source));
            File.WriteAllText(file + ".json", Json(sample, expected));
            written++;
        }
        return written;
    }

    /// <summary>Null where the circuit does not have the form, or its file would be too large.</summary>
    private static EmitSource? Source(Circuit circuit, CircuitForm? form)
    {
        try
        {
            CompiledCircuit compiled = form is null ? circuit.Compile() : circuit.Compile(form.Value);
            EmitSource source = new(compiled, null, null, "the conformance tests");
            if (form is not null || circuit.HasChannels)
                PyTorchCode.Write(source);
            return source;
        }
        catch (Exception refusal)
            when ((form is not null || circuit.HasChannels)
                && refusal is NotSupportedException or SparseFormTooLargeException
            )
        {
            return null;
        }
    }

    private static string Json(RandomCase sample, Result expected) =>
        JsonSerializer.Serialize(
            new
            {
                circuit = sample.Circuit.ToString(),
                bounds = sample.Circuit.ExpectedObservables.Select(observable => Math.Max(1, observable.Bound)),
                factor = Interpreters.All[0].ToleranceFor(sample.Circuit) / Interpreters.All[0].Tolerance,
                inputs = sample.Inputs,
                weights = sample.Weights,
                values = expected.Values,
                byInputs = expected.ByInputs!.Select(Rows),
                byWeights = expected.ByWeights!.Select(Rows),
            }
        );

    private static double[][] Rows(double[,] matrix) =>
        [
            .. Enumerable
                .Range(0, matrix.GetLength(0))
                .Select(row =>
                    Enumerable.Range(0, matrix.GetLength(1)).Select(column => matrix[row, column]).ToArray()
                ),
        ];

    private static double[] Numbers(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => 6 * random.NextDouble() - 3)];
}
