using QImpact.Quantum.Compilation;
using QImpact.Quantum.Compilation.Sparse;

namespace QImpact.Quantum.Description;

/// <summary>Which angles an output can depend on. An angle that is not among them has no effect on it: this is exact.</summary>
internal static class AngleUse
{
    /// <summary>Per output, the angles of its polynomial: those of the monomials and those of the coefficients.</summary>
    public static HashSet<Angle>[] Of(SparseForm form)
    {
        HashSet<Angle>[] used = NoneFor(form.Circuit);
        foreach (CoefficientTerm term in form.Terms)
        {
            foreach (Factor factor in form.Monomials[term.Monomial].Factors)
                used[term.Output].Add(form.Angles[factor.Angle]);
        }
        var outputOfNode = new int[form.Graph.Start.Length];
        foreach ((int node, int term, _) in form.Graph.Leaves)
            outputOfNode[node] = form.Terms[term].Output;
        // A node belongs to one output; every edge comes after those that lead to its start.
        ReadOnlySpan<CoefficientEdge> edges = form.Graph.Edges;
        for (int e = edges.Length - 1; e >= 0; e--)
        {
            outputOfNode[edges[e].From] = outputOfNode[edges[e].To];
            if (edges[e].Factor is { } factor)
                used[outputOfNode[edges[e].To]].Add(form.Graph.Angles[factor.Angle]);
        }
        return used;
    }

    /// <summary>
    /// Per output, the angles of its light cone. Going backwards from the observable, a step that commutes with everything kept so far passes it and
    /// cancels with its own adjoint; what is left is kept. Rotations about strings of Z that reach |0...0> past everything kept only turn its phase.
    /// </summary>
    public static HashSet<Angle>[] OfLightCones(Circuit circuit)
    {
        PauliRotationForm form = PauliRotationForm.Of(circuit);
        HashSet<Angle>[] used = NoneFor(circuit);
        ValueList<Observable> observables = circuit.ExpectedObservables;
        for (int output = 0; output < used.Length; output++)
        {
            foreach (RotationStep step in WithoutPhases(LightCone(form, observables[output]), form))
                used[output].Add(step.Angle);
        }
        return used;
    }

    /// <summary>The rotations that matter, the last one first; channels only enlarge what must be commuted with.</summary>
    private static List<FormStep> LightCone(PauliRotationForm form, Observable observable)
    {
        List<PauliString> kept = [.. observable.Strings.Select(paulis => form.Rename(paulis).Paulis)];
        var cone = new List<FormStep>();
        for (int s = form.Steps.Count - 1; s >= 0; s--)
        {
            FormStep step = form.Steps[s];
            if (kept.TrueForAll(step.LetsPass))
                continue;
            cone.Add(step);
            kept.AddRange(StringsOf(step));
        }
        return cone;
    }

    private static IEnumerable<RotationStep> WithoutPhases(List<FormStep> cone, PauliRotationForm form)
    {
        var before = new List<FormStep>();
        foreach (FormStep step in Enumerable.Reverse(cone))
        {
            bool phase =
                form.Preparation is null
                && step is RotationStep { Generator.IsDiagonal: true } rotation
                && before.TrueForAll(earlier => earlier.LetsPass(rotation.Generator));
            if (phase)
                continue;
            before.Add(step);
            if (step is RotationStep { Angle.IsConstant: false } kept)
                yield return kept;
        }
    }

    private static IEnumerable<PauliString> StringsOf(FormStep step) =>
        step switch
        {
            RotationStep rotation => [rotation.Generator],
            NoiseStep noise => noise.Errors.Select(error => error.Error),
            _ => [],
        };

    private static HashSet<Angle>[] NoneFor(Circuit circuit) =>
        [.. Enumerable.Range(0, circuit.OutputCount).Select(_ => new HashSet<Angle>())];
}
