using System.Collections.Immutable;

namespace QImpact.Data.Runs;

/// <summary>What follows a network's pooled features.</summary>
public abstract record Head
{
    private Head() { }

    /// <summary>A linear layer to the classes.</summary>
    public sealed record Linear : Head;

    /// <summary>A linear layer to the circuit's inputs, the quantum layer, a linear layer to the classes.</summary>
    public sealed record Quantum : Head;
}

/// <summary>
/// A network on the one ResNet18: its name in options and files, its title in tables and charts, how many residual stages stand before the
/// pooling, 1 to 4, and what follows it. All that is known of architectures stands here.
/// </summary>
public sealed record Architecture(string Name, string Title, int Stages, Head Head)
{
    /// <summary>ResNet18: the network that the others are measured against.</summary>
    public static Architecture Baseline { get; } = new("baseline", "Baseline", 4, new Head.Linear());

    /// <summary>The quantum layer at the end, behind all stages.</summary>
    public static Architecture QuantumEnd { get; } = new("quantum-end", "Quantum-End", 4, new Head.Quantum());

    /// <summary>The quantum layer in the middle, in the place of the fourth stage.</summary>
    public static Architecture QuantumMid { get; } = new("quantum-mid", "Quantum-Mid", 3, new Head.Quantum());

    /// <summary>Every architecture, in the order of tables and charts.</summary>
    public static ImmutableArray<Architecture> All { get; } = [Baseline, QuantumEnd, QuantumMid];

    /// <summary>Every name, in the same order.</summary>
    public static ImmutableArray<string> Names { get; } = [.. All.Select(architecture => architecture.Name)];

    /// <summary>Whether it has a quantum layer, and so a circuit.</summary>
    public bool IsHybrid => Head is Head.Quantum;

    /// <summary>The architecture of a name.</summary>
    /// <exception cref="BadInputException">There is none of that name.</exception>
    public static Architecture Parse(string name) =>
        All.FirstOrDefault(architecture => architecture.Name == name)
        ?? throw new BadInputException(
            $"there is no architecture '{name}'; expected one of {string.Join(", ", Names)}"
        );
}
