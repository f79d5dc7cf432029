using QImpact.Quantum.Compilation.Sparse;

namespace QImpact.Quantum.Description;

/// <summary>
/// The frequencies of inputs. A rotation by <c>s x + ...</c> has generators with eigenvalues +-1/2, so that it carries the frequencies -s, 0 and s into an
/// expectation value; several rotations carry the sums (Schuld, Sweke and Meyer 2021).
/// </summary>
internal static class SpectrumAnalysis
{
    // Scales without a common measure have 3^n sums: beyond so many, only the highest is given.
    private const int MaxFrequencies = 64;

    public static ValueList<FrequencySpectrum> Of(Circuit circuit, SparseForm? sparse)
    {
        Angle[] angles =
        [
            .. circuit
                .Gates.SelectMany(gate => gate.Primitives)
                .OfType<PauliRotation>()
                .Select(rotation => rotation.Angle),
        ];
        IEnumerable<Variable> variables = angles
            .SelectMany(angle => angle.Terms)
            .Select(term => term.Variable)
            .Where(variable => variable.Kind != VariableKind.Weight)
            .Distinct()
            .OrderBy(variable => variable.SortKey);
        return variables
            .Select(variable => new FrequencySpectrum(
                variable.ToString(),
                OfGenerators(variable, angles),
                sparse is null ? null : OfMonomials(variable, sparse)
            ))
            .ToValueList();
    }

    private static ValueList<double> OfMonomials(Variable variable, SparseForm sparse) =>
        Listed(
            sparse
                .Monomials.SelectMany(monomial =>
                    Sums(
                        monomial
                            .Factors.GroupBy(factor => factor.Angle)
                            .Select(same => (Scale: ScaleOf(variable, sparse.Angles[same.Key]), Count: same.Count()))
                            .Where(factor => factor.Scale != 0)
                            // A product of n cosines and sines of one angle has the frequencies n, n - 2, ..., -n.
                            .Select(factor => Multiples(factor.Scale, factor.Count, step: 2))
                    )
                )
                .Distinct()
        );

    private static ValueList<double> OfGenerators(Variable variable, IEnumerable<Angle> angles) =>
        Listed(
            Sums(
                angles
                    .Select(angle => ScaleOf(variable, angle))
                    .Where(scale => scale != 0)
                    .Select(scale => Multiples(scale, 1, step: 1))
            )
        );

    private static double ScaleOf(Variable variable, Angle angle) =>
        angle.Terms.Where(term => term.Variable == variable).Select(term => term.Scale).FirstOrDefault();

    private static double[] Multiples(double scale, int count, int step) =>
        [.. Enumerable.Range(0, 2 * count / step + 1).Select(i => (step * i - count) * scale)];

    /// <summary>The sizes of all sums of one frequency of each set; the sets are symmetric about 0, and so are the sums.</summary>
    private static HashSet<double> Sums(IEnumerable<double[]> sets)
    {
        HashSet<double> sums = [0];
        foreach (double[] set in sets)
        {
            sums = [.. sums.SelectMany(sum => set.Select(frequency => Rounded(Math.Abs(sum + frequency))))];
            if (sums.Count > 16 * MaxFrequencies)
                sums = [.. sums.OrderDescending().Take(MaxFrequencies + 1)];
        }
        return sums;
    }

    /// <summary>Sums that differ by rounding alone are the same frequency.</summary>
    private static double Rounded(double frequency) => frequency > 1000 ? frequency : Math.Round(frequency, 12);

    private static ValueList<double> Listed(IEnumerable<double> frequencies)
    {
        double[] all = [.. frequencies.Order()];
        return all.Length <= MaxFrequencies ? all.ToValueList() : [all[^1]];
    }
}
