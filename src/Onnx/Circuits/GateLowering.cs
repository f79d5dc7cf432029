using System.Numerics;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Compilation;
using QImpact.Quantum.Compilation.States;

namespace QImpact.Onnx.Circuits;

/// <summary>
/// Gate by gate, for states whose matrices would be too large. The state stands as a table [2 rows, columns]: the lower bits of an amplitude's
/// number choose the column, the upper ones the row, real parts above imaginary ones. A Pauli string is a product of a string on the columns
/// and one on the rows, so that -i P is a small signed permutation on either side.
/// </summary>
internal sealed class GateLowering : CircuitLowering
{
    private readonly StateProgram _program;
    private readonly HalfAngles _angles;
    private readonly ReadoutNodes _readout;
    private readonly int _columnBits;
    private readonly int _columns;
    private readonly int _rows;

    public GateLowering(StateProgram program, double[] weights)
    {
        _program = program;
        _angles = new HalfAngles(program, weights);
        _readout = new ReadoutNodes(program);
        _columnBits = (program.Bits + 1) / 2;
        _columns = 1 << _columnBits;
        _rows = 1 << (program.Bits - _columnBits);
        double parts = Math.ScaleB(2, program.Bits);
        Cost =
            _angles.Steps.Length * (parts * (_columns + 2 * _rows + 2) + 10 * NodeCost)
            + _readout.CostOf(2 << program.Bits);
    }

    public override CircuitForm Form => CircuitForm.GateByGate;

    public override double Cost { get; }

    public override GraphValue Emit(CircuitNodes nodes, GraphValue input)
    {
        if (!_angles.DecideOutputs)
            return nodes.Constant("expectations", input, _angles.ConstantOutputs());
        Dictionary<int, GraphValue> columns = _angles.Emit(nodes, input);
        GraphValue state = Start(nodes, columns, input, out int first);
        for (int s = first; s < _angles.Steps.Length; s++)
        {
            StateStep step = _angles.Steps[s];
            state = HalfAngles.DependsOnInputs(step)
                ? Rotate(nodes, $"rotation{s}", state, step, columns[step.Angle.Index])
                : Rotate(nodes, $"rotation{s}", state, step);
        }
        StatePart[] parts = StatePart.All(1 << _program.Bits);
        return _readout.Emit(nodes, nodes.Reshape(state, parts.Length), parts, Partners);

        GraphValue Partners(string step, int flip, bool swap)
        {
            double[,] rows = Rows(flip, 0, swap ? Swap : Times(1));
            return nodes.Reshape(Permute(nodes, step, state, Columns(flip, 0), rows), parts.Length);
        }
    }

    /// <summary>
    /// The amplitudes that the inputs set, or |0...0>, and then the product of the first rotations that each reach new states by an input:
    /// <c>(cos, sin)</c> times the amplitudes, up to a phase of each.
    /// </summary>
    private GraphValue Start(CircuitNodes nodes, Dictionary<int, GraphValue> columns, GraphValue input, out int next)
    {
        int size = 1 << _program.InitialBits;
        GraphValue amplitudes = _program.Preparation is { } embedding
            ? HalfAngles.Amplitudes(nodes, embedding, input)
            : nodes.Constant("amplitudes", input, [1]);
        Complex[] phases = Enumerable.Repeat(Complex.One, size).ToArray();
        for (next = 0; next < _angles.Steps.Length; next++)
        {
            StateStep step = _angles.Steps[next];
            if (!step.IsNew || !HalfAngles.DependsOnInputs(step))
                break;
            phases = [.. phases, .. Turned(step, phases)];
            GraphValue row = nodes.Reshape(amplitudes, 1, amplitudes.Length);
            amplitudes = nodes.MatMul($"amplitudes{next}", columns[step.Angle.Index], row); // [2, 1] [1, size]
            amplitudes = nodes.Reshape(amplitudes, phases.Length);
        }
        return Padded(nodes, amplitudes, phases);
    }

    /// <summary>The phases of the new states: that of the state each comes from, times -i P.</summary>
    private static Complex[] Turned(StateStep step, Complex[] phases)
    {
        var turned = new Complex[phases.Length];
        for (int j = 0; j < phases.Length; j++)
            turned[(j ^ step.Generator.Flip) - phases.Length] = step.Angle.Sign * step.Generator.TurnAt(j) * phases[j];
        return turned;
    }

    /// <summary>[size] to the table of all states.</summary>
    private GraphValue Padded(CircuitNodes nodes, GraphValue amplitudes, Complex[] phases)
    {
        (int size, int all) = (phases.Length, _rows * _columns);
        GraphValue re = nodes.Multiply("start/re", amplitudes, [.. phases.Select(p => p.Real)]);
        GraphValue im = nodes.Multiply("start/im", amplitudes, [.. phases.Select(p => p.Imaginary)]);
        GraphValue start = nodes.Concat("start", 1, re, im);
        if (size < all)
        {
            GraphValue column = nodes.Reshape(start, 2 * size, 1);
            GraphValue first = nodes.MatMul("start/first", column, 1, all / size, (_, upper) => upper == 0 ? 1 : 0);
            // [re or im, lower, upper] to [re or im, upper, lower]
            start = nodes.Exchange("start/all", nodes.Reshape(first, 2, size, all / size));
        }
        return nodes.Reshape(start, 2 * _rows, _columns);
    }

    private GraphValue Rotate(CircuitNodes nodes, string name, GraphValue state, StateStep step, GraphValue column)
    {
        int parts = state.Length;
        double[,] rows = Rows(
            step.Generator.Flip,
            step.Generator.SignMask,
            Times(step.Angle.Sign * step.Generator.TurnAt(0))
        );
        GraphValue turned = Permute(nodes, $"{name}/turned", state, ColumnsOf(step), rows);
        (GraphValue kept, turned) = (nodes.Reshape(state, parts, 1), nodes.Reshape(turned, parts, 1));
        GraphValue both = nodes.Concat($"{name}/both", 2, kept, turned);
        return nodes.Reshape(nodes.MatMul(name, both, column), 2 * _rows, _columns); // [parts, 2] [2, 1]
    }

    private GraphValue Rotate(CircuitNodes nodes, string name, GraphValue state, StateStep step)
    {
        (double cos, double sin) = _angles.Of(step);
        double[,] rows = Rows(step.Generator.Flip, step.Generator.SignMask, Times(sin * step.Generator.TurnAt(0)));
        double[,]? columns = ColumnsOf(step);
        if (columns is null)
        {
            for (int row = 0; row < 2 * _rows; row++)
                rows[row, row] += cos;
            return Permute(nodes, name, state, null, rows);
        }
        // Not a Mul: OpenCV 4.6 refuses the product of a table and a vector.
        GraphValue kept = nodes.MatMul($"{name}/kept", state, _columns, _columns, (i, k) => i == k ? cos : 0);
        return nodes.Combine("Add", name, kept, Permute(nodes, $"{name}/turned", state, columns, rows));
    }

    /// <summary>The table times a matrix over its columns, and a matrix over its rows times the table; null for no change.</summary>
    private static GraphValue Permute(
        CircuitNodes nodes,
        string step,
        GraphValue state,
        double[,]? columns,
        double[,] rows
    )
    {
        GraphValue value = columns is null ? state : nodes.MatMul($"{step}/columns", state, columns);
        GraphValue upright = nodes.Transpose($"{step}/upright", value);
        return nodes.Transpose(step, nodes.MatMul($"{step}/rows", upright, rows));
    }

    private double[,]? ColumnsOf(StateStep step) => Columns(step.Generator.Flip, step.Generator.SignMask);

    /// <summary>The string on the lower bits, from a column to a column; null for the identity.</summary>
    private double[,]? Columns(int flip, int signMask)
    {
        int low = _columns - 1;
        if (((flip | signMask) & low) == 0)
            return null;
        var matrix = new double[_columns, _columns];
        for (int column = 0; column < _columns; column++)
            matrix[column, column ^ (flip & low)] = PauliString.SignOf((ulong)(column & signMask));
        return matrix;
    }

    /// <summary>The string on the upper bits times a factor on (re, im), from a row to a row.</summary>
    private double[,] Rows(int flip, int signMask, double[,] factor)
    {
        var matrix = new double[2 * _rows, 2 * _rows];
        for (int row = 0; row < _rows; row++)
        {
            int to = row ^ (flip >> _columnBits);
            int sign = PauliString.SignOf((ulong)((row << _columnBits) & signMask));
            for (int part = 0; part < 2; part++)
            for (int toPart = 0; toPart < 2; toPart++)
                matrix[part * _rows + row, toPart * _rows + to] = sign * factor[part, toPart];
        }
        return matrix;
    }

    private static double[,] Swap =>
        new double[,]
        {
            { 0, 1 },
            { 1, 0 },
        };

    /// <summary>Multiplication by a number, from (re, im) to (re, im).</summary>
    private static double[,] Times(Complex number) =>
        new[,]
        {
            { number.Real, number.Imaginary },
            { -number.Imaginary, number.Real },
        };
}
