namespace QImpact.Quantum.Compilation.States;

/// <summary>A circuit whose outputs are computed from state vectors, exactly up to rounding, with adjoint differentiation.</summary>
public sealed class StateForm : CompiledCircuit
{
    /// <summary>The rotations of a program, gate by gate.</summary>
    internal StateForm(StateProgram program)
        : base(program.Circuit)
    {
        Program = program;
        Steps = StateOrder.Of(program);
        Segments = StateSegment.Of(Steps, pays: (_, _) => false);
    }

    /// <summary>The rotations of a program; so many steps on so many bits are one matrix where <paramref name="pays"/> says so.</summary>
    internal StateForm(StateProgram program, Func<int, int, bool> pays)
        : base(program.Circuit)
    {
        Program = program;
        Steps = [.. program.Steps];
        Segments = StateSegment.Of(Steps, pays);
    }

    /// <summary>Gate by gate without matrices, dense where one matrix ends the program and nothing else has weights, otherwise layered.</summary>
    public override CircuitForm Form
    {
        get
        {
            int blocks = Segments.Count(segment => segment.IsBlock);
            bool inputsFirst = blocks == 1 && Segments[^1].IsBlock;
            return blocks == 0 ? CircuitForm.GateByGate
                : inputsFirst ? CircuitForm.Dense
                : CircuitForm.Layered;
        }
    }

    /// <summary>The number of rotations, after those that could be merged.</summary>
    public int Rotations => Program.Steps.Count;

    /// <summary>The number of amplitudes, those that the circuit can reach.</summary>
    public int Amplitudes => 1 << Program.Bits;

    /// <summary>The rotations.</summary>
    public StateProgram Program { get; }

    /// <summary>The rotations in the order in which they are computed.</summary>
    internal StateStep[] Steps { get; }

    /// <summary>The steps again, in order: which of them are computed together.</summary>
    internal StateSegment[] Segments { get; }

    /// <summary>Finds the steps of a circuit.</summary>
    /// <param name="circuit">At least one output.</param>
    /// <param name="form">Gate by gate, dense, or layered.</param>
    /// <exception cref="ArgumentException">The circuit has no outputs, or the form is sparse.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The state would not fit into memory.</exception>
    /// <exception cref="NotSupportedException">The form can't express the circuit; the message names what it can't.</exception>
    public static StateForm Compile(Circuit circuit, CircuitForm form)
    {
        circuit.CheckMeasured();
        if (form == CircuitForm.Sparse)
            throw new ArgumentException("the form Sparse has no states; expected another form", nameof(form));
        StateProgram program = StateProgram.Of(circuit);
        if (form == CircuitForm.GateByGate)
            return new StateForm(program);
        var compiled = new StateForm(
            program,
            (_, bits) =>
                bits <= StateProgram.MaxBlockBits
                    ? true
                    : throw new NotSupportedException(
                        $"the form {form} of {circuit} has a matrix of 2^{bits} rows; expected at most 2^{StateProgram.MaxBlockBits}"
                    )
        );
        if (compiled.Form != form)
            throw new NotSupportedException(
                $"{circuit} has no form {form}, only {compiled.Form}: "
                    + (
                        form == CircuitForm.Dense ? "an input acts after a weight"
                        : compiled.Form == CircuitForm.Dense ? "no input acts after a weight"
                        : "no gates without inputs follow one another"
                    )
            );
        return compiled;
    }

    /// <inheritdoc/>
    public override ExpectationKernel<T> CreateKernel<T>() => new StateKernel<T>(this);

    /// <summary>The circuit's text and the size of the computation.</summary>
    public override string ToString() => $"{Circuit}: {Describe()}";

    /// <summary>The size in words.</summary>
    internal string Describe()
    {
        int blocks = Segments.Count(segment => segment.IsBlock);
        int single = Segments.Where(segment => !segment.IsBlock).Sum(segment => segment.Count);
        string matrices = blocks switch
        {
            0 => "",
            1 => "and one matrix ",
            _ => $"and {blocks} matrices ",
        };
        return $"{single} rotations {matrices}on {Amplitudes} amplitudes";
    }
}
