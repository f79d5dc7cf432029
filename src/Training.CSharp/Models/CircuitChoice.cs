using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using QImpact.Data;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Compilation;
using QImpact.Quantum.Compilation.Sparse;
using QImpact.Quantum.Templates;
using QImpact.Quantum.Text;

namespace QImpact.Training.Models;

/// <summary>Which circuit a hybrid network's quantum layer runs: the paper's, unless <c>--circuit</c> says otherwise.</summary>
public static class CircuitChoice
{
    private const string OptionName = "--circuit";

    /// <summary><c>--circuit</c>; null where it is not given.</summary>
    public static Option<string?> CreateOption() =>
        new(OptionName)
        {
            HelpName = "TEXT",
            Description =
                "A circuit (docs/circuits.md), such as \"4: AngleEmbedding(X) BasicEntanglerLayers(RX, layers=2) <Z>\". "
                + "Default: that one, the paper's.",
        };

    /// <summary>Reads the option's value.</summary>
    /// <exception cref="BadInputException">It is no circuit.</exception>
    public static Circuit Parse(string text)
    {
        try
        {
            return Circuit.Parse(text);
        }
        catch (CircuitFormatException exception)
        {
            throw new BadInputException($"{OptionName}: {exception.Message}", exception);
        }
    }

    /// <summary>Reads the option's value as a layer behind a linear layer that gives its inputs; null where it is not given.</summary>
    /// <exception cref="BadInputException">It is no circuit, or none that can be trained.</exception>
    public static Circuit? ParseLayer(string? text)
    {
        if (text is null)
            return null;
        Circuit circuit = Parse(text);
        if (circuit.InputCount == 0 || circuit.OutputCount == 0)
            throw new BadInputException(
                $"{OptionName}: the circuit has {circuit.InputCount} inputs and {circuit.OutputCount} outputs; expected at least one "
                    + "of each, such as AngleEmbedding(X) and <Z>"
            );
        if (circuit.Operations.OfType<AmplitudeEmbedding>().FirstOrDefault() is { Normalize: false } embedding)
            throw new BadInputException(
                $"{OptionName}: the inputs of {embedding} come from a linear layer and have any norm; expected normalize=true"
            );
        try
        {
            circuit.Compile();
            return circuit;
        }
        catch (Exception exception)
            when (exception is NotSupportedException or ArgumentException or SparseFormTooLargeException)
        {
            throw new BadInputException($"{OptionName}: {exception.Message.Split('\n')[0].TrimEnd()}", exception);
        }
    }

    /// <summary>Reads the circuit that a run has on record; null stands for a network without one.</summary>
    /// <exception cref="BadInputException">It is no circuit.</exception>
    public static Circuit? ParseRecord(string? text, string file)
    {
        try
        {
            return text is null ? null : Circuit.Parse(text);
        }
        catch (CircuitFormatException exception)
        {
            throw new BadInputException($"{file}: {exception.Message}", exception);
        }
    }

    /// <summary>
    /// What the name of a run gets where its circuit is not the paper's, so that runs with different circuits have different names:
    /// <c>-c</c> and the first eight hexadecimal digits of the SHA-256 of the circuit's text.
    /// </summary>
    public static string NamePart(Circuit? circuit) =>
        circuit is null || circuit == KnownCircuits.Paper
            ? ""
            : $"-c{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(circuit.ToString())))[..8]}";
}
