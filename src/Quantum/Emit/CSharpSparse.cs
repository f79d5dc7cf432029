using QImpact.Quantum.Compilation.Sparse;

namespace QImpact.Quantum.Emit;

/// <summary>The sparse form in C#: products of cosines and sines, and coefficients that follow from the weights by a graph.</summary>
internal sealed class CSharpSparse(SparseForm form) : CSharpBody
{
    private readonly Angle[] _angles = [.. form.Angles, .. form.Graph.Angles.ToArray()];

    /// <summary>The members.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "Angles",
        "AddAngleGradients",
        "Waves",
        "Coefficients",
        "Factor",
        "FactorStart",
        "TermOutput",
        "TermStart",
        "NodeStart",
        "EdgeFrom",
        "EdgeTo",
        "EdgeFactor",
        "EdgeScale",
        "LeafNode",
        "LeafTerm",
        "LeafScale",
    ];

    public override string Summary =>
        $"Every output is a trigonometric polynomial of the inputs: {form.Monomials.Count} products of cosines and sines, whose coefficients follow from the weights";

    // In [1, cos t0, sin t0, ...] with the inputs' angles before those of the weights.
    private int WeightCode(Factor? factor) => factor is { } f ? 1 + 2 * form.Angles.Count + Code(f) : 0;

    private static int Code(Factor factor) => 2 * factor.Angle + (factor.Function == Trigonometric.Sin ? 1 : 0);

    private int WaveCount => 1 + 2 * _angles.Length;

    private int NodeCount => form.Graph.Start.Length;

    public override void WriteForward(CSharpText text) =>
        text.Lines(
            ForwardSummary
                + $$"""

                {
                    Check(nameof(outputs), outputs.Length, OutputCount);
                    Span<double> waves = {{Buffer(WaveCount)}};
                    Span<double> nodes = {{Buffer(NodeCount)}};
                    Span<double> coefficients = {{Buffer(form.Terms.Count)}};
                    Waves(inputs, weights, waves);
                    Coefficients(waves, nodes, coefficients);
                    outputs.Clear();
                    for (int m = 0; m + 1 < FactorStart.Length; m++)
                    {
                        double product = 1;
                        for (int f = FactorStart[m]; f < FactorStart[m + 1]; f++)
                            product *= waves[Factor[f]];
                        for (int t = TermStart[m]; t < TermStart[m + 1]; t++)
                            outputs[TermOutput[t]] += coefficients[t] * product;
                    }
                }
                """
        );

    public override void WriteBackward(CSharpText text) =>
        text.Lines(
            BackwardSummary
                + $$"""

                {
                    Check(nameof(gradOutputs), gradOutputs.Length, OutputCount);
                    Check(nameof(gradInputs), gradInputs.Length, InputCount);
                    Check(nameof(gradWeights), gradWeights.Length, WeightCount);
                    Span<double> waves = {{Buffer(WaveCount)}};
                    Span<double> nodes = {{Buffer(NodeCount)}};
                    Span<double> coefficients = {{Buffer(form.Terms.Count)}};
                    Waves(inputs, weights, waves);
                    Coefficients(waves, nodes, coefficients);

                    // To the coefficients, and to the waves: the derivative of a product in a factor is the product of all others.
                    Span<double> gradWaves = {{Buffer(WaveCount)}};
                    Span<double> gradCoefficients = {{Buffer(form.Terms.Count)}};
                    gradWaves.Clear();
                    for (int m = 0; m + 1 < FactorStart.Length; m++)
                    {
                        double product = 1;
                        for (int f = FactorStart[m]; f < FactorStart[m + 1]; f++)
                            product *= waves[Factor[f]];
                        double gradProduct = 0;
                        for (int t = TermStart[m]; t < TermStart[m + 1]; t++)
                        {
                            gradCoefficients[t] = gradOutputs[TermOutput[t]] * product;
                            gradProduct += gradOutputs[TermOutput[t]] * coefficients[t];
                        }
                        for (int f = FactorStart[m]; f < FactorStart[m + 1]; f++)
                        {
                            double others = gradProduct;
                            for (int g = FactorStart[m]; g < FactorStart[m + 1]; g++)
                                others *= g == f ? 1 : waves[Factor[g]];
                            gradWaves[Factor[f]] += others;
                        }
                    }

                    // Back through the graph, from the coefficients to the cosines and sines of the weights' angles.
                    Span<double> gradNodes = {{Buffer(NodeCount)}};
                    gradNodes.Clear();
                    for (int leaf = 0; leaf < LeafNode.Length; leaf++)
                        gradNodes[LeafNode[leaf]] += LeafScale[leaf] * gradCoefficients[LeafTerm[leaf]];
                    for (int e = EdgeFrom.Length - 1; e >= 0; e--)
                    {
                        double scaled = EdgeScale[e] * gradNodes[EdgeTo[e]];
                        gradNodes[EdgeFrom[e]] += scaled * waves[EdgeFactor[e]];
                        gradWaves[EdgeFactor[e]] += scaled * nodes[EdgeFrom[e]];
                    }

                    Span<double> gradAngles = {{Buffer(_angles.Length)}};
                    for (int a = 0; a < gradAngles.Length; a++)
                        gradAngles[a] = waves[1 + 2 * a] * gradWaves[2 + 2 * a] - waves[2 + 2 * a] * gradWaves[1 + 2 * a];
                    gradInputs.Clear();
                    gradWeights.Clear();
                    AddAngleGradients(inputs, gradAngles, gradInputs, gradWeights);
                }
                """
        );

    public override void WriteRest(CSharpText text)
    {
        text.Lines(
            $$"""
            /// <summary>1, and the cosine and the sine of each angle in turn: first those with inputs, then those of weights alone.</summary>
            private static void Waves(ReadOnlySpan<double> inputs, ReadOnlySpan<double> weights, Span<double> waves)
            {
                Check(nameof(inputs), inputs.Length, InputCount);
                Check(nameof(weights), weights.Length, WeightCount);
                Span<double> angles = {{Buffer(_angles.Length)}};
                Angles(inputs, weights, angles);
                waves[0] = 1;
                for (int a = 0; a < angles.Length; a++)
                    (waves[2 + 2 * a], waves[1 + 2 * a]) = Math.SinCos(angles[a]);
            }

            /// <summary>
            /// The coefficients. Every edge of a graph adds a multiple of a node's value to that of a later node, times a wave; the nodes at the ends add up to
            /// the coefficients.
            /// </summary>
            private static void Coefficients(ReadOnlySpan<double> waves, Span<double> nodes, Span<double> coefficients)
            {
                NodeStart.CopyTo(nodes);
                for (int e = 0; e < EdgeFrom.Length; e++)
                    nodes[EdgeTo[e]] += EdgeScale[e] * waves[EdgeFactor[e]] * nodes[EdgeFrom[e]];
                coefficients.Clear();
                for (int leaf = 0; leaf < LeafNode.Length; leaf++)
                    coefficients[LeafTerm[leaf]] += LeafScale[leaf] * nodes[LeafNode[leaf]];
            }
            """
        );
        text.Line();
        WriteAngles(text, _angles);
        WriteAngleGradients(text, _angles);
        WriteTables(text);
        text.Line();
    }

    private void WriteTables(CSharpText text)
    {
        ILookup<int, CoefficientTerm> terms = form.Terms.ToLookup(term => term.Monomial);
        IEnumerable<int> termsOf = Enumerable.Range(0, form.Monomials.Count).Select(m => terms[m].Count());
        CoefficientEdge[] edges = form.Graph.Edges.ToArray();
        CoefficientLeaf[] leaves = form.Graph.Leaves.ToArray();
        text.Line(
            "// The factors of product m are the waves Factor[FactorStart[m]] to Factor[FactorStart[m + 1] - 1], its terms are those of TermStart alike."
        );
        text.Table("FactorStart", Starts(form.Monomials.Select(monomial => monomial.Factors.Count)));
        text.Table(
            "Factor",
            form.Monomials.SelectMany(monomial => monomial.Factors).Select(factor => 1 + Code(factor))
        );
        text.Table("TermStart", Starts(termsOf));
        text.Table("TermOutput", form.Terms.Select(term => term.Output));
        text.Table("private", "double", "NodeStart", form.Graph.Start.ToArray());
        text.Table("EdgeFrom", edges.Select(edge => edge.From));
        text.Table("EdgeTo", edges.Select(edge => edge.To));
        text.Table("EdgeFactor", edges.Select(edge => WeightCode(edge.Factor)));
        text.Table("private", "double", "EdgeScale", edges.Select(edge => edge.Scale));
        text.Table("LeafNode", leaves.Select(leaf => leaf.Node));
        text.Table("LeafTerm", leaves.Select(leaf => leaf.Term));
        text.Table("private", "double", "LeafScale", leaves.Select(leaf => leaf.Scale));
    }

    private static IEnumerable<int> Starts(IEnumerable<int> lengths)
    {
        int start = 0;
        yield return start;
        foreach (int length in lengths)
            yield return start += length;
    }
}
