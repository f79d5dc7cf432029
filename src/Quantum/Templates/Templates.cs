namespace QImpact.Quantum;

/// <summary>The templates, with PennyLane's definitions and argument names.</summary>
public static class Templates
{
    /// <summary>See <see cref="Quantum.AngleEmbedding"/>.</summary>
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

    /// <summary>See <see cref="Quantum.BasicEntanglerLayers"/>.</summary>
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

    internal static Pauli CheckAxis(Pauli rotation) =>
        rotation is Pauli.X or Pauli.Y or Pauli.Z
            ? rotation
            : throw new ArgumentOutOfRangeException(nameof(rotation), rotation, "expected the axis X, Y or Z");
}
