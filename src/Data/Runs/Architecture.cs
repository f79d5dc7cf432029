using System.Collections.Immutable;

namespace QImpact.Data.Runs;

/// <summary>
/// A network on the one ResNet18: its name in options and files, its title in tables and charts, how many residual stages stand before the
/// pooling, 1 to 4, and what follows it. All that is known of architectures stands here and in <see cref="Head"/>.
/// </summary>
public sealed record Architecture(string Name, string Title, int Stages, Head Head)
{
    /// <summary>ResNet18: the network that the others are measured against.</summary>
    public static Architecture Baseline { get; } = AtEnd("baseline", "Baseline", new Head.Linear());

    /// <summary>The quantum layer at the end, behind all stages.</summary>
    public static Architecture QuantumEnd { get; } = AtEnd("quantum-end", "Quantum-End", new Head.Quantum());

    /// <summary>The quantum layer in the middle, in the place of the fourth stage.</summary>
    public static Architecture QuantumMid { get; } = InMiddle("quantum-mid", "Quantum-Mid", new Head.Quantum());

    /// <summary>The paper's three: what commands take that train or show more than one network unless told otherwise.</summary>
    public static ImmutableArray<Architecture> Paper { get; } = [Baseline, QuantumEnd, QuantumMid];

    /// <summary>
    /// Every architecture, in the order of tables and charts: the paper's, and what its quantum layers are compared with, which differs from them
    /// in the head alone.
    /// </summary>
    public static ImmutableArray<Architecture> All { get; } =
    [
        Baseline,
        AtEnd("end-linear", "End-Linear", new Head.Bottleneck()),
        AtEnd("end-tanh", "End-Tanh", new Head.Tanh()),
        AtEnd("end-dense", "End-Dense", new Head.Dense()),
        QuantumEnd,
        AtEnd("end-separable", "End-Separable", new Head.Separable()),
        AtEnd("end-frozen", "End-Frozen", new Head.Frozen()),
        AtEnd("end-trigonometric", "End-Trigonometric", new Head.Trigonometric()),
        InMiddle("mid-fc", "Mid-FC", new Head.Linear()),
        InMiddle("mid-linear", "Mid-Linear", new Head.Bottleneck()),
        InMiddle("mid-tanh", "Mid-Tanh", new Head.Tanh()),
        QuantumMid,
    ];

    /// <summary>Every name, in the same order.</summary>
    public static ImmutableArray<string> Names { get; } = [.. All.Select(architecture => architecture.Name)];

    /// <summary>Whether it has a quantum layer.</summary>
    public bool IsHybrid => Head.IsHybrid;

    /// <summary>Whether it has a quantum layer whose weights are trained.</summary>
    public bool TrainsCircuit => IsHybrid && Head is not Head.Frozen;

    /// <summary>Whether it is made from a circuit: every hybrid is, and the trigonometric head.</summary>
    public bool HasCircuit => Head.HasCircuit;

    /// <summary>The architecture of a name.</summary>
    /// <exception cref="BadInputException">There is none of that name.</exception>
    public static Architecture Parse(string name) =>
        Find(name)
        ?? throw new BadInputException(
            $"there is no architecture '{name}'; expected one of {string.Join(", ", Names)}"
        );

    /// <summary>The architecture of a name; null where there is none.</summary>
    public static Architecture? Find(string name) => All.FirstOrDefault(architecture => architecture.Name == name);

    private static Architecture AtEnd(string name, string title, Head head) => new(name, title, 4, head);

    private static Architecture InMiddle(string name, string title, Head head) => new(name, title, 3, head);
}
