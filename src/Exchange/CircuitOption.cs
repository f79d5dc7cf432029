using System.CommandLine;
using QImpact.Data;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Text;
using QImpact.Terminal;

namespace QImpact.Exchange;

/// <summary><c>--circuit</c>: what a quantum layer computes. The paper's circuit where it is not given.</summary>
public static class CircuitOption
{
    /// <summary>What the option is called.</summary>
    public const string Name = "--circuit";

    /// <summary>The option.</summary>
    public static Option<string?> Create() =>
        Options.Of<string?>(
            Name,
            "TEXT",
            "A circuit (docs/circuits.md), such as \"4: AngleEmbedding(X) BasicEntanglerLayers(RX, layers=2) <Z>\". "
                + "Default: that one, the paper's."
        );

    /// <summary>The circuit.</summary>
    /// <exception cref="BadInputException">The text is none.</exception>
    public static Circuit Parse(string? text)
    {
        try
        {
            return text is null ? KnownCircuits.Paper : Circuit.Parse(text);
        }
        catch (CircuitFormatException exception)
        {
            throw new BadInputException($"{Name}: {exception.Message}", exception);
        }
    }
}
