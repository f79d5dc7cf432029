using Microsoft.ML.OnnxRuntime;
using QImpact.Inference;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Templates;
using QImpact.Training.Export;
using QImpact.Training.Layers;
using QImpact.TwoMoons;
using TorchSharp;
using static TorchSharp.torch;

// Usage: QImpact.TwoMoons [FILE.onnx]
// Trains a classifier with a quantum layer on two moons, writes it as ONNX, and runs the file in ONNX Runtime.
string file = args is [string name, ..] ? name : "two-moons.onnx";
manual_seed(0);

// Define.
Circuit circuit = new Circuit(qubits: 4)
    .AngleEmbedding(rotation: Pauli.X)
    .BasicEntanglerLayers(layers: 2, rotation: Pauli.X)
    .MeasureEach(Pauli.Z);
using var model = nn.Sequential(
    ("spread", nn.Linear(2, 4)),
    ("quantum", new QuantumLayer(circuit)),
    ("head", nn.Linear(4, 2))
);

// Train.
Moons train = Moons.Sample(400, seed: 0);
using Tensor points = tensor(train.Points, [train.Count, 2]);
using Tensor labels = tensor(train.Labels);
using var optimiser = optim.Adam(model.parameters(), 0.05);
for (int step = 0; step < 300; step++)
{
    using DisposeScope scope = NewDisposeScope();
    optimiser.zero_grad();
    nn.functional.cross_entropy(model.call(points), labels).backward();
    optimiser.step();
}

// Export.
GraphContract contract = new("two-moons", "points", [2], "logits") { Probabilities = "probabilities" };
File.WriteAllBytes(file, OnnxExporter.Export(model, contract));

// Infer: nothing but ONNX Runtime is needed. Since 1.29 it has telemetry; that is turned off before its first session.
Telemetry.TurnOff();
Moons test = Moons.Sample(1000, seed: 1);
using InferenceSession session = new(file);
using OrtValue input = OrtValue.CreateTensorValueFromMemory(test.Points, [test.Count, 2]);
using RunOptions options = new();
using var outputs = session.Run(options, ["points"], [input], ["probabilities"]);
float[] probabilities = outputs[0].GetTensorDataAsSpan<float>().ToArray();
int right = Enumerable.Range(0, test.Count).Count(i => (probabilities[2 * i + 1] >= 0.5 ? 1 : 0) == test.Labels[i]);

Console.WriteLine($"{right} of {test.Count} new points right, by ONNX Runtime");
Console.WriteLine($"wrote {Path.GetFullPath(file)}");
