using QImpact.Quantum.Compilation;
using QImpact.Quantum.Compilation.States;

namespace QImpact.Onnx.Circuits;

/// <summary>
/// How a program becomes matrices: for every rotation by an input, whether its cosine and sine multiply the values that flow already, or mix the
/// parts of a state. It is what <see cref="MatrixLowering"/> costs, and what it emits.
/// </summary>
internal sealed class MatrixPlan
{
    private const double MostValues = 1 << 22;

    public MatrixPlan(StateProgram program)
    {
        Program = program;
        StateStep[] steps = HalfAngles.StepsOf(program);
        Mixes = new bool[steps.Length];
        double values = program.Preparation is null ? 1 : Math.ScaleB(1, program.InitialBits);
        for (int s = 0; s < steps.Length; s++)
        {
            if (!HalfAngles.DependsOnInputs(steps[s]))
                continue;
            double parts = Math.ScaleB(2, steps[s].Bits);
            // A further factor may make no more values than the state has parts.
            Mixes[s] = 2 * values > parts;
            Values += Mixes[s] ? 2 * parts * values : 0;
            values = Mixes[s] ? parts : 2 * values;
        }
        Values += values * Math.ScaleB(2, program.Bits);
    }

    /// <summary>The rotations.</summary>
    public StateProgram Program { get; }

    /// <summary>For each of <see cref="HalfAngles.Steps"/>: whether it is a rotation by an input that mixes the parts of a state.</summary>
    public bool[] Mixes { get; }

    /// <summary>The values of all matrices, at most.</summary>
    public double Values { get; }

    /// <summary>Dense with one matrix, layered with more.</summary>
    public CircuitForm Form => Array.IndexOf(Mixes, true) < 0 ? CircuitForm.Dense : CircuitForm.Layered;

    /// <summary>Whether the matrices are not too large.</summary>
    public bool Fits => Values <= MostValues;

    /// <summary>The plan, whose matrices must not be too large.</summary>
    /// <exception cref="NotSupportedException">They are.</exception>
    public MatrixPlan RequireFit() =>
        Fits
            ? this
            : throw new NotSupportedException(
                $"the matrices of {Program.Circuit} would have {Values:E1} values; expected at most {MostValues:E1}, or the form GateByGate"
            );
}
