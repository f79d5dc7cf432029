using System.Diagnostics;
using QImpact.Data;
using QImpact.Data.Runs;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Compilation;
using QImpact.Quantum.Noise;
using QImpact.Quantum.Text;

namespace QImpact.Training.Models;

/// <summary>A network to build: an architecture, and in a hybrid the circuit of its quantum layer.</summary>
public abstract record Network
{
    private Network(Architecture architecture) => Architecture = architecture;

    /// <summary>Which one.</summary>
    public Architecture Architecture { get; }

    /// <summary>The circuit as files write it; null in a classical network.</summary>
    public string? CircuitText => (this as Hybrid)?.Circuit.Circuit.ToString();

    /// <summary>The network of an architecture.</summary>
    /// <param name="architecture">Which one.</param>
    /// <param name="circuit">Compiles what the quantum layer computes; asked only where there is one.</param>
    public static Network Of(Architecture architecture, Func<CompiledCircuit> circuit) =>
        architecture.Head switch
        {
            Head.Linear => new Classical(architecture),
            Head.Quantum => new Hybrid(architecture, circuit()),
            _ => throw new UnreachableException($"{architecture.Head} has no network"),
        };

    /// <summary>The network that a run has on record.</summary>
    /// <param name="config">The record.</param>
    /// <param name="file">Where it stands, for errors.</param>
    /// <exception cref="BadInputException">This program would build another one.</exception>
    public static Network Read(RunConfig config, string file)
    {
        Architecture architecture = Architecture.Parse(config.Architecture);
        Circuit circuit = config.Circuit is { } text ? ReadCircuit(text, file) : KnownCircuits.Paper;
        Network network = Of(architecture, () => circuit.Compile());
        return network.CircuitText == config.Circuit
            ? network
            : throw new BadInputException(
                $"{file} has the circuit {config.Circuit ?? "none"}; this program builds {network.CircuitText ?? "none"}"
            );
    }

    /// <summary>A circuit that a file has on record.</summary>
    /// <exception cref="BadInputException">It is none.</exception>
    public static Circuit ReadCircuit(string text, string file)
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

    /// <summary>A network without a quantum layer.</summary>
    public sealed record Classical : Network
    {
        internal Classical(Architecture architecture)
            : base(architecture) { }
    }

    /// <summary>A network with a quantum layer.</summary>
    public sealed record Hybrid : Network
    {
        internal Hybrid(Architecture architecture, CompiledCircuit circuit)
            : base(architecture) => Circuit = circuit;

        /// <summary>What the quantum layer computes.</summary>
        public CompiledCircuit Circuit { get; }
    }
}
