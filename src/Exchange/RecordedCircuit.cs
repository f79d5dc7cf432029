using System.Text.Json;
using QImpact.Data;
using QImpact.Data.Models;
using QImpact.Data.Runs;
using QImpact.Onnx;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Noise;
using QImpact.Quantum.Text;

namespace QImpact.Exchange;

/// <summary>Circuits that files have on record, and their trained weights: a run folder, an exported model or its card.</summary>
public static class RecordedCircuit
{
    private const string RunWeights = "quantum.weights";

    /// <summary>A circuit that a file has on record as text.</summary>
    /// <exception cref="BadInputException">It is none.</exception>
    public static Circuit Parse(string text, string file)
    {
        try
        {
            return Circuit.Parse(text);
        }
        catch (CircuitFormatException exception)
        {
            throw new BadInputException($"{file}: {exception.Message}", exception);
        }
    }

    /// <summary>The circuit that <c>--circuit</c> or <c>--model</c> names; without both, the paper's.</summary>
    /// <exception cref="BadInputException">Both are given, the text is no circuit, or the file has none.</exception>
    public static Circuit Choose(string? text, string? model)
    {
        if (text is not null && model is not null)
            throw new BadInputException("--circuit and --model together; expected one of them");
        return model is null ? CircuitOption.Parse(text) : OfModel(model);
    }

    /// <summary>The circuit of an exported model, NAME.onnx or its card, with the noise of its export.</summary>
    /// <exception cref="BadInputException">The file can't be read, or has none.</exception>
    public static Circuit OfModel(string file)
    {
        // A file has the circuit with the noise in it; a card has the trained circuit, and beside it the noise.
        ModelCard? card = IsModel(file) ? null : ModelCard.Read(file);
        Circuit circuit = (
            card is null ? ReadModel(file).GetValueOrDefault(ModelMetadata.CircuitKey) : card.Run.Circuit
        )
            is { } text
            ? Parse(text, file)
            : throw new BadInputException(
                $"{file} has no quantum layer; expected the card or the file of a hybrid model"
            );
        return WithNoise(circuit, card?.Noise is { } noise ? NoiseFile.Of($"{file}, noise", noise) : null);
    }

    /// <summary>A circuit with the noise that <c>--noise</c> or a card says acts on it; null for none.</summary>
    /// <exception cref="BadInputException">It has nothing for the noise to act on.</exception>
    public static Circuit WithNoise(Circuit circuit, NoiseModel? noise)
    {
        try
        {
            return noise?.ApplyTo(circuit) ?? circuit;
        }
        catch (ArgumentException refused)
        {
            throw new BadInputException($"--noise: {refused.FirstLine()}", refused);
        }
    }

    /// <summary>The trained weights of an exported model's circuit, [weights], flat; a card's are those of the file that it is the card of.</summary>
    /// <exception cref="BadInputException">The file can't be read, or has none.</exception>
    public static double[] WeightsOfModel(string file, Circuit circuit)
    {
        string model = IsModel(file)
            ? file
            : Path.Combine(Path.GetDirectoryName(file) ?? "", ModelCard.Read(file).File);
        IReadOnlyDictionary<string, string> metadata = ReadModel(model);
        if (!metadata.ContainsKey(ModelMetadata.CircuitKey))
            throw new BadInputException($"{model} has no quantum layer; expected the file of a hybrid model");
        string text =
            metadata.GetValueOrDefault(ModelMetadata.WeightsKey)
            ?? throw new BadInputException(
                $"{model} does not have the weights of its circuit: an earlier version exported it; expected --weights=FILE beside it, "
                    + "or --run=FOLDER instead of it, or export the run again"
            );
        return Require(model, ReadList(model, text), circuit);
    }

    /// <summary>The circuit of a finished run, and its weights of the chosen epoch, [weights], flat.</summary>
    /// <param name="folder">The run folder.</param>
    /// <param name="noise">The noise that acts on the circuit; null for that of the training.</param>
    /// <exception cref="BadInputException">The folder can't be read, the run is not finished, or has no circuit.</exception>
    public static (Circuit Circuit, double[] Weights) OfRun(string folder, NoiseModel? noise = null)
    {
        RunFolder run = new(folder);
        RunConfig config = run.ReadConfig();
        Circuit circuit = config.Circuit is { } text
            ? Parse(text, folder)
            : throw new BadInputException($"{folder} has no quantum layer; expected the run of a hybrid network");
        noise ??= config.Noise is { } trained ? NoiseFile.Of($"{run.ConfigFile}, noise", trained) : null;
        run.ReadResult();
        TrainedHead head = Json.ReadFile<TrainedHead>(run.HeadFile);
        return head.Parameters.TryGetValue(RunWeights, out TrainedParameter? weights)
            ? (WithNoise(circuit, noise), Require(run.HeadFile, [.. weights.Values], circuit))
            : throw new BadInputException(
                $"{run.HeadFile} has no {RunWeights}: the network has its circuit's polynomials with coefficients of their own; expected the run of a network with a quantum layer"
            );
    }

    private static double[] ReadList(string file, string text)
    {
        try
        {
            return JsonSerializer.Deserialize<double[]>(text) ?? [];
        }
        catch (JsonException exception)
        {
            throw new BadInputException(
                $"{file}: the metadata '{ModelMetadata.WeightsKey}' is no JSON list of numbers; expected a file that export wrote",
                exception
            );
        }
    }

    private static double[] Require(string file, double[] weights, Circuit circuit) =>
        weights.Length == circuit.WeightCount && weights.All(double.IsFinite)
            ? weights
            : throw new BadInputException(
                $"{file} has {weights.Length} weights; expected {circuit.WeightCount} finite numbers, those of \"{circuit}\""
            );

    private static bool IsModel(string file) =>
        Path.GetExtension(file).Equals(".onnx", StringComparison.OrdinalIgnoreCase);

    private static IReadOnlyDictionary<string, string> ReadModel(string file)
    {
        try
        {
            return OnnxFile.ReadMetadata(InputFile.Read(file, () => File.ReadAllBytes(file)));
        }
        catch (InvalidDataException exception)
        {
            throw new BadInputException($"{file} is no ONNX file; expected a file that export wrote", exception);
        }
    }
}
