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
    /// Per output, the angles of its light cone (<see cref="PauliRotationForm.LightCone"/>). Rotations about strings of Z that reach |0...0> past everything kept only turn its phase.
    /// </summary>
    public static HashSet<Angle>[] OfLightCones(Circuit circuit)
    {
        PauliRotationForm form = PauliRotationForm.Of(circuit);
        HashSet<Angle>[] used = NoneFor(circuit);
        ValueList<Observable> observables = circuit.ExpectedObservables;
        for (int output = 0; output < used.Length; output++)
        {
            foreach (RotationStep step in WithoutPhases(form.LightCone([observables[output]]), form))
                used[output].Add(step.Angle);
        }
        return used;
    }

    private static IEnumerable<RotationStep> WithoutPhases(List<FormStep> cone, PauliRotationForm form)
    {
        var before = new List<FormStep>();
        foreach (FormStep step in cone)
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

    private static HashSet<Angle>[] NoneFor(Circuit circuit) =>
        [.. Enumerable.Range(0, circuit.OutputCount).Select(_ => new HashSet<Angle>())];
}
