using QImpact.Data;
using QImpact.Data.Models;
using QImpact.Onnx;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Noise;
using QImpact.Quantum.Text;

namespace QImpact.Exchange;

/// <summary>Circuits that files have on record: a run's configuration, an exported model or its card.</summary>
public static class RecordedCircuit
{
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
        return WithNoise(circuit, card?.Noise is { } noise ? Json.Read<NoiseModel>($"{file}, noise", noise) : null);
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
