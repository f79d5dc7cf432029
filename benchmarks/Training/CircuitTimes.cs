using System.Globalization;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Compilation;
using QImpact.Quantum.Compilation.Sparse;
using QImpact.Quantum.Templates;
using QImpact.Training.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace QImpact.Benchmarks;

/// <summary>
/// Forward and backward pass in inputs and weights, float32, of quantum layers in every form that they have, each beside a linear layer of
/// the same size that takes its turn with it. Medians in milliseconds; a star marks the form that the compiler chooses.
/// </summary>
internal static class CircuitTimes
{
    // One of each kind that some form is the best for: the last three are where matrices win, alone or between uploads.
    private static readonly (string Name, Func<int, Circuit> Make, (int Qubits, int Batch)[] Sizes)[] Families =
    [
        ("BasicEntanglerLayers(RX)", n => KnownCircuits.AngleBasic(n, layers: 2), AllSizes),
        ("BasicEntanglerLayers(RY)", n => KnownCircuits.AngleBasic(n, layers: 2, rotation: Pauli.Y), AllSizes),
        (
            "StronglyEntanglingLayers",
            n => new Circuit(n).AngleEmbedding().StronglyEntanglingLayers(2).MeasureEach(Pauli.Z),
            AllSizes
        ),
        (
            "re-uploading, 3 times",
            n => new Circuit(n).Repeat(3, c => c.AngleEmbedding().StronglyEntanglingLayers(1)).MeasureEach(Pauli.Z),
            AllSizes
        ),
        (
            "StronglyEntangling, 6",
            n => new Circuit(n).AngleEmbedding().StronglyEntanglingLayers(6).MeasureEach(Pauli.Z),
            SmallSizes
        ),
        (
            "re-uploading, 3 x 4 layers",
            n => new Circuit(n).Repeat(3, c => c.AngleEmbedding().StronglyEntanglingLayers(4)).MeasureEach(Pauli.Z),
            SmallSizes
        ),
        (
            "AmplitudeEmbedding",
            n => new Circuit(n).AmplitudeEmbedding(normalize: true).StronglyEntanglingLayers(4).MeasureEach(Pauli.Z),
            SmallSizes
        ),
    ];

    private static (int Qubits, int Batch)[] AllSizes =>
        [(4, 1), (4, 32), (4, 256), (4, 4096), (8, 32), (10, 32), (12, 32), (16, 32)];

    private static (int Qubits, int Batch)[] SmallSizes => [(2, 32), (2, 256), (4, 32), (4, 256)];

    /// <summary>Measures and prints a table.</summary>
    public static void Print()
    {
        set_num_threads(Math.Min(2, Environment.ProcessorCount));
        Console.WriteLine(
            "circuit (2 layers)          qubits  batch  form          compile  forward  + backward  Linear(n,n)"
        );
        foreach ((string name, Func<int, Circuit> make, (int Qubits, int Batch)[] sizes) in Families)
        foreach ((int qubits, int batch) in sizes)
        foreach (CircuitForm form in Enum.GetValues<CircuitForm>())
            PrintLine(name, make(qubits), batch, form);
    }

    private static void PrintLine(string name, Circuit circuit, int batch, CircuitForm form)
    {
        CompiledCircuit compiled;
        long start = TimeProvider.System.GetTimestamp();
        try
        {
            compiled = circuit.Compile(form);
        }
        catch (Exception refusal) when (refusal is SparseFormTooLargeException or NotSupportedException)
        {
            return;
        }
        double compile = TimeProvider.System.GetElapsedTime(start).TotalMilliseconds;
        using DisposeScope scope = NewDisposeScope();
        Tensor inputs = rand(batch, circuit.InputCount, requires_grad: true);
        using nn.Module<Tensor, Tensor> layer = new QuantumLayer(compiled);
        using nn.Module<Tensor, Tensor> linear = nn.Linear(circuit.InputCount, circuit.OutputCount);
        double[] times = Medians([() => Forward(layer, inputs), () => Pass(layer, inputs), () => Pass(linear, inputs)]);
        FormChoice choice = circuit.Compile(batch).Choice!;
        string mark = choice.Chosen == form ? "*" : " ";
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{name, -26}  {circuit.Qubits, 6}  {batch, 5}  {form, -11}{mark}  {compile, 7:F2}  {times[0], 7:F3}  {times[1], 10:F3}  {times[2], 11:F3}  {choice.Reason}"
            )
        );
    }

    private static void Forward(nn.Module<Tensor, Tensor> layer, Tensor inputs)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable grad = no_grad();
        layer.call(inputs);
    }

    private static void Pass(nn.Module<Tensor, Tensor> layer, Tensor inputs)
    {
        using DisposeScope scope = NewDisposeScope();
        layer.zero_grad();
        layer.call(inputs).sum().backward();
        // New weights, as after an optimiser's step: nothing that depends on them is kept.
        using IDisposable grad = no_grad();
        foreach (Tensor parameter in layer.parameters())
            parameter.add_(1e-4);
    }

    /// <summary>The actions take turns for about a second, at least three times and at most 2000 times.</summary>
    private static double[] Medians(Action[] actions)
    {
        double[] Turn() =>
            actions
                .Select(action =>
                {
                    long start = TimeProvider.System.GetTimestamp();
                    action();
                    return TimeProvider.System.GetElapsedTime(start).TotalMilliseconds;
                })
                .ToArray();

        for (int warmUp = 0; warmUp < 20 && (warmUp < 2 || Turn().Sum() < 50); warmUp++) { }
        long begin = TimeProvider.System.GetTimestamp();
        var turns = new List<double[]>();
        while (turns.Count < 3 || (turns.Count < 2000 && TimeProvider.System.GetElapsedTime(begin).TotalSeconds < 0.7))
            turns.Add(Turn());
        return actions.Select((_, a) => turns.Select(turn => turn[a]).Order().ElementAt(turns.Count / 2)).ToArray();
    }
}
