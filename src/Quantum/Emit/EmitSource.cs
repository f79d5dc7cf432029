using QImpact.Quantum.Compilation;

namespace QImpact.Quantum.Emit;

/// <summary>What a function is written from.</summary>
/// <param name="Compiled">The circuit in the form in which the function computes it.</param>
/// <param name="Weights">[weights], flat, finite: trained values, which the function has in it. Null: its weights stay open.</param>
/// <param name="Name">The class or function to define, an identifier that is no keyword of the target's language; null for the target's own name.</param>
/// <param name="Origin">How it was made, for the comment at the top: <c>qimpact 0.1.0 emit --circuit="..." --as=pytorch</c>.</param>
public sealed record EmitSource(CompiledCircuit Compiled, double[]? Weights, string? Name, string Origin)
{
    /// <summary>The circuit.</summary>
    public Circuit Circuit => Compiled.Circuit;
}
