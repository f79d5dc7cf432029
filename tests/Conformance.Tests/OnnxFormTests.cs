using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using QImpact.Onnx;
using QImpact.Onnx.Circuits;
using QImpact.Onnx.Format;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Compilation;
using QImpact.Quantum.Noise;
using QImpact.Quantum.Templates;
using QImpact.Tests;
using QImpact.Training.Export;
using QImpact.Training.Layers;
using Shouldly;
using Xunit;
using static TorchSharp.torch;

namespace QImpact.Conformance.Tests;

/// <summary>Every form that a circuit can be exported in gives the compiled circuit's float64 values in ONNX Runtime.</summary>
public sealed class OnnxFormTests
{
    internal static readonly Dictionary<string, (Circuit Circuit, CircuitForm?[] Forms)> Circuits = new()
    {
        ["IQP"] = (
            new Circuit(4).IqpEmbedding(repeats: 2).BasicEntanglerLayers(1).MeasureEach(Pauli.X),
            [null, CircuitForm.Sparse, CircuitForm.Layered, CircuitForm.GateByGate]
        ),
        ["amplitudes"] = (
            new Circuit(4)
                .AmplitudeEmbedding(features: 11, padWith: 0.25, normalize: true)
                .StronglyEntanglingLayers(2)
                .MeasureEach(Pauli.Y),
            [null, CircuitForm.Dense, CircuitForm.GateByGate]
        ),
        ["amplitudes of some wires, then angles"] = (
            new Circuit(4)
                .AmplitudeEmbedding(normalize: true, wires: [2, 0], firstInput: 1)
                .AngleEmbedding(Pauli.Y)
                .BasicEntanglerLayers(2)
                .Measure(Observable.Parse("XIYZ"), Observable.Parse("ZZII")),
            [null, CircuitForm.Layered, CircuitForm.GateByGate]
        ),
        ["probabilities"] = (
            new Circuit(3).AngleEmbedding(Pauli.Y).StronglyEntanglingLayers(2).MeasureProbabilities(2, 0),
            [null, CircuitForm.Sparse, CircuitForm.Dense, CircuitForm.GateByGate]
        ),
        ["re-uploading"] = (
            new Circuit(3).Repeat(3, c => c.AngleEmbedding(Pauli.X).StronglyEntanglingLayers(1)).MeasureEach(Pauli.Z),
            [null, CircuitForm.Sparse, CircuitForm.Layered, CircuitForm.GateByGate]
        ),
        ["re-uploading, 8 qubits"] = (
            new Circuit(8)
                .Repeat(2, c => c.AngleEmbedding(Pauli.Y).StronglyEntanglingLayers(1))
                .Measure(Observable.Parse("XYZXYZIZ"), Observable.Z(7)),
            [null, CircuitForm.GateByGate]
        ),
        ["11 qubits"] = (
            new Circuit(11).AngleEmbedding().StronglyEntanglingLayers(2).MeasureEach(Pauli.Z),
            [null, CircuitForm.GateByGate]
        ),
        ["only phases of |0>"] = (
            new Circuit(2).AngleEmbedding(Pauli.Z).MeasureEach(Pauli.Z),
            [null, CircuitForm.Sparse, CircuitForm.Dense, CircuitForm.GateByGate]
        ),
        ["all waves cancel"] = (
            Circuit.Parse("2: CRX(x0)[0,1] <Z1>"),
            [null, CircuitForm.Sparse, CircuitForm.Dense, CircuitForm.GateByGate]
        ),
        ["re-uploading, 12 qubits"] = (
            Circuit.Parse("12: 2*(AngleEmbedding(X) StronglyEntanglingLayers(layers=1)) <Z>"),
            [null, CircuitForm.GateByGate]
        ),
        ["readout errors"] = (
            new NoiseModel { Readout = new ReadoutError(0.03) }.ApplyTo(
                new Circuit(3).AngleEmbedding().BasicEntanglerLayers(2).MeasureEach(Pauli.Z)
            ),
            [null, CircuitForm.Sparse, CircuitForm.Dense, CircuitForm.GateByGate]
        ),
    };

    public static TheoryData<string> Names => new(Circuits.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_circuit_gives_the_same_values_in_every_form_that_it_has(string name)
    {
        (Circuit circuit, CircuitForm?[] forms) = Circuits[name];
        var random = new Random(3);
        double[] weights = Numbers(random, circuit.WeightCount);
        double[][] inputs = [.. Enumerable.Range(0, 5).Select(_ => Numbers(random, circuit.InputCount))];
        CompiledCircuit compiled = circuit.Compile();
        foreach (CircuitForm? form in forms)
        {
            Result result = Interpreters.Onnx(circuit, inputs, weights, form);
            for (int s = 0; s < inputs.Length; s++)
            {
                double[] expected = compiled.Evaluate(inputs[s], weights);
                for (int k = 0; k < expected.Length; k++)
                    result.Values[s][k].ShouldBe(expected[k], 1e-5, $"{form}, sample {s}, output {k}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_batch_without_samples_gives_no_rows_in_every_form(string name)
    {
        (Circuit circuit, CircuitForm?[] forms) = Circuits[name];
        double[] weights = Numbers(new Random(3), circuit.WeightCount);
        foreach (CircuitForm? form in forms)
        {
            using InferenceSession session = new(CircuitLowerings.Export("circuit", circuit, weights, form));
            using OrtValue input = OrtValue.CreateTensorValueFromMemory(Array.Empty<float>(), [0, circuit.InputCount]);
            using RunOptions options = new();
            using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(
                options,
                ["inputs"],
                [input],
                ["outputs"]
            );
            outputs[0].GetTensorTypeAndShape().Shape.ShouldBe([0, circuit.OutputCount], $"{form}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_graph_is_well_formed_and_its_bytes_are_the_same_each_time(string name)
    {
        (Circuit circuit, CircuitForm?[] forms) = Circuits[name];
        using QuantumLayer layer = new(circuit);
        foreach (CircuitForm? form in forms)
        {
            GraphContract contract = new("circuit", "input", [circuit.InputCount]) { Form = form };
            byte[] file = OnnxExporter.Export(layer, contract);
            OnnxExporter.Export(layer, contract).ShouldBeTheBytes(file);
            OnnxChecker.Check(file).ShouldBeEmpty();
            ModelProto model = ModelProto.Parser.ParseFrom(file);
            model.Graph.Node.Count(node => node.OpType is "Cos" or "Sin").ShouldBeLessThanOrEqualTo(2, $"{form}");
            ShapesOfAllValues(model, batch: 3, circuit.InputCount).ShouldBe(AnnotatedShapes(model, batch: 3));
        }
    }

    [Fact]
    public void A_form_that_cannot_express_the_circuit_says_what_it_cannot()
    {
        Refusal(new Circuit(2).AmplitudeEmbedding().MeasureEach(Pauli.Z), CircuitForm.Sparse, noise: null)
            .ShouldContain("AmplitudeEmbedding");
        Refusal(KnownCircuits.Paper, CircuitForm.Dense, new NoiseModel { Layers = [Channel.BitFlip(0.01)] })
            .ShouldContain("BitFlip");
        Refusal(KnownCircuits.Paper, CircuitForm.GateByGate, new NoiseModel { Layers = [Channel.Depolarizing(0.01)] })
            .ShouldContain("DepolarizingChannel");
        Refusal(
                new Circuit(12).Repeat(2, c => c.AngleEmbedding().StronglyEntanglingLayers(1)).MeasureEach(Pauli.Z),
                CircuitForm.Layered,
                noise: null
            )
            .ShouldContain("expected at most 4.2E+006, or the form GateByGate");
    }

    [Fact]
    public void Noise_at_export_is_that_of_the_noisy_circuit()
    {
        manual_seed(4);
        using QuantumLayer layer = new(KnownCircuits.Paper);
        NoiseModel noise = new()
        {
            Layers = [Channel.Depolarizing(0.02), Channel.BitFlip(0.01), Channel.PhaseFlip(0.03)],
            Readout = new ReadoutError(0.01),
        };
        byte[] file = OnnxExporter.Export(layer, new GraphContract("noisy", "input", [4]) { Noise = noise });
        double[] inputs = [0.3, -1.2, 2, 0.7];
        float[] values = Interpreters.Run(file, [.. inputs.Select(x => (float)x)], [1, 4]);
        double[] expected = noise.ApplyTo(KnownCircuits.Paper).Compile().Evaluate(inputs, layer.WeightValues());
        double[] quiet = KnownCircuits.Paper.Compile().Evaluate(inputs, layer.WeightValues());
        for (int k = 0; k < 4; k++)
            ((double)values[k]).ShouldBe(expected[k], 1e-6);
        expected.Zip(quiet, (a, b) => Math.Abs(a - b)).Max().ShouldBeGreaterThan(0.01);
    }

    /// <summary>Every value's shape as ONNX Runtime has it, all values being made outputs.</summary>
    private static string[] ShapesOfAllValues(ModelProto model, int batch, int inputs)
    {
        ModelProto open = model.Clone();
        open.Graph.Output.AddRange(open.Graph.ValueInfo);
        string[] names = [.. open.Graph.Output.Select(output => output.Name)];
        using InferenceSession session = new(open.ToByteArray());
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(new float[batch * inputs], [batch, inputs]);
        using RunOptions options = new();
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(options, ["input"], [input], names);
        return
        [
            .. names.Zip(outputs, (name, value) => $"{name} {string.Join('x', value.GetTensorTypeAndShape().Shape)}"),
        ];
    }

    private static string[] AnnotatedShapes(ModelProto model, int batch) =>
        [
            .. model
                .Graph.Output.Concat(model.Graph.ValueInfo)
                .Select(value =>
                    $"{value.Name} {string.Join('x', value.Type.TensorType.Shape.Dim.Select(d => d.HasDimParam ? batch : d.DimValue))}"
                ),
        ];

    internal static QuantumLayer LayerOf(Circuit circuit, double[] weights)
    {
        QuantumLayer layer = new(circuit, dtype: ScalarType.Float64);
        using (no_grad())
        using (Tensor values = tensor(weights).reshape(layer.Weights.shape))
            layer.Weights.copy_(values);
        return layer;
    }

    private static string Refusal(Circuit circuit, CircuitForm form, NoiseModel? noise)
    {
        using QuantumLayer layer = new(circuit);
        GraphContract contract = new("circuit", "input", [circuit.InputCount]) { Form = form, Noise = noise };
        return Should.Throw<NotSupportedException>(() => OnnxExporter.Export(layer, contract)).Message;
    }

    internal static double[] Numbers(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => 4 * random.NextDouble() - 1.5)];
}
