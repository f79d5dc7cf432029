namespace QImpact.Quantum.Simulation;

/// <summary>Observables that one setting of the device measures together: on every wire they carry the same Pauli matrix, or none.</summary>
internal sealed class MeasurementGroup
{
    private readonly List<(int Output, PauliTerm Term)> _terms = [];
    private readonly List<(int Output, BasisState State)> _states = [];

    private PauliString _setting;

    /// <summary>Per output, its value for the bits that were read; bit w belongs to wire w.</summary>
    public IEnumerable<(int Output, Func<ulong, double> ValueOf)> Outputs =>
        _terms
            .GroupBy(term => term.Output, term => term.Term)
            .Select(terms => (terms.Key, (Func<ulong, double>)(bits => terms.Sum(term => ValueOf(term, bits)))))
            .Concat(_states.Select(s => (s.Output, (Func<ulong, double>)(bits => ValueOf(s.State, bits)))));

    /// <summary>The observables of a circuit in groups, each string into the first group that it fits.</summary>
    public static MeasurementGroup[] Of(Circuit circuit)
    {
        var groups = new List<MeasurementGroup>();
        for (int output = 0; output < circuit.OutputCount; output++)
        {
            Observable observable = circuit.Observables[output];
            if (observable.BasisState is { } state)
            {
                GroupFor(new PauliString(0, state.Support), groups)._states.Add((output, state));
                continue;
            }
            foreach (PauliTerm term in observable.Terms.Where(term => term.Paulis.Support != 0))
                GroupFor(term.Paulis, groups)._terms.Add((output, term));
        }
        return [.. groups];
    }

    /// <summary>The circuit followed by the gates that turn the setting's X and Y to Z, so that reading bits measures it.</summary>
    public Circuit TurnedToZ(Circuit circuit)
    {
        foreach (int wire in _setting.Wires)
        foreach (Clifford gate in Clifford.TurnsToZ(_setting[wire]))
            circuit = circuit.Apply(gate, wire);
        return circuit;
    }

    private static MeasurementGroup GroupFor(PauliString p, List<MeasurementGroup> groups)
    {
        MeasurementGroup? group = groups.Find(candidate => candidate.Fits(p));
        if (group is null)
        {
            group = new MeasurementGroup();
            groups.Add(group);
        }
        group._setting = new PauliString(group._setting.XMask | p.XMask, group._setting.ZMask | p.ZMask);
        return group;
    }

    private bool Fits(PauliString p)
    {
        ulong shared = _setting.Support & p.Support;
        return (_setting.XMask & shared) == (p.XMask & shared) && (_setting.ZMask & shared) == (p.ZMask & shared);
    }

    private static double ValueOf(PauliTerm term, ulong bits) =>
        PauliString.SignOf(bits & term.Paulis.Support) * term.Coefficient;

    private static double ValueOf(BasisState state, ulong bits) => (bits & state.Support) == state.Ones ? 1 : 0;
}
