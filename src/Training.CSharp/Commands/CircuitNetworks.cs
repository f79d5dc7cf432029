using QImpact.Data;
using QImpact.Data.Runs;
using QImpact.Exchange;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Compilation;
using QImpact.Quantum.Compilation.Sparse;
using QImpact.Quantum.Description;
using QImpact.Quantum.Templates;
using QImpact.Training.Models;

namespace QImpact.Training.Commands;

/// <summary>What <c>--circuit</c> means to commands that train: networks whose quantum layer has the circuit.</summary>
public static class CircuitNetworks
{
    private const string Name = CircuitOption.Name;

    /// <summary>Makes networks whose quantum layer has the circuit, which is compiled at once, for all of them.</summary>
    /// <inheritdoc cref="Compile"/>
    public static Func<Architecture, Network> Of(string? text)
    {
        CompiledCircuit circuit = Compile(text);
        return architecture => Network.Of(architecture, () => circuit);
    }

    /// <summary>The network of an architecture, with the circuit where it is made from one.</summary>
    /// <exception cref="BadInputException">There is a circuit, and the architecture is made from none; or see <see cref="Compile"/>.</exception>
    public static Network NetworkOf(Architecture architecture, string? text) =>
        text is null || architecture.HasCircuit
            ? Network.Of(architecture, () => Compile(text))
            : throw new BadInputException(
                $"{Name} with --architecture={architecture.Name}, which is made from no circuit"
            );

    /// <summary>The circuit, compiled for a layer behind a linear layer that gives its inputs.</summary>
    /// <exception cref="BadInputException">It is no circuit, or none that can be trained.</exception>
    public static CompiledCircuit Compile(string? text)
    {
        Circuit circuit = CircuitOption.Parse(text);
        if (circuit.InputCount == 0 || circuit.OutputCount == 0)
            throw new BadInputException(
                $"{Name}: the circuit has {circuit.InputCount} inputs and {circuit.OutputCount} outputs; expected at least one "
                    + "of each, such as AngleEmbedding(X) and <Z>"
            );
        if (circuit.Operations.OfType<AmplitudeEmbedding>().FirstOrDefault() is { Normalize: false } embedding)
            throw new BadInputException(
                $"{Name}: the inputs of {embedding} come from a linear layer and have any norm; expected normalize=true"
            );
        try
        {
            CompiledCircuit compiled = circuit.Compile();
            return compiled.DependsOnInputs()
                ? compiled
                : throw new BadInputException(
                    $"{Name}: no input changes an output of \"{circuit}\"; expected one that does, such as AngleEmbedding(X) and <Z>"
                );
        }
        catch (Exception exception)
            when (exception is NotSupportedException or ArgumentException or SparseFormTooLargeException)
        {
            throw new BadInputException($"{Name}: {exception.FirstLine()}", exception);
        }
    }
}
