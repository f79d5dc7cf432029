using QImpact.Quantum.Circuits;

namespace QImpact.Quantum.Compilation.States;

/// <summary>A circuit whose outputs are computed from state vectors, exactly up to rounding, with adjoint differentiation.</summary>
public sealed class StateForm : CompiledCircuit
{
    internal StateForm(StateProgram program)
        : base(program.Circuit) => Program = program;

    /// <inheritdoc/>
    public override CircuitForm Form => Program.Form;

    /// <summary>The number of rotations, after those that could be merged.</summary>
    public int Rotations => Program.Steps.Length;

    /// <summary>The number of amplitudes, those that the circuit can reach.</summary>
    public int Amplitudes => 1 << Program.Bits;

    internal StateProgram Program { get; }

    /// <summary>Finds the steps of a circuit.</summary>
    /// <param name="circuit">At least one output.</param>
    /// <param name="form">Gate by gate, dense, or layered.</param>
    /// <exception cref="ArgumentException">The circuit has no outputs, or the form is sparse.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The state would not fit into memory.</exception>
    /// <exception cref="NotSupportedException">The form can't express the circuit; the message names what it can't.</exception>
    public static StateForm Compile(Circuit circuit, CircuitForm form)
    {
        CheckMeasured(circuit);
        if (form == CircuitForm.Sparse)
            throw new ArgumentException("the form Sparse has no states; expected another form", nameof(form));
        StateProgram program = StateProgram.Of(
            circuit,
            (_, bits) =>
                form != CircuitForm.GateByGate
                && (
                    bits <= StateProgram.MaxBlockBits
                        ? true
                        : throw new NotSupportedException(
                            $"the form {form} of {circuit} has a matrix of 2^{bits} rows; expected at most 2^{StateProgram.MaxBlockBits}"
                        )
                )
        );
        if (program.Form != form)
            throw new NotSupportedException(
                $"{circuit} has no form {form}, only {program.Form}: "
                    + (
                        form == CircuitForm.Dense ? "an input acts after a weight"
                        : program.Form == CircuitForm.Dense ? "no input acts after a weight"
                        : "no gates without inputs follow one another"
                    )
            );
        return new StateForm(program);
    }

    /// <inheritdoc/>
    public override ExpectationKernel<T> CreateKernel<T>() => new StateKernel<T>(this);

    /// <summary>The circuit's text and the size of the computation.</summary>
    public override string ToString() => $"{Circuit}: {Program.Describe()}";
}
