namespace QImpact.Quantum.Qasm;

/// <summary>What a program does not say itself.</summary>
public sealed record OpenQasmOptions
{
    /// <summary>
    /// Which parameters are inputs, the others being weights: names, with <c>*</c> for any characters and <c>?</c> for one, such as <c>x*</c>. Without any, those
    /// named <c>x</c>, <c>input</c>, <c>inputs</c>, <c>feature</c> or <c>features</c>, with numbers behind (<c>x3</c>, <c>x_3</c>) and underscores around it or not.
    /// </summary>
    public ValueList<string> Inputs { get; init; } = [];

    /// <summary>The outputs, on the wires in the order of the qubits' declarations. Without any, Z of each measured bit, or of each qubit where none is measured.</summary>
    public ValueList<Observable> Observables { get; init; } = [];
}
