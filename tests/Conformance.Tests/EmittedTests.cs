using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using QImpact.Quantum.Compilation;
using QImpact.Quantum.Emit;
using QImpact.Tests;
using Shouldly;
using Xunit;

namespace QImpact.Conformance.Tests;

/// <summary>
/// Emitted Python in the Python that has PyTorch, held against PennyLane's values (tests/fixtures/circuits) and the reference simulator. QIMPACT_EMITTED=FOLDER keeps the files
/// there, for a machine with other versions or a GPU.
/// </summary>
public sealed class EmittedTests : IDisposable
{
    private const string NoTorch =
        "Python's PyTorch is not installed (Debian: apt-get install python3-torch python3-numpy)";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Functions_for_PyTorch_NumPy_and_JAX_have_the_reference_s_values_and_derivatives()
    {
        string? python = Programs.PythonWith("torch", "numpy");
        string? kept = Environment.GetEnvironmentVariable("QIMPACT_EMITTED");
        Assert.SkipWhen(python is null && kept is null, NoTorch);
        string folder = kept is null ? _folder.Path : Directory.CreateDirectory(kept).FullName;
        int cases = EmittedCases.Write(folder);
        cases.ShouldBeGreaterThan(250);
        // Every way of writing a function occurs.
        string[] files = [.. Directory.GetFiles(folder, "*_numpy.py").Select(File.ReadAllText)];
        foreach (string part in (string[])["COSINES = ", "INPUT_PRODUCTS_OF_2 = ", "LEVEL_0 = ", "PHASES_", "np.eye("])
            files.ShouldContain(file => file.Contains(part, StringComparison.Ordinal), part);
        Assert.SkipWhen(python is null, NoTorch);
        (int code, string text) = Programs.Run(python!, Programs.Script("emitted_check.py"), folder);
        code.ShouldBe(
            0,
            string.Join('\n', text.Split('\n').Where(line => !line.StartsWith("ok", StringComparison.Ordinal)).Take(20))
        );
        text.Split('\n').Count(line => line.StartsWith("ok", StringComparison.Ordinal)).ShouldBe(3 * cases);
    }

    [Fact]
    public void A_hybrid_model_of_PennyLane_goes_to_ONNX_with_the_emitted_module_in_its_layers_place()
    {
        string? python = Programs.PythonWith("torch", "onnx");
        Assert.SkipWhen(
            python is null,
            "Python's PyTorch or onnx is not installed (Debian: apt-get install python3-torch python3-onnx)"
        );
        Fixture fixture = Fixtures
            .Read("base_angleX_basicRX_Z")
            .First(f => f.Circuit.Qubits == 4 && f.Circuit.WeightShape[0] == 2);
        EmitSource source = new(fixture.Circuit.Compile(), null, null, "the conformance tests");
        File.WriteAllText(_folder.File("quantum_layer.py"), PyTorchCode.Write(source));
        File.WriteAllText(
            _folder.File("pennylane.json"),
            JsonSerializer.Serialize(
                new
                {
                    inputs = fixture.Inputs,
                    weights = fixture.Weights.Chunk(4),
                    outputs = fixture.Values,
                }
            )
        );
        (int code, string text) = Programs.Run(python!, Programs.Script("pennylane_to_onnx.py"), _folder.Path);
        code.ShouldBe(0, text);
        using JsonDocument samples = JsonDocument.Parse(File.ReadAllText(_folder.File("samples.json")));
        float[][] features = samples.RootElement.GetProperty("features").Deserialize<float[][]>()!;
        float[][] expected = samples.RootElement.GetProperty("logits").Deserialize<float[][]>()!;
        float[] logits = Run(_folder.File("hybrid.onnx"), features);
        logits.Length.ShouldBe(2 * features.Length);
        foreach ((float actual, float should) in logits.Zip(expected.SelectMany(row => row)))
            actual.ShouldBe(should, 1e-5f);
    }

    [Fact]
    public void The_page_shows_the_lines_that_take_the_model_to_ONNX()
    {
        string[] lines =
        [
            .. File.ReadAllLines(Programs.Script("pennylane_to_onnx.py"))
                .SkipWhile(line => line != "# docs/from-python.md: from here")
                .Skip(1)
                .TakeWhile(line => line != "# docs/from-python.md: to here"),
        ];
        lines.Count(line => line.Length > 0).ShouldBe(5);
        File.ReadAllText(Path.Combine(Repository.Root, "docs", "from-python.md"))
            .ShouldContain($"```python\n{string.Join('\n', lines)}\n```");
    }

    private static float[] Run(string model, float[][] rows)
    {
        using InferenceSession session = new(model);
        float[] values = [.. rows.SelectMany(row => row)];
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(values, [rows.Length, rows[0].Length]);
        using RunOptions options = new();
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(
            options,
            new Dictionary<string, OrtValue> { ["features"] = input },
            ["logits"]
        );
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
