using QImpact.Quantum.Circuits;
using QImpact.Quantum.Compilation.States;

namespace QImpact.Onnx.Circuits;

/// <summary>
/// The outputs from parts z of amplitudes: products of two parts, and one matrix of coefficients. A string of Z needs the squares; a string
/// that flips states needs the products of each part with its partner, and strings with the same flip share them.
/// </summary>
internal sealed class ReadoutNodes
{
    private readonly StateObservables _observables;
    private readonly int _states;
    private readonly int _outputs;
    private readonly (int Flip, bool IsImaginary)[] _flips;

    public ReadoutNodes(StateProgram program)
    {
        _observables = program.Observables;
        _states = 1 << program.Bits;
        _outputs = program.Circuit.OutputCount;
        _flips = [.. _observables.Flipping.Select(o => (o.Paulis.Flip, o.Paulis.IsImaginary)).Distinct()];
    }

    /// <summary>Whether every output is always 0.</summary>
    public bool IsEmpty => Groups == 0;

    /// <summary>Multiplications per sample beside the permutations.</summary>
    public double CostOf(int parts) => (double)parts * Groups * (1 + _outputs);

    private bool NeedsSquares => _observables.Diagonal.Count > 0 || _observables.Probabilities.Count > 0;

    private int Groups => _flips.Length + (NeedsSquares ? 1 : 0);

    /// <summary>
    /// [parts] to [outputs]. The partners come from the name of a step, a flip and whether real and imaginary parts change places: the values of
    /// the parts' partners, 0 for one that is not among the parts.
    /// </summary>
    public GraphValue Emit(
        CircuitNodes nodes,
        GraphValue z,
        IReadOnlyList<StatePart> parts,
        Func<string, int, bool, GraphValue> partners
    )
    {
        List<GraphValue> products = [];
        List<Func<StatePart, int, double>> coefficients = [];
        if (NeedsSquares)
        {
            products.Add(nodes.Combine("Mul", "squares", z, z));
            double[,] ofState = StateCoefficients();
            coefficients.Add((part, output) => ofState[part.Amplitude, output]);
        }
        foreach ((int flip, bool imaginary) in _flips)
        {
            string step = $"flip{flip}{(imaginary ? "i" : "")}";
            products.Add(nodes.Combine("Mul", $"{step}/product", z, partners($"{step}/partner", flip, imaginary)));
            coefficients.Add((part, output) => FlipCoefficient(flip, imaginary, part, output));
        }
        GraphValue all = products.Count == 1 ? products[0] : nodes.Concat("all-products", 1, [.. products]);
        return nodes.MatMul(
            "expectations",
            all,
            parts.Count * products.Count,
            _outputs,
            (row, output) => coefficients[row / parts.Count](parts[row % parts.Count], output)
        );
    }

    /// <summary>What the probability of each state counts in each output.</summary>
    private double[,] StateCoefficients()
    {
        var matrix = new double[_states, _outputs];
        foreach ((int output, int mask, double coefficient) in _observables.Diagonal)
            for (int j = 0; j < _states; j++)
                matrix[j, output] += PauliString.SignOf((ulong)(j & mask)) * coefficient;
        foreach ((int output, int state) in _observables.Probabilities)
            matrix[state, output] += 1;
        return matrix;
    }

    /// <summary>
    /// With psi_j = x + iy and its partner u + iv: conj(u + iv)(x + iy) has the real part ux + vy; times i it has vx - uy.
    /// </summary>
    private double FlipCoefficient(int flip, bool imaginary, StatePart part, int output) =>
        _observables
            .Flipping.Where(o => o.Output == output && o.Paulis.Flip == flip && o.Paulis.IsImaginary == imaginary)
            .Sum(o => o.Coefficient * o.Paulis.Sign * o.Paulis.SignAt(part.Amplitude))
        * (imaginary && part.IsImaginary ? -1 : 1);
}
