using QImpact.Quantum.Compilation.Sparse;

namespace QImpact.Quantum.Emit;

/// <summary><c>Amplitudes[k] cos(angle)</c>, where the angle is the sum of frequencies times angles, less pi/2 for a sine.</summary>
/// <param name="Frequencies">[angles of inputs, then angles of weights]; the first that is not 0 is positive.</param>
/// <param name="IsSine">Whether it is a sine.</param>
/// <param name="Amplitudes">[outputs]</param>
internal sealed record Cosine(int[] Frequencies, bool IsSine, double[] Amplitudes);

/// <summary>
/// A polynomial of cosines and sines as a sum of cosines, by <c>2 cos a cos b = cos(a + b) + cos(a - b)</c> and its like, in inputs and weights at once. Few terms that
/// way need fewer tensor operations than any product.
/// </summary>
internal static class CosineSum
{
    // Of an output's largest amplitude: what is left of cosines that cancel.
    private const double Rounding = 1e-15;

    /// <summary>The cosines, or null where they would be more than so many.</summary>
    public static List<Cosine>? Of(SparseForm form, IReadOnlyList<ExpandedTerm> terms, int most)
    {
        int inputs = form.Angles.Count;
        int angles = inputs + form.Graph.Angles.Length;
        Dictionary<(ValueList<int> Frequencies, bool IsSine), double[]> sums = [];
        foreach (ExpandedTerm term in terms)
        {
            Factor[] factors =
            [
                .. form.Monomials[term.Monomial].Factors,
                .. term.Weights.Select(factor => factor with { Angle = inputs + factor.Angle }),
            ];
            // All of a term's cosines may be new ones, and others may cancel: a few times too many is where it is given up.
            if (Math.ScaleB(1, factors.Length - 1) > 4 * most || sums.Count > 4 * most)
                return null;
            foreach ((int[] frequencies, bool isSine, double scale) in Expand(factors, angles, term.Scale))
            {
                var key = (frequencies.ToValueList(), isSine);
                if (!sums.TryGetValue(key, out double[]? amplitudes))
                    sums.Add(key, amplitudes = new double[form.Circuit.OutputCount]);
                amplitudes[term.Output] += scale;
            }
        }
        double[] least =
        [
            .. Enumerable
                .Range(0, form.Circuit.OutputCount)
                .Select(k => Rounding * sums.Values.Select(a => Math.Abs(a[k])).Append(0).Max()),
        ];
        List<Cosine> kept =
        [
            .. sums.Where(pair => pair.Value.Where((amplitude, k) => Math.Abs(amplitude) > least[k]).Any())
                .Select(pair => new Cosine([.. pair.Key.Frequencies], pair.Key.IsSine, pair.Value)),
        ];
        return kept.Count <= most ? kept : null;
    }

    private static IEnumerable<(int[] Frequencies, bool IsSine, double Scale)> Expand(
        Factor[] factors,
        int angles,
        double scale
    )
    {
        List<(int[] Frequencies, bool IsSine, double Scale)> terms = [(new int[angles], false, scale)];
        foreach (Factor factor in factors)
            terms = [.. terms.SelectMany(term => Times(term, factor))];
        return terms.Select(Normal).Where(term => term.Scale != 0);
    }

    /// <summary>The term times cos t or sin t: of its angle plus t, and of its angle minus t.</summary>
    private static (int[], bool, double)[] Times((int[] Frequencies, bool IsSine, double Scale) term, Factor factor)
    {
        double half = term.Scale / 2;
        (bool isSine, double plus, double minus) = (term.IsSine, factor.Function == Trigonometric.Sin) switch
        {
            (false, false) => (false, half, half),
            (true, false) => (true, half, half),
            (false, true) => (true, half, -half),
            (true, true) => (false, -half, half),
        };
        return [(Shifted(1), isSine, plus), (Shifted(-1), isSine, minus)];

        int[] Shifted(int by)
        {
            int[] shifted = [.. term.Frequencies];
            shifted[factor.Angle] += by;
            return shifted;
        }
    }

    /// <summary>cos(-a) = cos a, sin(-a) = -sin a, sin 0 = 0.</summary>
    private static (int[], bool, double Scale) Normal((int[] Frequencies, bool IsSine, double Scale) term)
    {
        int first = Array.Find(term.Frequencies, frequency => frequency != 0);
        int sign = first < 0 ? -1 : 1;
        double scale =
            !term.IsSine ? term.Scale
            : first == 0 ? 0
            : sign * term.Scale;
        return ([.. term.Frequencies.Select(frequency => sign * frequency)], term.IsSine, scale);
    }
}
