using System.Globalization;
using System.Text;

namespace QImpact.Quantum.Description;

/// <summary>A description as text for a person.</summary>
internal static class DescriptionText
{
    public static string Of(CircuitDescription circuit)
    {
        var text = new StringBuilder();
        void Line(string line = "") => text.Append(line).Append('\n');
        void Section(string title, IEnumerable<string> lines)
        {
            Line();
            Line(title);
            foreach (string line in lines)
                Line($"  {line}");
        }

        Line(circuit.Circuit);
        Line();
        foreach (string line in circuit.Drawing)
            Line(line);
        Section("size", [SizeOf(circuit)]);
        Section("form", [circuit.Reason, .. CostOf(circuit)]);
        if (circuit.Polynomial.Count > 0)
            Section($"polynomial, {Counted(circuit.Monomials!.Value, "monomial")}", circuit.Polynomial);
        if (circuit.Outputs.Count > 0)
            Section("outputs", circuit.Outputs.Select(OutputOf));
        if (circuit.WeightRoles.Count > 0)
            Section("weights", WeightsOf(circuit.WeightRoles));
        if (circuit.Spectra.Count > 0)
            Section("frequencies", circuit.Spectra.Select(SpectrumOf));
        return text.ToString();
    }

    private static string SizeOf(CircuitDescription circuit) =>
        $"{Counted(circuit.Qubits, "qubit")}, {Counted(circuit.Inputs, "input")}, "
        + $"{Counted(circuit.Weights, "weight")} {circuit.WeightShape}, {Counted(circuit.Outputs.Count, "output")}";

    private static IEnumerable<string> CostOf(CircuitDescription circuit)
    {
        if (circuit.Cost is { } cost)
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"a training step of {cost.Batch} samples costs {cost.Operations:N0} operations; memory per sample about {cost.BytesPerSample:N0} bytes"
            );
        if (circuit.Polynomial.Count == 0 && circuit.Monomials is { } monomials)
            yield return $"its polynomials have {Counted(monomials, "monomial")}, too many terms to print";
    }

    private static string OutputOf(OutputDescription output, int index)
    {
        string depends = output.DependsOn.Count == 0 ? "no input" : string.Join(", ", output.DependsOn);
        string rest = output.NotAnalysed.Count == 0 ? "" : $"; not analysed: {string.Join(", ", output.NotAnalysed)}";
        return output.DependsOn.Count == 0 && output.NotAnalysed.Count > 0
            ? $"f{index} = {output.Observable}{rest[1..]}"
            : $"f{index} = {output.Observable} depends on {depends}{rest}";
    }

    /// <summary>One line per redundant weight; the others by their roles.</summary>
    private static IEnumerable<string> WeightsOf(ValueList<WeightDescription> weights)
    {
        foreach (WeightDescription weight in weights.Where(weight => weight.Role == WeightRole.Redundant))
        {
            string same = "";
            foreach (Share share in weight.SameAs)
                same = Angle.Append(same, share.Factor, share.Variable);
            bool biases = weight.SameAs.Any(share => share.Variable.StartsWith('x'));
            yield return $"{weight.Weight} is redundant: a change of it by d is a change by d of {same}"
                + (biases ? ", which a bias before the circuit can do" : "");
        }
        foreach (
            (WeightRole role, string meaning) in new[]
            {
                (WeightRole.NoEffect, "no effect on any output"),
                (WeightRole.NotAnalysed, "not analysed"),
                (WeightRole.Free, "free: no bias of an input and no earlier weight can stand in for it"),
            }
        )
        {
            int[] names = [.. Enumerable.Range(0, weights.Count).Where(w => weights[w].Role == role)];
            if (names.Length > 0)
                yield return $"{Ranges(names)}: {meaning}";
        }
    }

    /// <summary><c>w0, w4 to w7</c></summary>
    private static string Ranges(int[] weights)
    {
        var parts = new List<string>();
        for (int i = 0; i < weights.Length; )
        {
            int end = i;
            while (end + 1 < weights.Length && weights[end + 1] == weights[end] + 1)
                end++;
            parts.Add(
                end - i < 2
                    ? string.Join(", ", weights[i..(end + 1)].Select(w => $"w{w}"))
                    : $"w{weights[i]} to w{weights[end]}"
            );
            i = end + 1;
        }
        return string.Join(", ", parts);
    }

    private static string SpectrumOf(FrequencySpectrum spectrum) =>
        $"{spectrum.Variable}: "
        + (
            spectrum.OfPolynomial is null ? $"{Listed(spectrum.OfGenerators)} by the gates"
            : spectrum.OfPolynomial.Equals(spectrum.OfGenerators) ? Listed(spectrum.OfGenerators)
            : $"{Listed(spectrum.OfPolynomial)} (the gates would allow {Listed(spectrum.OfGenerators)})"
        );

    private static string Listed(ValueList<double> frequencies) =>
        frequencies is [> 0 and double highest]
            ? $"up to {ShortText.Of(highest)}"
            : string.Join(", ", frequencies.Select(ShortText.Of));

    private static string Counted(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
