using QImpact.Quantum.Templates;

namespace QImpact.Quantum.Circuits;

/// <summary>Circuits in common use.</summary>
public static class KnownCircuits
{
    /// <summary>
    /// The quantum layer of "The impact of a quantum layer on classification performance" (D. Nowak): four qubits, angle
    /// embedding by RX, two BasicEntanglerLayers with RX, &lt;Z> of each qubit. Weights [2, 4].
    /// </summary>
    public static Circuit Paper { get; } = AngleBasic(qubits: 4, layers: 2);

    /// <summary>AngleEmbedding, BasicEntanglerLayers and &lt;Z> of each qubit. Weights [layers, qubits].</summary>
    /// <param name="qubits">1 to 64; also the number of inputs and of outputs.</param>
    /// <param name="layers">At least 1.</param>
    /// <param name="embedding">The axis of the embedding: X, Y or Z.</param>
    /// <param name="rotation">The axis of the layers' rotations: X, Y or Z.</param>
    public static Circuit AngleBasic(int qubits, int layers, Pauli embedding = Pauli.X, Pauli rotation = Pauli.X) =>
        new Circuit(qubits).AngleEmbedding(embedding).BasicEntanglerLayers(layers, rotation).MeasureEach(Pauli.Z);
}
