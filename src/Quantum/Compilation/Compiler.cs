namespace QImpact.Quantum;

/// <summary>Finds the cheapest exact form of a circuit.</summary>
public static class Compiler
{
    /// <summary>Makes the cheapest form, or a given one.</summary>
    /// <param name="circuit">At least one output.</param>
    /// <param name="form">A form to insist on; default: what the cost rule chooses.</param>
    /// <exception cref="ArgumentException">The circuit has no outputs.</exception>
    /// <exception cref="NotSupportedException">The form can't express the circuit, or no form knows an element; the message names it.</exception>
    /// <exception cref="SparseFormTooLargeException">The sparse form is the only one that can, and is too large.</exception>
    public static CompiledCircuit Compile(this Circuit circuit, CircuitForm? form = null) =>
        form switch
        {
            CircuitForm.GateByGate => StateForm.Compile(circuit),
            _ => SparseForm.Compile(circuit),
        };
}
