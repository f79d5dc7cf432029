using QImpact.Quantum.Circuits;
using QImpact.Quantum.Compilation;
using QImpact.Quantum.Emit;

namespace QImpact.Exchange;

/// <summary>What <c>emit</c> is asked to write.</summary>
/// <param name="Circuit">The circuit.</param>
/// <param name="Weights">[weights], flat; null where they are not known.</param>
/// <param name="Name">The class or function to define; null for the target's own name.</param>
/// <param name="Origin">The command line that writes it again.</param>
/// <param name="Trainable">Whether weights are an input of the file, known or not.</param>
/// <param name="Form">The form that is insisted on; null for the cheapest.</param>
public sealed record EmitRequest(
    Circuit Circuit,
    double[]? Weights,
    string? Name,
    string Origin,
    bool Trainable,
    CircuitForm? Form
)
{
    /// <summary>The same with the circuit compiled, which takes time, and which not every target needs.</summary>
    /// <exception cref="NotSupportedException">No form, or not the one that is insisted on, can express the circuit.</exception>
    public EmitSource Compile() =>
        new(Form is { } form ? Circuit.Compile(form) : Circuit.Compile(), Weights, Name, Origin);
}
