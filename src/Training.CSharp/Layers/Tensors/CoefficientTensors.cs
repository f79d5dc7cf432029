using QImpact.Quantum.Compilation.Sparse;
using static TorchSharp.torch;

namespace QImpact.Training.Layers.Tensors;

/// <summary>
/// The coefficients of a <see cref="SparseForm"/> as tensor operations. Edges whose starts are complete at the same time are taken together:
/// as many operations as the longest path has edges, however many paths there are.
/// </summary>
internal sealed class CoefficientTensors
{
    private readonly AngleTensors _angles;
    private readonly Tensor _noInputs;
    private readonly Tensor _start;
    private readonly Level[] _levels;
    private readonly Level _leaves;
    private readonly Tensor _zero;

    public CoefficientTensors(SparseForm form, TensorConstants constants)
    {
        CoefficientGraph graph = form.Graph;
        _angles = new AngleTensors(form.Circuit, graph.Angles.ToArray(), constants);
        _noInputs = constants.Of(new double[form.Circuit.InputCount], 1, form.Circuit.InputCount);
        _start = constants.Of(graph.Start.ToArray(), graph.Start.Length);
        _levels = Levels(graph)
            .Select(edges => new Level(
                constants.Indices(edges.Select(edge => edge.From)),
                constants.Indices(edges.Select(edge => edge.To)),
                constants.Indices(edges.Select(edge => Column(edge.Factor, graph.Angles.Length))),
                constants.Of([.. edges.Select(edge => edge.Scale)], edges.Count)
            ))
            .ToArray();
        CoefficientLeaf[] leaves = graph.Leaves.ToArray();
        _leaves = new Level(
            constants.Indices(leaves.Select(leaf => leaf.Node)),
            constants.Indices(leaves.Select(leaf => Place(form, leaf.Term))),
            constants.Indices(leaves.Select(_ => 0)),
            constants.Of([.. leaves.Select(leaf => leaf.Scale)], leaves.Length)
        );
        _zero = constants.Of(
            new double[form.Monomials.Count * form.Circuit.OutputCount],
            form.Monomials.Count * form.Circuit.OutputCount
        );
    }

    /// <param name="weights">[weights]</param>
    /// <returns>[monomials * outputs]</returns>
    public Tensor Evaluate(Tensor weights)
    {
        Tensor angles = _angles.Evaluate(_noInputs, weights).squeeze(0);
        Tensor factors = cat([angles.new_ones(1), angles.cos(), angles.sin()]);
        Tensor values = _start;
        foreach (Level level in _levels)
            values = level.AddTo(values, values, factors);
        return _leaves.AddTo(_zero, values, factors);
    }

    /// <summary>The place of a factor: 1 for none, then all cosines, then all sines.</summary>
    private static int Column(Factor? factor, int angles) =>
        factor switch
        {
            null => 0,
            { Function: Trigonometric.Cos } => 1 + factor.Value.Angle,
            _ => 1 + angles + factor.Value.Angle,
        };

    private static int Place(SparseForm form, int term) =>
        form.Terms[term].Monomial * form.Circuit.OutputCount + form.Terms[term].Output;

    private static IEnumerable<IReadOnlyList<CoefficientEdge>> Levels(CoefficientGraph graph)
    {
        var depth = new int[graph.Start.Length];
        foreach (CoefficientEdge edge in graph.Edges)
            depth[edge.To] = Math.Max(depth[edge.To], depth[edge.From] + 1);
        return graph
            .Edges.ToArray()
            .GroupBy(edge => depth[edge.From])
            .OrderBy(group => group.Key)
            .Select(g => g.ToArray());
    }

    private sealed record Level(Tensor From, Tensor To, Tensor Factor, Tensor Scale)
    {
        /// <summary>target[To] += Scale * factors[Factor] * values[From]</summary>
        public Tensor AddTo(Tensor target, Tensor values, Tensor factors) =>
            target.index_add(
                0,
                To,
                Scale * factors.index_select(0, Factor) * values.index_select(0, From),
                Scalars.One
            );
    }
}
