using QImpact.Quantum;
using QImpact.Quantum.Compilation.Sparse;

namespace QImpact.Onnx.Circuits;

/// <summary>cos(sum_a Frequencies[a] t_a), or the sine of it; the first frequency that is not 0 is positive.</summary>
internal sealed record Wave(ValueList<int> Frequencies, bool IsSine);

/// <summary>
/// A trigonometric polynomial as a sum of waves: products of cosines and sines turned into sums by
/// <c>2 cos a cos b = cos(a + b) + cos(a - b)</c> and its like. A graph of it needs one affine map, one cosine and one matrix.
/// </summary>
/// <param name="Waves">Each once.</param>
/// <param name="Amplitudes">[waves][outputs]</param>
/// <param name="Constants">[outputs], what no input changes.</param>
internal sealed record FourierSeries(Wave[] Waves, double[][] Amplitudes, double[] Constants)
{
    // 2^(degree - 1) terms per monomial before they are collected.
    private const double MostTerms = 1 << 14;

    // Of an output's largest coefficient: what is left of terms that cancel.
    private const double Rounding = 1e-15;

    /// <summary>
    /// The series of products of cosines and sines with coefficients [monomials][outputs], or null where it would have too many terms. The
    /// angles that count are ascending; the frequencies are theirs.
    /// </summary>
    public static FourierSeries? Of(Monomial[] monomials, double[][] coefficients, int[] angles)
    {
        if (monomials.Sum(monomial => Math.ScaleB(1, monomial.Factors.Count)) > MostTerms)
            return null;
        Dictionary<Wave, double[]> sums = [];
        for (int m = 0; m < monomials.Length; m++)
            foreach ((Wave wave, double scale) in Expand(monomials[m], angles))
            {
                if (!sums.TryGetValue(wave, out double[]? sum))
                    sums.Add(wave, sum = new double[coefficients[m].Length]);
                for (int k = 0; k < sum.Length; k++)
                    sum[k] += scale * coefficients[m][k];
            }
        Wave one = new(new int[angles.Length].ToValueList(), IsSine: false);
        double[] least =
        [
            .. coefficients[0].Select((_, output) => Rounding * coefficients.Max(row => Math.Abs(row[output]))),
        ];
        KeyValuePair<Wave, double[]>[] kept =
        [
            .. sums.Where(pair =>
                pair.Key != one && pair.Value.Where((amplitude, output) => Math.Abs(amplitude) > least[output]).Any()
            ),
        ];
        return new FourierSeries(
            [.. kept.Select(pair => pair.Key)],
            [.. kept.Select(pair => pair.Value)],
            sums.GetValueOrDefault(one, new double[coefficients[0].Length])
        );
    }

    private static IEnumerable<(Wave Wave, double Scale)> Expand(Monomial monomial, int[] angles)
    {
        List<(int[] Frequencies, bool IsSine, double Scale)> terms = [(new int[angles.Length], false, 1)];
        foreach (Factor factor in monomial.Factors)
        {
            int angle = Array.BinarySearch(angles, factor.Angle);
            bool sine = factor.Function == Trigonometric.Sin;
            terms = [.. terms.SelectMany(term => Times(term, angle, sine))];
        }
        return terms.Select(Normal).Where(term => term.Scale != 0);
    }

    /// <summary>The term times the cosine or sine of an angle t, as waves of its own angle plus t and minus t.</summary>
    private static (int[], bool, double)[] Times(
        (int[] Frequencies, bool IsSine, double Scale) term,
        int angle,
        bool sine
    )
    {
        double half = term.Scale / 2;
        (bool isSine, double plus, double minus) = (term.IsSine, sine) switch
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
            shifted[angle] += by;
            return shifted;
        }
    }

    /// <summary>cos(-a) = cos a, sin(-a) = -sin a, sin 0 = 0.</summary>
    private static (Wave Wave, double Scale) Normal((int[] Frequencies, bool IsSine, double Scale) term)
    {
        int first = Array.Find(term.Frequencies, frequency => frequency != 0);
        int sign = first < 0 ? -1 : 1;
        Wave wave = new(term.Frequencies.Select(frequency => sign * frequency).ToValueList(), term.IsSine);
        double scale =
            !term.IsSine ? term.Scale
            : first == 0 ? 0
            : sign * term.Scale;
        return (wave, scale);
    }
}
