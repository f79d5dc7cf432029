using System.Collections.Immutable;
using QImpact.Quantum;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Compilation;
using static QImpact.Onnx.GraphBuilder;

namespace QImpact.Onnx.Circuits;

/// <summary>
/// The nodes that circuits are made of, under a layer's name. Only what docs/onnx.md lists as understood everywhere: constants stand
/// on the right of a MatMul or are vectors as long as the last of two axes, and element-wise operations take equal shapes.
/// </summary>
internal sealed class CircuitNodes(GraphBuilder graph, string name)
{
    private readonly Dictionary<string, GraphValue> _reshaped = [];
    private readonly HashSet<string> _shapes = [];

    /// <summary>value M: [..., rows] to [..., columns]</summary>
    public GraphValue MatMul(string step, GraphValue value, int rows, int columns, Func<int, int, double> element)
    {
        double[] matrix = new double[rows * columns];
        for (int row = 0; row < rows; row++)
        for (int column = 0; column < columns; column++)
            matrix[row * columns + column] = element(row, column);
        string constant = graph.Constant($"{name}/{step}/matrix", matrix, rows, columns);
        return graph.Node("MatMul", $"{name}/{step}", [.. value.Shape[..^1], columns], [value.Name, constant]);
    }

    /// <summary>value M: [..., rows] to [..., columns]</summary>
    public GraphValue MatMul(string step, GraphValue value, double[,] matrix) =>
        MatMul(step, value, matrix.GetLength(0), matrix.GetLength(1), (row, column) => matrix[row, column]);

    /// <summary>value M + offsets: [rows] to [columns]. A Gemm with the matrix transposed, or what is left of it without offsets or matrix.</summary>
    public GraphValue Affine(string step, GraphValue value, Func<int, int, double> element, double[] offsets)
    {
        (int rows, int columns) = (value.Length, offsets.Length);
        if (offsets.All(offset => offset == 0))
            return MatMul(step, value, rows, columns, element);
        double[] transposed = new double[columns * rows];
        for (int column = 0; column < columns; column++)
        for (int row = 0; row < rows; row++)
            transposed[column * rows + row] = element(row, column);
        string matrix = graph.Constant($"{name}/{step}/matrix", transposed, columns, rows);
        string constant = graph.Constant($"{name}/{step}/constant", offsets, columns);
        return graph.Node(
            "Gemm",
            $"{name}/{step}",
            [columns],
            [value.Name, matrix, constant],
            Attribute("transB", 1L) // with transB = 0 a square matrix is silently wrong in OpenCV 4.6
        );
    }

    /// <summary>Sample by sample: [a, b] and [b, c] to [a, c]</summary>
    public GraphValue MatMul(string step, GraphValue left, GraphValue right) =>
        graph.Node("MatMul", $"{name}/{step}", [left.Shape[0], right.Shape[1]], [left.Name, right.Name]);

    /// <summary>Adds a vector along the last axis.</summary>
    public GraphValue Add(string step, GraphValue value, double[] constant) => WithVector("Add", step, value, constant);

    /// <summary>Multiplies by a vector along the last axis.</summary>
    public GraphValue Multiply(string step, GraphValue value, double[] constant) =>
        WithVector("Mul", step, value, constant);

    /// <summary>Add or Mul of equal shapes.</summary>
    public GraphValue Combine(string operation, string step, GraphValue left, GraphValue right) =>
        graph.Node(operation, $"{name}/{step}", left.Shape, [left.Name, right.Name]);

    /// <summary>A function of each value.</summary>
    public GraphValue Apply(string operation, string step, GraphValue value, params IEnumerable<string> constants) =>
        graph.Node(operation, $"{name}/{step}", value.Shape, [value.Name, .. constants]);

    /// <summary>A constant under the layer's name.</summary>
    public string Constant(string step, params double[] values) =>
        graph.Constant($"{name}/{step}", values, values.Length);

    /// <summary>Values behind each other along an axis, 1 being the first behind the batch.</summary>
    public GraphValue Concat(string step, int axis, params GraphValue[] values)
    {
        ImmutableArray<int> shape = values[0].Shape.SetItem(axis - 1, values.Sum(value => value.Shape[axis - 1]));
        IEnumerable<string> names = values.Select(value => value.Name);
        return graph.Node("Concat", $"{name}/{step}", shape, names, Attribute("axis", (long)axis));
    }

    /// <summary>
    /// The other shape of the same values, without a node where it is the shape already; one node however often it is asked for. The batch is copied, a 0 in
    /// Reshape's shape: of an empty batch, ONNX Runtime can't work out a -1.
    /// </summary>
    public GraphValue Reshape(GraphValue value, params ReadOnlySpan<int> shape)
    {
        if (value.Shape.AsSpan().SequenceEqual(shape))
            return value;
        string step = $"{value.Name}/{string.Join('x', shape.ToArray())}";
        if (!_reshaped.TryGetValue(step, out GraphValue? reshaped))
        {
            reshaped = graph.Node("Reshape", step, [.. shape], [value.Name, ShapeOf(shape)]);
            _reshaped.Add(step, reshaped);
        }
        return reshaped;
    }

    /// <summary>
    /// Exchanges the last two of three axes: [a, b] to [b, a]. The Reshape to the shape that is there keeps ONNX Runtime from making one node of the Transpose and
    /// the MatMul behind it, FusedMatMul, which refuses an empty batch.
    /// </summary>
    public GraphValue Transpose(string step, GraphValue value)
    {
        (int rows, int columns) = (value.Shape[1], value.Shape[0]);
        GraphValue turned = Permute($"{step}/turned", value, [rows, columns], 0, 2, 1);
        return graph.Node("Reshape", step, turned.Shape, [turned.Name, ShapeOf(turned.Shape.AsSpan())]);
    }

    /// <summary>Exchanges the last two of four axes: [a, b, c] to [a, c, b]</summary>
    public GraphValue Exchange(string step, GraphValue value) =>
        Permute(step, value, [value.Shape[0], value.Shape[2], value.Shape[1]], 0, 1, 3, 2);

    /// <summary>The columns of [rows, columns], each [rows, 1].</summary>
    public GraphValue[] Columns(string step, GraphValue value) =>
        value.Shape[1] == 1
            ? [value]
            : graph.Nodes(
                "Split",
                $"{name}/{step}",
                [value.Shape[0], 1],
                value.Shape[1],
                [value.Name],
                Attribute("axis", 2L)
            );

    /// <summary>
    /// t = features A + b, for cosines and sines: [inputs] to [angles]; the features are the inputs, and behind them the products of two that occur.
    /// </summary>
    public GraphValue Angles(Circuit circuit, IEnumerable<Angle> angles, double[] weights, GraphValue input)
    {
        AffineAngles affine = new(circuit, angles);
        GraphValue value = Features(affine.Products, input);
        double[,] matrix = affine.Matrix();
        double[] offsets = Array.ConvertAll(affine.Offsets(weights), AffineAngles.Reduced);
        if (!IsIdentity(matrix))
            return Affine("angles", value, (i, a) => matrix[i, a], offsets);
        return offsets.All(offset => offset == 0) ? value : Add("angles", value, offsets);
    }

    /// <summary>The cosines, and behind them the sines: [angles] to [2 angles]. Each is computed once.</summary>
    public GraphValue Waves(GraphValue angles) =>
        Concat("waves", 1, Apply("Cos", "cos", angles), Apply("Sin", "sin", angles));

    /// <summary>Numbers that no input changes, one row per sample: x 0 + c.</summary>
    public GraphValue Constant(string step, GraphValue input, double[] values) =>
        Affine(step, input, (_, _) => 0, values);

    /// <summary>The constant that a Reshape to this shape takes.</summary>
    private string ShapeOf(ReadOnlySpan<int> shape)
    {
        string constant = $"{name}/shape-{string.Join('x', shape.ToArray())}";
        if (_shapes.Add(constant))
            graph.Integers(constant, [0, .. shape.ToArray().Select(length => (long)length)]);
        return constant;
    }

    private GraphValue Permute(string step, GraphValue value, ImmutableArray<int> shape, params long[] axes) =>
        graph.Node("Transpose", $"{name}/{step}", shape, [value.Name], Attribute("perm", axes));

    private GraphValue Features(ValueList<Variable> products, GraphValue input)
    {
        if (products.Count == 0)
            return input;
        (int inputs, int count) = (input.Shape[0], products.Count);
        GraphValue first = MatMul("first", input, inputs, count, (i, p) => products[p].Index == i ? 1 : 0);
        GraphValue second = MatMul("second", input, inputs, count, (i, p) => products[p].Other == i ? 1 : 0);
        return Concat("features", 1, input, Combine("Mul", "products", first, second));
    }

    private GraphValue WithVector(string operation, string step, GraphValue value, double[] constant) =>
        graph.Node(
            operation,
            $"{name}/{step}",
            value.Shape,
            [value.Name, graph.Constant($"{name}/{step}/constant", constant, constant.Length)] // [k], not [1, k]
        );

    private static bool IsIdentity(double[,] matrix)
    {
        if (matrix.GetLength(0) != matrix.GetLength(1))
            return false;
        for (int row = 0; row < matrix.GetLength(0); row++)
        for (int column = 0; column < matrix.GetLength(1); column++)
            if (matrix[row, column] != (row == column ? 1 : 0))
                return false;
        return true;
    }
}
