using System.Numerics;
using QImpact.Quantum.Noise;

namespace QImpact.Quantum.Simulation;

/// <summary>The state of n qubits under the operations of a circuit: a vector, or a density matrix where there is noise.</summary>
internal interface ISimulatedState
{
    /// <summary><c>exp(-i t P / 2)</c></summary>
    void Rotate(PauliString generator, double angle);

    /// <summary>A unitary matrix on some wires, the first of which is the most significant bit of its index.</summary>
    void Apply(Complex[,] matrix, ValueList<int> wires);

    /// <summary>A noise channel.</summary>
    /// <exception cref="NotSupportedException">The state is a vector.</exception>
    void Apply(NoiseChannel channel);

    /// <summary><c>&lt;P></c></summary>
    double Expectation(PauliString p);

    /// <summary>The probability of reading each basis state, [2^n].</summary>
    double[] Probabilities();
}
