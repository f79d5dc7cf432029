using System.Collections.Immutable;
using QImpact.Data;

namespace QImpact.Training.Models;

/// <summary>Where the quantum layer stands in the network.</summary>
public enum Architecture
{
    /// <summary>ResNet18 with a linear head: no quantum layer.</summary>
    Baseline,

    /// <summary>All four stages, then Linear 512 to 4, the quantum layer, Linear 4 to the classes.</summary>
    QuantumEnd,

    /// <summary>Three stages, then Linear 256 to 4, the quantum layer, Linear 4 to the classes; no fourth stage.</summary>
    QuantumMid,
}

/// <summary>The names of the architectures, as options and files write them.</summary>
public static class ArchitectureNames
{
    /// <summary>baseline, quantum-end, quantum-mid.</summary>
    public static ImmutableArray<string> All { get; } = [.. Enum.GetValues<Architecture>().Select(Name)];

    /// <summary>The name of an architecture.</summary>
    public static string Name(this Architecture architecture) =>
        architecture switch
        {
            Architecture.Baseline => "baseline",
            Architecture.QuantumEnd => "quantum-end",
            Architecture.QuantumMid => "quantum-mid",
            _ => throw new ArgumentOutOfRangeException(
                nameof(architecture),
                architecture,
                "expected a known architecture"
            ),
        };

    /// <summary>The architecture of a name.</summary>
    /// <exception cref="BadInputException">There is none of that name.</exception>
    public static Architecture Parse(string name) =>
        All.IndexOf(name) is >= 0 and int index
            ? Enum.GetValues<Architecture>()[index]
            : throw new BadInputException(
                $"there is no architecture '{name}'; expected one of {string.Join(", ", All)}"
            );
}
