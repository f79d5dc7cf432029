using System.Numerics;
using QImpact.Quantum.Noise;

namespace QImpact.Quantum.Simulation;

/// <summary>
/// The density matrix rho of n qubits, held as a vector of 2n qubits: the first n wires are the index of its row, the others that of its
/// column. <c>U rho U^dagger</c> is U on the rows and its conjugate on the columns.
/// </summary>
internal sealed class DensityMatrix : ISimulatedState
{
    private readonly int _qubits;
    private readonly StateVector _vector;

    /// <summary><c>rho = |psi>&lt;psi|</c> for real amplitudes psi, [2^n].</summary>
    public DensityMatrix(int qubits, double[] amplitudes)
    {
        _qubits = qubits;
        _vector = new StateVector(
            2 * qubits,
            [.. amplitudes.SelectMany(row => amplitudes.Select(column => row * column))]
        );
    }

    /// <inheritdoc/>
    public void Rotate(PauliString generator, double angle)
    {
        _vector.Rotate(generator, angle);
        // conj(exp(-i t P / 2)) = exp(i t conj(P) / 2), and conj(Y) = -Y.
        _vector.Rotate(OnColumns(generator), SignOfConjugate(generator) * -angle);
    }

    /// <inheritdoc/>
    public void Apply(Complex[,] matrix, ValueList<int> wires)
    {
        _vector.Apply(matrix, wires);
        _vector.Apply(PauliMatrices.Conjugate(matrix), wires.Select(wire => wire + _qubits).ToValueList());
    }

    /// <inheritdoc/>
    public void Apply(NoiseChannel channel)
    {
        // sum K rho K^dagger: on the pair of a row's and a column's bit, the sum of the products of K and its conjugate.
        Complex[,] sum = channel
            .Channel.Kind.KrausOperators(channel.Channel.Parameters)
            .Select(kraus => PauliMatrices.Kronecker(kraus, PauliMatrices.Conjugate(kraus)))
            .Aggregate(PauliMatrices.Add);
        int wire = channel.Wires[0];
        _vector.Apply(sum, [wire, wire + _qubits]);
    }

    /// <summary><c>Tr(P rho)</c></summary>
    public double Expectation(PauliString p) => Diagonal(_vector.Applied(p)).Sum();

    /// <inheritdoc/>
    public double[] Probabilities() => Diagonal(_vector.Amplitudes);

    private double[] Diagonal(Complex[] matrix)
    {
        int size = 1 << _qubits;
        return [.. Enumerable.Range(0, size).Select(j => matrix[j * size + j].Real)];
    }

    private PauliString OnColumns(PauliString p) => new(p.XMask << _qubits, p.ZMask << _qubits);

    private static int SignOfConjugate(PauliString p) => PauliString.SignOf(p.XMask & p.ZMask);
}
