namespace QImpact.Quantum;

/// <summary>A circuit whose outputs are computed from state vectors, exactly up to rounding, with adjoint differentiation.</summary>
public sealed class StateForm : CompiledCircuit
{
    private StateForm(StateProgram program, CircuitForm form)
        : base(program.Circuit)
    {
        Program = program;
        Form = form;
    }

    /// <inheritdoc/>
    public override CircuitForm Form { get; }

    /// <summary>The number of rotations, after those that could be merged.</summary>
    public int Rotations => Program.Steps.Length;

    /// <summary>The number of amplitudes, those that the circuit can reach.</summary>
    public int Amplitudes => 1 << Program.Bits;

    internal StateProgram Program { get; }

    /// <summary>Finds the steps of a circuit.</summary>
    /// <param name="circuit">At least one output.</param>
    /// <exception cref="ArgumentException">The circuit has no outputs.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The state would not fit into memory.</exception>
    /// <exception cref="NotSupportedException">The circuit has noise channels, or an element that is not known; the message names it.</exception>
    public static StateForm Compile(Circuit circuit)
    {
        CheckMeasured(circuit);
        return new StateForm(StateProgram.Of(circuit), CircuitForm.GateByGate);
    }

    /// <inheritdoc/>
    public override ExpectationKernel<T> CreateKernel<T>() => new StateKernel<T>(this);

    /// <summary>The circuit's text and the size of the computation.</summary>
    public override string ToString() => $"{Circuit}: {Rotations} rotations of {Amplitudes} amplitudes";
}
