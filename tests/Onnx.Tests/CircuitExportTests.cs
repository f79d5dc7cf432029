using Microsoft.ML.OnnxRuntime;
using QImpact.Onnx.Circuits;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Compilation;
using QImpact.Quantum.Simulation;
using QImpact.Quantum.Templates;
using Shouldly;
using Xunit;

namespace QImpact.Onnx.Tests;

/// <summary>Circuits written without TorchSharp, run by ONNX Runtime. The oracle is the float64 reference simulator.</summary>
public sealed class CircuitExportTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(CircuitForm.Sparse)]
    [InlineData(CircuitForm.Dense)]
    [InlineData(CircuitForm.GateByGate)]
    public void A_circuit_alone_becomes_a_file_that_gives_the_references_numbers(CircuitForm? form)
    {
        Circuit circuit = new Circuit(3).AngleEmbedding(Pauli.Y).StronglyEntanglingLayers(2).MeasureEach(Pauli.Z);
        Random random = new(3);
        double[] weights = [.. Enumerable.Range(0, circuit.WeightCount).Select(_ => 6 * random.NextDouble())];
        float[] inputs = [.. Enumerable.Range(0, 5 * 3).Select(_ => 2 * random.NextSingle() - 1)];

        byte[] file = CircuitLowerings.Export("layer", circuit, weights, form);

        OnnxChecker.Check(file).ShouldBeEmpty();
        float[] actual = Run(file, inputs, 3);
        actual.Length.ShouldBe(5 * circuit.OutputCount);
        foreach ((float[] sample, int row) in inputs.Chunk(3).Select((sample, row) => (sample, row)))
        {
            double[] angles = [.. sample.Select(angle => (double)angle)];
            double[] expected = ReferenceSimulator.Evaluate(circuit, angles, weights);
            for (int k = 0; k < expected.Length; k++)
                actual[row * expected.Length + k].ShouldBe((float)expected[k], 1e-5f);
        }
    }

    [Fact]
    public void A_wrong_number_of_weights_is_refused()
    {
        Should
            .Throw<ArgumentException>(() => CircuitLowerings.Export("layer", KnownCircuits.Paper, new double[7]))
            .Message.ShouldStartWith(
                "layer 'circuit' got 7 weights; expected 8, those of the circuit AngleEmbedding(X, "
            );
    }

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(1e39, "1E+39")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    public void A_number_that_the_file_can_not_hold_is_refused_by_the_constant_that_has_it(double value, string text)
    {
        GraphBuilder graph = new("graph");
        GraphValue input = graph.Input("inputs", 2);
        string constant = graph.Constant("layer/constant", [1, value], 2);
        graph.Output(graph.Node("Add", "layer", [2], [input.Name, constant]), "outputs");
        Should
            .Throw<NotSupportedException>(() => OnnxFile.Write(graph))
            .Message.ShouldBe(
                $"the constant layer/constant has the value {text}; expected at most 3.40282E+38 in size, which Float holds"
            );
    }

    private static float[] Run(byte[] file, float[] inputs, int width)
    {
        using InferenceSession session = new(file);
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(inputs, [inputs.Length / width, width]);
        using RunOptions options = new();
        using var outputs = session.Run(options, ["inputs"], [input], ["outputs"]);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
