using QImpact.Quantum.Circuits;
using QImpact.Quantum.Compilation;
using QImpact.Quantum.Compilation.States;
using QImpact.Quantum.Templates;

namespace QImpact.Onnx.Circuits;

/// <summary>
/// The half angles of a program's rotations. Those with inputs flow through the graph, and of each its cosine and sine come out as
/// one column [2, 1]; the others are numbers.
/// </summary>
internal sealed class HalfAngles
{
    private readonly StateProgram _program;
    private readonly double[] _weights;
    private readonly int[] _used;

    public HalfAngles(StateProgram program, double[] weights)
    {
        (_program, _weights) = (program, weights);
        Steps = StepsOf(program);
        _used = [.. Steps.Where(DependsOnInputs).Select(step => step.Angle.Index).Distinct().Order()];
    }

    /// <summary>The rotations.</summary>
    public StateStep[] Steps { get; }

    /// <summary>A rotation of the one amplitude that there is at the start turns its phase alone, which no output sees: those are left out.</summary>
    public static StateStep[] StepsOf(StateProgram program) => [.. program.Steps.Where(step => step.Bits > 0)];

    /// <summary>Whether any input can change an output.</summary>
    public bool DecideOutputs =>
        (_used.Length > 0 || _program.Preparation is not null) && !new ReadoutNodes(_program).IsEmpty;

    /// <summary>The outputs where no input changes them.</summary>
    public double[] ConstantOutputs() =>
        new ReadoutNodes(_program).IsEmpty
            ? new double[_program.Circuit.OutputCount]
            : StateForm
                .Compile(_program.Circuit, CircuitForm.GateByGate)
                .Evaluate(new double[_program.Circuit.InputCount], _weights);

    public static bool DependsOnInputs(StateStep step) => step.Angle.Kind == AngleKind.Input;

    /// <summary>Cosine and sine of half the angle of a rotation that no input changes.</summary>
    public (double Cos, double Sin) Of(StateStep step)
    {
        AngleReference angle = step.Angle;
        (double sin, double cos) =
            angle.Kind == AngleKind.Weight
                ? Math.SinCos(_program.WeightAngles[angle.Index].Evaluate([], _weights) / 2)
                : (angle.Sin, angle.Cos);
        return (cos, angle.Sign * sin);
    }

    /// <summary>[inputs] to a column (cos, sin), [2, 1], for each angle of the program that is used.</summary>
    public Dictionary<int, GraphValue> Emit(CircuitNodes nodes, GraphValue input)
    {
        if (_used.Length == 0)
            return [];
        IEnumerable<Angle> halves = _used.Select(a => 0.5 * _program.InputAngles.Angles[a]);
        GraphValue waves = nodes.Waves(nodes.Angles(_program.Circuit, halves, _weights, input));
        GraphValue[] columns = nodes.Columns("angle", nodes.Reshape(waves, 2, _used.Length));
        return _used.Zip(columns).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    /// <summary>The amplitudes that the inputs set, [2^wires], normalised where the embedding says so; a norm of 0 gives NaN.</summary>
    public static GraphValue Amplitudes(CircuitNodes nodes, AmplitudeEmbedding embedding, GraphValue input)
    {
        int size = 1 << embedding.Wires.Count;
        GraphValue value = input;
        if (embedding.Features != size || embedding.FirstInput != 0 || input.Shape[0] != size)
            value = nodes.MatMul(
                "amplitudes/picked",
                input,
                input.Shape[0],
                size,
                (i, j) => j < embedding.Features && i == embedding.FirstInput + j ? 1 : 0
            );
        if (embedding.Features < size && embedding.PadWith is { } pad and not 0)
        {
            IEnumerable<double> padding = Enumerable.Range(0, size).Select(j => j < embedding.Features ? 0 : pad);
            value = nodes.Add("amplitudes/padded", value, [.. padding]);
        }
        if (!embedding.Normalize)
            return value;
        GraphValue squares = nodes.Combine("Mul", "norm/squares", value, value);
        GraphValue sums = nodes.MatMul("norm/sums", squares, size, size, (_, _) => 1); // the sum, once per amplitude
        GraphValue inverse = nodes.Apply("Pow", "norm/inverse", sums, nodes.Constant("norm/power", -0.5));
        return nodes.Combine("Mul", "amplitudes", value, inverse);
    }
}
