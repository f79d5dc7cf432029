using QImpact.Quantum;
using QImpact.Training.Layers;

namespace QImpact.Training.Export;

/// <summary>
/// The quantum layer as ONNX nodes: angles, their cosines and sines (each computed once), the monomials as element-wise
/// products, and one matrix of coefficients. All constants are computed in float64 from the trained weights.
/// </summary>
/// <remarks>
/// A gather is a MatMul with one-hot columns and a product takes tensors of equal shape, because a Gather of vectors and
/// a broadcast Mul are not understood everywhere (docs/onnx.md).
/// </remarks>
internal static class QuantumLowering
{
    /// <summary>[inputs] to [outputs]. A layer that trains in another form is lowered in its sparse one.</summary>
    /// <exception cref="NotSupportedException">The sparse form can't express the circuit; the message names what it can't.</exception>
    /// <exception cref="SparseFormTooLargeException">The sparse form is too large.</exception>
    public static GraphValue Lower(GraphBuilder graph, string name, QuantumLayer layer, GraphValue input)
    {
        SparseForm function = layer.Compiled as SparseForm ?? SparseForm.Compile(layer.Circuit);
        double[] weights = layer.WeightValues();
        if (function.Angles.Count == 0)
            return Constant(graph, name, function, weights, input);
        GraphValue angles = Angles(graph, name, function, weights, input);
        GraphValue monomials = Monomials(graph, name, function, angles);
        double[,] coefficients = function.Coefficients(weights);
        int outputs = function.Circuit.OutputCount;
        int terms = function.Monomials.Count;
        return MatMul(graph, $"{name}/expectations", monomials, terms, outputs, (m, k) => coefficients[k, m]);
    }

    /// <summary>Outputs that no input changes, one row per sample: x 0 + c. The only monomial there can be is 1.</summary>
    private static GraphValue Constant(
        GraphBuilder graph,
        string name,
        SparseForm function,
        double[] weights,
        GraphValue input
    )
    {
        int outputs = function.Circuit.OutputCount;
        double[,] coefficients = function.Coefficients(weights);
        double[] constant =
        [
            .. Enumerable.Range(0, outputs).Select(k => function.Monomials.Count == 0 ? 0 : coefficients[k, 0]),
        ];
        GraphValue zeros = MatMul(graph, $"{name}/zeros", input, input.Shape[0], outputs, (_, _) => 0);
        return AddConstant(graph, $"{name}/expectations", zeros, constant);
    }

    /// <summary>The inputs, and behind them the products of two inputs: [inputs] to [features].</summary>
    private static GraphValue Features(GraphBuilder graph, string name, ValueList<Variable> products, GraphValue input)
    {
        if (products.Count == 0)
            return input;
        (int inputs, int count) = (input.Shape[0], products.Count);
        GraphValue first = MatMul(
            graph,
            $"{name}/first",
            input,
            inputs,
            count,
            (i, p) => products[p].Index == i ? 1 : 0
        );
        GraphValue second = MatMul(
            graph,
            $"{name}/second",
            input,
            inputs,
            count,
            (i, p) => products[p].Other == i ? 1 : 0
        );
        GraphValue product = graph.Node("Mul", $"{name}/products", [count], [first.Name, second.Name]);
        return graph.Node(
            "Concat",
            $"{name}/features",
            [inputs + count],
            [input.Name, product.Name],
            GraphBuilder.Attribute("axis", 1L)
        );
    }

    /// <summary>t = features A + b: [inputs] to [angles].</summary>
    private static GraphValue Angles(
        GraphBuilder graph,
        string name,
        SparseForm function,
        double[] weights,
        GraphValue input
    )
    {
        double[,] matrix = function.AngleMatrix();
        int angles = function.Angles.Count;
        GraphValue value = Features(graph, name, function.Products, input);
        if (!IsIdentity(matrix))
            value = MatMul(graph, $"{name}/scale", value, value.Shape[0], angles, (i, a) => matrix[i, a]);
        double[] offsets = function.AngleOffsets(weights);
        return offsets.All(offset => offset == 0) ? value : AddConstant(graph, $"{name}/angles", value, offsets);
    }

    /// <summary>
    /// [angles] to [monomials]: with u = (cos t, sin t), the product over j of u S_j + o_j, where column m of S_j picks the
    /// j-th factor of monomial m, or o_j has a 1 where it has no j-th factor.
    /// </summary>
    private static GraphValue Monomials(GraphBuilder graph, string name, SparseForm function, GraphValue angles)
    {
        int count = angles.Shape[0];
        GraphValue cosines = graph.Node("Cos", $"{name}/cos", [count], [angles.Name]);
        GraphValue sines = graph.Node("Sin", $"{name}/sin", [count], [angles.Name]);
        GraphValue waves = graph.Node(
            "Concat",
            $"{name}/waves",
            [2 * count],
            [cosines.Name, sines.Name],
            GraphBuilder.Attribute("axis", 1L)
        );
        int degree = Math.Max(1, function.Monomials.Max(monomial => monomial.Factors.Count));
        GraphValue product = Factors(graph, name, function, waves, 0);
        for (int j = 1; j < degree; j++)
        {
            GraphValue factors = Factors(graph, name, function, waves, j);
            product = graph.Node("Mul", $"{name}/product{j}", product.Shape, [product.Name, factors.Name]);
        }
        return product;
    }

    private static GraphValue Factors(
        GraphBuilder graph,
        string name,
        SparseForm function,
        GraphValue waves,
        int position
    )
    {
        int half = waves.Shape[0] / 2;
        ValueList<Monomial> monomials = function.Monomials;
        GraphValue picked = MatMul(
            graph,
            $"{name}/factor{position}",
            waves,
            waves.Shape[0],
            monomials.Count,
            (row, m) => position < monomials[m].Factors.Count && Row(monomials[m].Factors[position]) == row ? 1 : 0
        );
        double[] missing = [.. monomials.Select(monomial => position < monomial.Factors.Count ? 0.0 : 1.0)];
        return missing.All(one => one == 0)
            ? picked
            : AddConstant(graph, $"{name}/factor{position}/or-one", picked, missing);

        int Row(Factor factor) => factor.Angle + (factor.Function == Trigonometric.Sin ? half : 0);
    }

    private static GraphValue AddConstant(GraphBuilder graph, string name, GraphValue value, double[] constant) =>
        graph.Node(
            "Add",
            name,
            value.Shape,
            [value.Name, graph.Constant($"{name}/constant", constant, constant.Length)] // [k], not [1, k]
        );

    private static GraphValue MatMul(
        GraphBuilder graph,
        string name,
        GraphValue value,
        int rows,
        int columns,
        Func<int, int, double> element
    )
    {
        double[] matrix = new double[rows * columns];
        for (int row = 0; row < rows; row++)
        for (int column = 0; column < columns; column++)
            matrix[row * columns + column] = element(row, column);
        string constant = graph.Constant($"{name}/matrix", matrix, rows, columns);
        return graph.Node("MatMul", name, [columns], [value.Name, constant]);
    }

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
