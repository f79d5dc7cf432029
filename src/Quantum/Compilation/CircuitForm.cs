namespace QImpact.Quantum.Compilation;

/// <summary>An exact way to compute a circuit's outputs.</summary>
public enum CircuitForm
{
    /// <summary>Trigonometric polynomials of the inputs, <see cref="Sparse.SparseForm"/>.</summary>
    Sparse,

    /// <summary>Amplitudes of the inputs, then one matrix for all gates that do not depend on them.</summary>
    Dense,

    /// <summary>One rotation after the other on a batch of states.</summary>
    GateByGate,

    /// <summary>Rotations by inputs, and matrices for what stands between them: for inputs that are uploaded several times.</summary>
    Layered,
}
