using QImpact.Quantum.Compilation;
using QImpact.Quantum.Compilation.States;

namespace QImpact.Onnx.Circuits;

/// <summary>
/// The dense and the layered form: amplitudes of the inputs as products of cosines and sines, and one matrix for all that happens between
/// inputs. Where an input acts on a state, one matrix gives the state and the state after -i P, and the cosine and sine mix them.
/// </summary>
internal sealed class MatrixLowering : CircuitLowering
{
    private readonly StateProgram _program;
    private readonly MatrixPlan _plan;
    private readonly HalfAngles _angles;
    private readonly ReadoutNodes _readout;

    public MatrixLowering(MatrixPlan plan, double[] weights)
    {
        StateProgram program = plan.RequireFit().Program;
        (_program, _plan) = (program, plan);
        _angles = new HalfAngles(program, weights);
        _readout = new ReadoutNodes(program);
        Cost =
            plan.Values
            + _readout.CostOf(2 << program.Bits)
            + NodeCost * (6 + 3 * _angles.Steps.Count(HalfAngles.DependsOnInputs));
    }

    public override CircuitForm Form => _plan.Form;

    public override double Cost { get; }

    public override GraphValue Emit(CircuitNodes nodes, GraphValue input)
    {
        if (!_angles.DecideOutputs)
            return nodes.Constant("expectations", input, _angles.ConstantOutputs());
        Dictionary<int, GraphValue> columns = _angles.Emit(nodes, input);
        StateMap map = StateMap.Identity(1 << _program.InitialBits);
        GraphValue? value = _program.Preparation is { } embedding
            ? HalfAngles.Amplitudes(nodes, embedding, input)
            : null;
        for (int s = 0; s < _angles.Steps.Length; s++)
        {
            StateStep step = _angles.Steps[s];
            map = map.Grown(1 << step.Bits);
            if (!HalfAngles.DependsOnInputs(step))
            {
                (double cos, double sin) = _angles.Of(step);
                map = map.Rotated(step.Generator, cos, sin);
                continue;
            }
            StateMap lifted = map.Lifted(step.Generator, step.Angle.Sign);
            GraphValue column = columns[step.Angle.Index];
            if (value is null)
                (value, map) = (nodes.Reshape(column, 2), lifted);
            else if (!_plan.Mixes[s])
                (value, map) = (Product(nodes, $"amplitudes{s}", column, value), lifted);
            else
                (value, map) = Mix(nodes, s, column, value, lifted, map.Values);
        }
        StatePart[] parts = map.LiveParts();
        GraphValue z = Parts(nodes, value!, map, parts);
        return _readout.Emit(nodes, z, parts, Partners);

        GraphValue Partners(string step, int flip, bool swap) =>
            nodes.MatMul(
                step,
                z,
                parts.Length,
                parts.Length,
                (from, k) =>
                    parts[from] == new StatePart(parts[k].Amplitude ^ flip, parts[k].IsImaginary ^ swap) ? 1 : 0
            );
    }

    /// <summary>Each value times the cosine, and behind them each times the sine: [v] to [2 v]</summary>
    private static GraphValue Product(CircuitNodes nodes, string step, GraphValue column, GraphValue value)
    {
        GraphValue product = nodes.MatMul(step, column, nodes.Reshape(value, 1, value.Length)); // [2, 1] [1, v]
        return nodes.Reshape(product, 2 * value.Length);
    }

    /// <summary>The state's parts after the rotation, [parts]: for each part what the cosine and what the sine brings, times (cos, sin).</summary>
    private static (GraphValue, StateMap) Mix(
        CircuitNodes nodes,
        int s,
        GraphValue column,
        GraphValue value,
        StateMap lifted,
        int values
    )
    {
        StatePart[] parts = lifted.LiveParts();
        GraphValue both = nodes.MatMul(
            $"rotation{s}/both",
            value,
            values,
            2 * parts.Length,
            (v, column) => lifted[parts[column / 2], column % 2 * values + v]
        );
        GraphValue mixed = nodes.MatMul($"rotation{s}", nodes.Reshape(both, parts.Length, 2), column); // [parts, 2] [2, 1]
        return (nodes.Reshape(mixed, parts.Length), StateMap.OfParts(lifted.Amplitudes, parts));
    }

    private static GraphValue Parts(CircuitNodes nodes, GraphValue value, StateMap map, StatePart[] parts)
    {
        IEnumerable<int> all = Enumerable.Range(0, parts.Length);
        bool same = map.Values == parts.Length && all.All(k => all.All(v => map[parts[k], v] == (k == v ? 1 : 0)));
        return same ? value : nodes.MatMul("state", value, map.Values, parts.Length, (v, k) => map[parts[k], v]);
    }
}
