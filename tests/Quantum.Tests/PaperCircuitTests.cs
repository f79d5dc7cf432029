using QImpact.Quantum.Circuits;
using QImpact.Quantum.Compilation.Sparse;
using Shouldly;
using Xunit;

namespace QImpact.Quantum.Tests;

/// <summary>The paper's circuit: AngleEmbedding(X), two BasicEntanglerLayers(RX), &lt;Z> of four qubits.</summary>
public sealed class PaperCircuitTests
{
    private static readonly SparseForm Function = SparseForm.Compile(KnownCircuits.Paper);

    /// <summary>
    /// The closed form worked out by hand in docs/quantum-layer.md; t_i = x_i + w0_i, v = w1. One entry per term: output, trigonometric
    /// functions of v0 to v3 in the coefficient, those of t0 to t3 in the monomial; '-' where the angle does not occur.
    /// </summary>
    private static readonly (int Output, string Coefficient, string Monomial)[] ClosedForm =
    [
        (0, "-ccc", "cc-c"),
        (0, "-ccs", "ss-s"),
        (0, "-ssc", "cs-s"),
        (0, "-sss", "sc-c"),
        (1, "cc--", "c-cc"),
        (1, "ss--", "s-sc"),
        (2, "ccc-", "-c-c"),
        (2, "css-", "-s-s"),
        (3, "cccc", "c-c-"),
        (3, "csss", "s-c-"),
        (3, "scss", "c-s-"),
        (3, "sscc", "s-s-"),
    ];

    [Fact]
    public void The_paper_circuit_has_twelve_monomials() => Function.Monomials.Count.ShouldBe(12);

    [Fact]
    public void The_first_layer_merges_with_the_embedding() =>
        Function.Angles.ShouldBe(Enumerable.Range(0, 4).Select(i => Angle.Input(i) + Angle.Weight(i)));

    [Fact]
    public void The_monomials_are_those_of_the_closed_form()
    {
        IEnumerable<string> expected = ClosedForm.Select(term => $"{term.Output}: {MonomialText(term.Monomial)}");
        IEnumerable<string> actual = Function.Terms.Select(term =>
            $"{term.Output}: {Function.Monomials[term.Monomial]}"
        );
        actual.Order().ShouldBe(expected.Order());
    }

    [Fact]
    public void The_coefficients_are_those_of_the_closed_form()
    {
        var random = new Random(1);
        for (int repeat = 0; repeat < 20; repeat++)
        {
            double[] weights = Enumerable.Range(0, 8).Select(_ => 2 * Math.PI * random.NextDouble()).ToArray();
            double[,] coefficients = Function.Coefficients(weights);
            foreach ((int output, string coefficient, string monomial) in ClosedForm)
            {
                int column = Function.Monomials.Select(m => m.ToString()).ToList().IndexOf(MonomialText(monomial));
                coefficients[output, column].ShouldBe(Product(coefficient, weights.AsSpan(4)), 1e-15);
                coefficients[output, column] = 0;
            }
            coefficients.Cast<double>().ShouldAllBe(rest => rest == 0);
        }
    }

    [Fact]
    public void The_circuit_takes_four_inputs_and_weights_of_two_layers_by_four_qubits()
    {
        KnownCircuits.Paper.InputCount.ShouldBe(4);
        KnownCircuits.Paper.WeightShape.ShouldBe([2, 4]);
        KnownCircuits.Paper.OutputCount.ShouldBe(4);
    }

    [Fact]
    public void The_circuit_prints_as_one_line() =>
        KnownCircuits
            .Paper.ToString()
            .ShouldBe("AngleEmbedding(X, wires=4) BasicEntanglerLayers(RX, layers=2, wires=4) <Z0> <Z1> <Z2> <Z3>");

    private static string MonomialText(string functions) =>
        string.Join('*', functions.Select((f, i) => (f, i)).Where(p => p.f != '-').Select(p => $"{Name(p.f)}(t{p.i})"));

    private static string Name(char function) => function == 'c' ? "cos" : "sin";

    private static double Product(string functions, ReadOnlySpan<double> angles)
    {
        double product = 1;
        for (int i = 0; i < functions.Length; i++)
        {
            product *= functions[i] switch
            {
                'c' => Math.Cos(angles[i]),
                's' => Math.Sin(angles[i]),
                _ => 1,
            };
        }
        return product;
    }
}
