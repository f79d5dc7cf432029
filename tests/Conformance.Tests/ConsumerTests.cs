using System.Text.Json;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Compilation;
using QImpact.Tests;
using QImpact.Training.Export;
using QImpact.Training.Layers;
using Shouldly;
using Xunit;

namespace QImpact.Conformance.Tests;

/// <summary>
/// Circuits in every form, run by other programs than ONNX Runtime for .NET, where they are installed. tests/consumers says how to install
/// them, and how to check a trained model in them.
/// </summary>
public sealed class ConsumerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void OpenCV_DNN_gives_the_same_values_in_every_form()
    {
        string? python = Programs.PythonWith("cv2");
        Assert.SkipWhen(python is null, "Python's OpenCV is not installed (Debian: apt-get install python3-opencv)");
        WriteCases();
        ShouldPass(Programs.Run(python!, Programs.Script("opencv_cases.py"), _folder.Path));
    }

    [Fact]
    public void Onnxruntime_node_gives_the_same_values_in_every_form()
    {
        string packages = Programs.Script("node_modules/onnxruntime-node");
        Assert.SkipUnless(
            Directory.Exists(packages),
            "onnxruntime-node is not installed (npm install --ignore-scripts in tests/consumers)"
        );
        WriteCases();
        ShouldPass(Programs.Run("node", Programs.Script("node_cases.mjs"), _folder.Path));
    }

    private static void ShouldPass((int Code, string Text) result)
    {
        result.Text.Split('\n').Count(line => line.StartsWith("ok", StringComparison.Ordinal)).ShouldBeGreaterThan(20);
        result.Code.ShouldBe(0, result.Text);
    }

    /// <summary>A file and its values for each circuit and form; the values are the compiled circuit's, in float64.</summary>
    private void WriteCases()
    {
        foreach ((string name, (Circuit circuit, CircuitForm?[] forms)) in OnnxFormTests.Circuits)
        {
            var random = new Random(3);
            double[] weights = OnnxFormTests.Numbers(random, circuit.WeightCount);
            double[][] inputs =
            [
                .. Enumerable.Range(0, 3).Select(_ => OnnxFormTests.Numbers(random, circuit.InputCount)),
            ];
            CompiledCircuit compiled = circuit.Compile();
            using QuantumLayer layer = OnnxFormTests.LayerOf(circuit, weights);
            foreach (CircuitForm? form in forms)
            {
                string file = Path.Combine(_folder.Path, $"{name}, {form?.ToString() ?? "smallest"}");
                GraphContract contract = new("circuit", "angles", [circuit.InputCount], "expectations") { Form = form };
                File.WriteAllBytes(file + ".onnx", OnnxExporter.Export(layer, contract));
                File.WriteAllText(
                    file + ".json",
                    JsonSerializer.Serialize(
                        new
                        {
                            input = "angles",
                            shape = new[] { inputs.Length, circuit.InputCount },
                            values = inputs.SelectMany(sample => sample),
                            output = "expectations",
                            expected = inputs.SelectMany(sample => compiled.Evaluate(sample, weights)),
                        }
                    )
                );
            }
        }
    }
}
