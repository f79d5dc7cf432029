using System.Collections.Concurrent;
using System.Text.Json;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Noise;
using QImpact.Quantum.Templates;
using QImpact.Tests;

namespace QImpact.Conformance.Tests;

/// <summary>A circuit with PennyLane's values and jacobians for a batch of samples.</summary>
/// <param name="Name">The file and the case's size, for messages.</param>
/// <param name="Circuit">The circuit.</param>
/// <param name="Inputs">[batch][inputs]</param>
/// <param name="Weights">[weights], flat</param>
/// <param name="Values">[batch][outputs]</param>
/// <param name="ByInputs">[batch][outputs, inputs]</param>
/// <param name="ByWeights">[batch][outputs, weights]</param>
/// <param name="States">The states before the measurement of the first samples, [2^n] real and imaginary parts.</param>
public sealed record Fixture(
    string Name,
    Circuit Circuit,
    double[][] Inputs,
    double[] Weights,
    double[][] Values,
    double[][,] ByInputs,
    double[][,] ByWeights,
    (double[] Real, double[] Imaginary)[] States
);

/// <summary>The files of tests/fixtures/circuits: PennyLane 0.36.0, default.qubit (default.mixed with noise), backprop, float64 (its README says more).</summary>
public static class Fixtures
{
    /// <summary>Every file, so that a missing one is an error and not a test less.</summary>
    public static readonly string[] Files =
    [
        "base_angleX_basicRX_Z",
        "angleX_basicRY_Z",
        "angleX_basicRZ_Z",
        "angleX_strong_Z",
        "angleY_basicRX_Z",
        "angleY_strong_Z",
        "angleZ_basicRX_Z",
        "iqp_basicRX_Z",
        "iqp_only_X",
        "amplitude_basicRX_Z",
        "obsX_angleX_basicRX",
        "obsX_angleY_strong",
        "obsY_angleX_basicRX",
        "obsY_angleY_strong",
        "obsZZ_angleX_basicRX",
        "obsZZ_angleY_strong",
        "reupload_angleX_basicRX_Z",
        "reupload_angleX_strong_Z",
        "noise_depolarizing_angleX_basicRX_Z",
    ];

    // Every interpreter asks for every file.
    private static readonly ConcurrentDictionary<string, Fixture[]> Known = new();

    public static IReadOnlyList<Fixture> Read(string file) => Known.GetOrAdd(file, ReadCases);

    private static Fixture[] ReadCases(string file)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder(), file + ".json")));
        return document.RootElement.GetProperty("cases").EnumerateArray().Select(c => ReadCase(file, c)).ToArray();
    }

    private static Fixture ReadCase(string file, JsonElement element)
    {
        Circuit circuit = ReadCircuit(element);
        double[] weights = Flat(element.GetProperty("weights")).ToArray();
        return new Fixture(
            $"{file} {circuit}",
            circuit,
            Rows(element, "inputs").Select(row => Flat(row).ToArray()).ToArray(),
            weights,
            Rows(element, "outputs").Select(row => Flat(row).ToArray()).ToArray(),
            Rows(element, "jac_inputs").Select(row => Matrix(row, circuit.OutputCount)).ToArray(),
            Rows(element, "jac_weights").Select(row => Matrix(row, circuit.OutputCount)).ToArray(),
            element.TryGetProperty("state_re", out _)
                ? Rows(element, "state_re")
                    .Zip(Rows(element, "state_im"), (re, im) => (Flat(re).ToArray(), Flat(im).ToArray()))
                    .ToArray()
                : []
        );
    }

    private static Circuit ReadCircuit(JsonElement element)
    {
        int layers = element.GetProperty("n_layers").GetInt32();
        bool reupload = element.TryGetProperty("reupload", out JsonElement flag) && flag.GetBoolean();
        var circuit = new Circuit(element.GetProperty("n_qubits").GetInt32());
        for (int block = 0; block < (reupload ? layers : 1); block++)
            circuit = AddLayers(AddEmbedding(circuit, element), element, reupload ? 1 : layers);
        string observable = element.GetProperty("observable").GetString()!;
        circuit =
            observable == "ZZ"
                ? circuit.Measure(Observable.Parse("ZZ"))
                : circuit.MeasureEach(Enum.Parse<Pauli>(observable));
        return element.TryGetProperty("depolarizing_p", out JsonElement probability)
            ? new NoiseModel { Layers = [Channel.Depolarizing(probability.GetDouble())] }.ApplyTo(circuit)
            : circuit;
    }

    private static Circuit AddEmbedding(Circuit circuit, JsonElement element) =>
        element.GetProperty("embedding").GetString() switch
        {
            "angle" => circuit.AngleEmbedding(Axis(element.GetProperty("embedding_rotation"))),
            "iqp" => circuit.IqpEmbedding(element.GetProperty("n_repeats").GetInt32()),
            "amplitude" => circuit.AmplitudeEmbedding(normalize: true),
            string other => throw new InvalidDataException($"the embedding {other}"),
            null => throw new InvalidDataException("no embedding"),
        };

    private static Circuit AddLayers(Circuit circuit, JsonElement element, int layers) =>
        element.GetProperty("layers").GetString() switch
        {
            "basic" => circuit.BasicEntanglerLayers(layers, Axis(element.GetProperty("layer_rotation"))),
            "strong" => circuit.StronglyEntanglingLayers(layers),
            "none" => circuit,
            string other => throw new InvalidDataException($"the layers {other}"),
            null => throw new InvalidDataException("no layers"),
        };

    /// <summary>"X" or "RX"</summary>
    private static Pauli Axis(JsonElement element) => Enum.Parse<Pauli>(element.GetString()!.TrimStart('R'));

    private static JsonElement.ArrayEnumerator Rows(JsonElement element, string name) =>
        element.GetProperty(name).EnumerateArray();

    private static IEnumerable<double> Flat(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray().SelectMany(Flat) : [element.GetDouble()];

    private static double[,] Matrix(JsonElement element, int rows)
    {
        double[] flat = Flat(element).ToArray();
        var matrix = new double[rows, flat.Length / rows];
        Buffer.BlockCopy(flat, 0, matrix, 0, flat.Length * sizeof(double));
        return matrix;
    }

    private static string Folder() => Path.Combine(Repository.Root, "tests", "fixtures", "circuits");
}
