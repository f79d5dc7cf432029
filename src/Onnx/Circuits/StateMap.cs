using System.Numerics;
using QImpact.Quantum.Compilation.States;

namespace QImpact.Onnx.Circuits;

/// <summary>A state as a linear function of real values that flow through the graph: <c>psi = W v</c>, [amplitudes, values].</summary>
internal sealed class StateMap
{
    private readonly Complex[,] _matrix;

    private StateMap(Complex[,] matrix) => _matrix = matrix;

    /// <summary>Number of amplitudes.</summary>
    public int Amplitudes => _matrix.GetLength(0);

    /// <summary>Number of values.</summary>
    public int Values => _matrix.GetLength(1);

    /// <summary>Real amplitudes: <c>psi = v</c>.</summary>
    public static StateMap Identity(int amplitudes)
    {
        IEnumerable<StatePart> real = StatePart.All(amplitudes).Take(amplitudes);
        return OfParts(amplitudes, [.. real]);
    }

    /// <summary>The values are these parts of the amplitudes; all other parts are 0.</summary>
    public static StateMap OfParts(int amplitudes, IReadOnlyList<StatePart> parts)
    {
        var matrix = new Complex[amplitudes, parts.Count];
        for (int k = 0; k < parts.Count; k++)
            matrix[parts[k].Amplitude, k] = parts[k].IsImaginary ? Complex.ImaginaryOne : 1;
        return new StateMap(matrix);
    }

    /// <summary>The same state with room for more amplitudes, which are 0.</summary>
    public StateMap Grown(int amplitudes)
    {
        if (amplitudes == Amplitudes)
            return this;
        var matrix = new Complex[amplitudes, Values];
        Array.Copy(_matrix, matrix, _matrix.Length); // row by row, so that the new rows come last
        return new StateMap(matrix);
    }

    /// <summary>The state after <c>-i P</c>.</summary>
    private StateMap Turned(StateString p)
    {
        var matrix = new Complex[Amplitudes, Values];
        for (int j = 0; j < Amplitudes; j++)
        {
            Complex turn = p.TurnAt(j);
            for (int v = 0; v < Values; v++)
                matrix[j ^ p.Flip, v] = turn * _matrix[j, v];
        }
        return new StateMap(matrix);
    }

    /// <summary>The state after a rotation by a constant: <c>cos psi + sin (-i P psi)</c> with cos and sin of half the angle.</summary>
    public StateMap Rotated(StateString p, double cos, double sin)
    {
        Complex[,] matrix = Turned(p)._matrix;
        for (int j = 0; j < Amplitudes; j++)
        for (int v = 0; v < Values; v++)
            matrix[j, v] = cos * _matrix[j, v] + sin * matrix[j, v];
        return new StateMap(matrix);
    }

    /// <summary>
    /// The state after a rotation by an angle, of a sign, that flows through the graph, as a function of the values times its cosine and,
    /// behind them, the values times its sine.
    /// </summary>
    public StateMap Lifted(StateString p, int sign)
    {
        StateMap turned = Turned(p);
        var matrix = new Complex[Amplitudes, 2 * Values];
        for (int j = 0; j < Amplitudes; j++)
        for (int v = 0; v < Values; v++)
        {
            matrix[j, v] = _matrix[j, v];
            matrix[j, Values + v] = sign * turned._matrix[j, v];
        }
        return new StateMap(matrix);
    }

    /// <summary>The parts of amplitudes that are not 0 for all values.</summary>
    public StatePart[] LiveParts() =>
        [.. StatePart.All(Amplitudes).Where(part => Enumerable.Range(0, Values).Any(value => this[part, value] != 0))];

    /// <summary>What a value adds to a part of an amplitude.</summary>
    public double this[StatePart part, int value] =>
        part.IsImaginary ? _matrix[part.Amplitude, value].Imaginary : _matrix[part.Amplitude, value].Real;
}

/// <summary>The real or the imaginary part of an amplitude.</summary>
internal readonly record struct StatePart(int Amplitude, bool IsImaginary)
{
    /// <summary>All parts of a state: the real ones, then the imaginary ones.</summary>
    public static StatePart[] All(int amplitudes) =>
        [.. Enumerable.Range(0, 2 * amplitudes).Select(k => new StatePart(k % amplitudes, k >= amplitudes))];
}
