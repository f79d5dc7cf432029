using System.Numerics;
using QImpact.Quantum.Noise;

namespace QImpact.Quantum.Simulation;

/// <summary>The 2^n amplitudes of n qubits; wire 0 is the most significant bit of a basis state's index.</summary>
internal sealed class StateVector : ISimulatedState
{
    private readonly int _qubits;
    private Complex[] _amplitudes;
    private Complex[] _next;

    /// <summary>The initial state is real, [2^n].</summary>
    public StateVector(int qubits, double[] amplitudes)
    {
        _qubits = qubits;
        _amplitudes = [.. amplitudes.Select(amplitude => (Complex)amplitude)];
        _next = new Complex[_amplitudes.Length];
    }

    public Complex[] Amplitudes => _amplitudes;

    /// <summary><c>exp(-i t P / 2) = cos(t/2) - i sin(t/2) P</c>, because P P = 1.</summary>
    public void Rotate(PauliString generator, double angle)
    {
        ApplyPauli(generator, _next);
        double cos = Math.Cos(angle / 2);
        Complex minusISin = new(0, -Math.Sin(angle / 2));
        for (int j = 0; j < _amplitudes.Length; j++)
            _amplitudes[j] = cos * _amplitudes[j] + minusISin * _next[j];
    }

    /// <summary>Multiplies by a gate's matrix: sums over the basis states that differ on the gate's wires only.</summary>
    public void Apply(Complex[,] matrix, ValueList<int> wires)
    {
        int size = matrix.GetLength(0);
        int[] spread = Enumerable.Range(0, size).Select(local => PauliMatrices.Spread(local, wires, _qubits)).ToArray();
        int gateMask = spread[size - 1];
        for (int j = 0; j < _amplitudes.Length; j++)
        {
            int row = Array.IndexOf(spread, j & gateMask);
            Complex sum = 0;
            for (int column = 0; column < size; column++)
                sum += matrix[row, column] * _amplitudes[j & ~gateMask | spread[column]];
            _next[j] = sum;
        }
        (_amplitudes, _next) = (_next, _amplitudes);
    }

    /// <inheritdoc/>
    public void Apply(NoiseChannel channel) => throw channel.NotSupportedBy("a state vector");

    /// <summary><c>P psi</c>; the state stays.</summary>
    public Complex[] Applied(PauliString p)
    {
        var result = new Complex[_amplitudes.Length];
        ApplyPauli(p, result);
        return result;
    }

    /// <summary><c>&lt;psi|P|psi></c></summary>
    public double Expectation(PauliString p)
    {
        ApplyPauli(p, _next);
        double sum = 0;
        for (int j = 0; j < _amplitudes.Length; j++)
            sum += _amplitudes[j].Real * _next[j].Real + _amplitudes[j].Imaginary * _next[j].Imaginary;
        return sum;
    }

    /// <summary><c>|psi_j|^2</c></summary>
    public double[] Probabilities() => [.. _amplitudes.Select(a => a.Real * a.Real + a.Imaginary * a.Imaginary)];

    /// <summary><c>P|j> = i^|y| (-1)^|j and z| |j xor x></c></summary>
    private void ApplyPauli(PauliString p, Complex[] result)
    {
        ulong x = PauliMatrices.IndexMask(p.XMask, _qubits);
        ulong z = PauliMatrices.IndexMask(p.ZMask, _qubits);
        Complex phase = PauliMatrices.PowerOfI(p.YCount);
        for (int j = 0; j < _amplitudes.Length; j++)
        {
            result[j ^ (int)x] = PauliString.SignOf((ulong)j & z) * (phase * _amplitudes[j]);
        }
    }
}
