using System.Globalization;
using QImpact.Quantum.Compilation;

namespace QImpact.Quantum.Emit;

/// <summary>A constant of the function: an array that a Python expression gives as lists of numbers.</summary>
internal sealed record PythonTable(string Name, string Values, bool IsIndex);

/// <summary>
/// The parts of a Python function that computes a circuit: from <c>inputs</c> [..., inputs] and the flat <c>w</c> [weights] to what is returned. What is
/// common to PyTorch, NumPy and JAX is written here once.
/// </summary>
internal sealed class PythonBody
{
    private readonly int _inputs;
    private readonly int _weights;
    private readonly List<string> _helpers = [];
    private IReadOnlyList<Variable> _products = [];

    public PythonBody(Circuit circuit, PythonDialect dialect)
    {
        Dialect = dialect;
        (_inputs, _weights) = (circuit.InputCount, circuit.WeightCount);
    }

    public PythonDialect Dialect { get; }

    /// <summary>What is computed, in sentences for the top of the file.</summary>
    public List<string> Summary { get; } = [];

    /// <summary>Lists of numbers that the tables are made from, as statements.</summary>
    public List<string> Data { get; } = [];

    /// <summary>Functions that make tables or that the body calls.</summary>
    public IReadOnlyList<string> Helpers => _helpers;

    public List<PythonTable> Tables { get; } = [];

    /// <summary>The statements of the function.</summary>
    public List<string> Lines { get; } = [];

    /// <summary>The number of features: the inputs, one in the place of none, and products of two.</summary>
    public int Features => Math.Max(_inputs, 1) + _products.Count;

    public static PythonBody Of(CompiledCircuit compiled, PythonDialect dialect)
    {
        PythonBody body = new(compiled.Circuit, dialect);
        if (compiled is Compilation.Sparse.SparseForm sparse)
            PythonSparse.Write(sparse, body);
        else
            PythonStates.Write((Compilation.States.StateForm)compiled, body);
        return body;
    }

    /// <summary>Adds a function unless it is there.</summary>
    public void Need(string helper)
    {
        if (!_helpers.Contains(helper))
            _helpers.Add(helper);
    }

    /// <summary>Adds a table of real numbers and gives the text that names it.</summary>
    public string Real(string name, string values)
    {
        Tables.Add(new PythonTable(name, values, IsIndex: false));
        return Dialect.Table(name);
    }

    /// <summary>Adds a table of indices and gives the text that names it.</summary>
    public string Index(string name, string values)
    {
        Tables.Add(new PythonTable(name, values, IsIndex: true));
        return Dialect.Table(name);
    }

    public void Line(string line) => Lines.Add(line);

    /// <summary>The statements that make features of the inputs: those of these angles.</summary>
    public void ReadInputs(IEnumerable<Angle> angles)
    {
        _products =
        [
            .. angles
                .SelectMany(angle => angle.Terms)
                .Select(term => term.Variable)
                .Where(variable => variable.Kind == VariableKind.Product)
                .Distinct()
                .OrderBy(variable => (variable.Index, variable.Other)),
        ];
        if (_inputs == 0)
            Line("inputs = inputs.sum(-1, keepdims=True)  # the circuit has no inputs: a 0 for each sample");
        if (_products.Count == 0)
            return;
        Data.Add(
            PythonText.Assign(
                "PRODUCTS",
                _products.Select(product => $"({product.Index}, {product.Other})"),
                "of two inputs"
            )
        );
        string first = Index("first", "[i for i, _ in PRODUCTS]");
        string second = Index("second", "[j for _, j in PRODUCTS]");
        Line($"inputs = {Dialect.Join($"inputs, inputs[..., {first}] * inputs[..., {second}]", ", -1")}");
    }

    /// <summary>An angle as factors of the features, of the weights, and a constant.</summary>
    public double[] Row(Angle angle, double scale = 1)
    {
        double[] row = new double[Features + _weights + 1];
        row[^1] = AffineAngles.Reduced(scale * angle.Offset);
        foreach (AngleTerm term in angle.Terms)
            row[PlaceOf(term.Variable)] = scale * term.Scale;
        return row;
    }

    /// <summary>The list of angles, a comment each.</summary>
    public void AddAngles(string name, IReadOnlyList<(double[] Row, string Text)> angles) =>
        Data.Add(
            $"{name} = [  # {Columns}\n"
                + string.Concat(angles.Select(angle => $"    {PythonText.List(angle.Row)},  # {angle.Text}\n"))
                + "]\n"
        );

    /// <summary>What stands in the columns of a row.</summary>
    public string Columns
    {
        get
        {
            IEnumerable<string> names = _inputs > 0 ? [Range("x", _inputs)] : ["none"];
            names = names.Concat(_products.Select(product => product.ToString()));
            if (_weights > 0)
                names = names.Append(Range("w", _weights));
            return $"factors of {string.Join(", ", names)}; constant";
        }
    }

    /// <summary>
    /// The text of rows times (features, weights, 1), for rows that a Python expression gives; what is 0 is left out. Without inputs it is [rows], otherwise
    /// [..., rows].
    /// </summary>
    public string Affine(string name, string rows, IReadOnlyList<double[]> values, bool withInputs = true)
    {
        string offset = "";
        if (values.Any(row => row.Skip(Features).SkipLast(1).Any(scale => scale != 0)))
            offset = $"{Real($"{name}_by_weights", $"[row[{Features}:-1] for row in {rows}]")} @ w";
        if (values.Any(row => row[^1] != 0) || (!withInputs && offset.Length == 0))
        {
            string constant = Real($"{name}_constant", $"[row[-1] for row in {rows}]");
            offset = offset.Length == 0 ? constant : $"{offset} + {constant}";
        }
        return withInputs
            ? Dialect.Linear("inputs", Real($"{name}_by_inputs", $"[row[:{Features}] for row in {rows}]"), offset)
            : offset;
    }

    private int PlaceOf(Variable variable) =>
        variable.Kind switch
        {
            VariableKind.Input => variable.Index,
            VariableKind.Product => Math.Max(_inputs, 1)
                + Enumerable.Range(0, _products.Count).First(p => _products[p] == variable),
            _ => Features + variable.Index,
        };

    private static string Range(string letter, int count) =>
        count == 1 ? $"{letter}0" : string.Create(CultureInfo.InvariantCulture, $"{letter}0 to {letter}{count - 1}");
}
