using QImpact.Quantum.Circuits;
using QImpact.Quantum.Gates;

namespace QImpact.Quantum.Templates;

/// <summary>The templates, with PennyLane's definitions and argument names.</summary>
public static class TemplateFactory
{
    /// <summary>See <see cref="Templates.AngleEmbedding"/>.</summary>
    /// <param name="features">The number of features, at least 1.</param>
    /// <param name="wires">At least as many different wires as features; default 0 to features - 1.</param>
    /// <param name="rotation">X, Y or Z.</param>
    /// <param name="firstInput">The circuit's input that is the first feature.</param>
    public static AngleEmbedding AngleEmbedding(
        int features,
        ReadOnlySpan<int> wires = default,
        Pauli rotation = Pauli.X,
        int firstInput = 0
    ) => new(features, wires.IsEmpty ? Wires.First(features) : wires, rotation, firstInput);

    /// <summary>See <see cref="Templates.IqpEmbedding"/>.</summary>
    /// <param name="wires">Different wires; as many features.</param>
    /// <param name="repeats">PennyLane's <c>n_repeats</c>, at least 1.</param>
    /// <param name="pattern">Pairs of positions in <paramref name="wires"/>; default all pairs.</param>
    /// <param name="firstInput">The circuit's input that is the first feature.</param>
    public static IqpEmbedding IqpEmbedding(
        ReadOnlySpan<int> wires,
        int repeats = 1,
        ReadOnlySpan<(int First, int Second)> pattern = default,
        int firstInput = 0
    ) => new(wires, repeats, pattern, firstInput);

    /// <summary>See <see cref="Templates.AmplitudeEmbedding"/>.</summary>
    /// <param name="features">1 to 2^wires.</param>
    /// <param name="wires">Different wires.</param>
    /// <param name="padWith">PennyLane's <c>pad_with</c>: the value of missing amplitudes.</param>
    /// <param name="normalize">Whether the amplitudes are divided by their norm.</param>
    /// <param name="firstInput">The circuit's input that is the first feature.</param>
    public static AmplitudeEmbedding AmplitudeEmbedding(
        int features,
        ReadOnlySpan<int> wires,
        double? padWith = null,
        bool normalize = false,
        int firstInput = 0
    ) => new(features, wires, padWith, normalize, firstInput);

    /// <summary>See <see cref="Templates.BasicEntanglerLayers"/>.</summary>
    /// <param name="layers">The number of layers, at least 1.</param>
    /// <param name="wires">Different wires, in the order of the ring of CNOTs.</param>
    /// <param name="rotation">X for RX, Y for RY, Z for RZ.</param>
    /// <param name="firstWeight">The circuit's weight that is the first of the block [layers, wires].</param>
    public static BasicEntanglerLayers BasicEntanglerLayers(
        int layers,
        ReadOnlySpan<int> wires,
        Pauli rotation = Pauli.X,
        int firstWeight = 0
    ) => new(layers, wires, rotation, firstWeight);

    /// <summary>See <see cref="Templates.StronglyEntanglingLayers"/>.</summary>
    /// <param name="layers">The number of layers, at least 1.</param>
    /// <param name="wires">Different wires, in the order of the ring.</param>
    /// <param name="ranges">One per layer, 1 to wires - 1; default 1, 2, ..., wires - 1, 1, ...</param>
    /// <param name="imprimitive">The two-qubit gate; default CNOT.</param>
    /// <param name="firstWeight">The circuit's weight that is the first of the block [layers, wires, 3].</param>
    public static StronglyEntanglingLayers StronglyEntanglingLayers(
        int layers,
        ReadOnlySpan<int> wires,
        ReadOnlySpan<int> ranges = default,
        Clifford? imprimitive = null,
        int firstWeight = 0
    ) => new(layers, wires, ranges, imprimitive ?? Clifford.CNOT, firstWeight);

    /// <summary>The most gates of one template: beyond it a slip of the keyboard is likelier than an intention, and memory would run out.</summary>
    public const int MaxGates = 1_000_000;

    internal static void CheckGates(string name, int count, string what, double gates, string parameter)
    {
        if (gates > MaxGates)
            throw new ArgumentOutOfRangeException(
                parameter,
                count,
                FormattableString.Invariant(
                    $"{name} of {count} {what} has {gates:N0} gates or nearly so; expected at most {MaxGates:N0}"
                )
            );
    }

    internal static Pauli CheckAxis(Pauli rotation) =>
        rotation is Pauli.X or Pauli.Y or Pauli.Z
            ? rotation
            : throw new ArgumentOutOfRangeException(nameof(rotation), rotation, "expected the axis X, Y or Z");
}
