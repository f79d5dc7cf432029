namespace QImpact.Quantum.Compilation.Sparse;

/// <summary>A circuit's expectation values have too many terms to be held as a sparse trigonometric polynomial.</summary>
public sealed class SparseFormTooLargeException : Exception
{
    internal SparseFormTooLargeException(Circuit circuit, int limit)
        : base(
            $"the sparse form of a circuit with {circuit.Qubits} qubits and {circuit.Gates.Count()} gates needs more than "
                + $"{limit} nodes, the limit of the compiler; expected a circuit with fewer rotations that don't commute"
        )
    {
        Circuit = circuit;
        Limit = limit;
    }

    /// <summary>The circuit.</summary>
    public Circuit Circuit { get; }

    /// <summary>The number of nodes that was exceeded.</summary>
    public int Limit { get; }
}
