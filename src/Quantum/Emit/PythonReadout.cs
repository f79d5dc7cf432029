using QImpact.Quantum.Compilation.States;

namespace QImpact.Quantum.Emit;

/// <summary>The outputs from a state <c>z</c> [rows, batch]: sums of squares, and of products of each row with another one.</summary>
internal sealed class PythonReadout(StateProgram program, PythonBody body)
{
    // A larger matrix is mostly zeros: probabilities of many states.
    private const int MostValues = 1 << 18;

    private readonly int _states = 1 << program.Bits;
    private readonly int _outputs = program.Circuit.OutputCount;

    /// <summary>The statements to the return.</summary>
    /// <param name="dependOnInputs">Whether z has a column for each sample.</param>
    public void Write(bool dependOnInputs)
    {
        List<string> summands = [];
        StateObservables observables = program.Observables;
        if (
            observables.Probabilities.Count > 0
            && observables.Diagonal.Count + observables.Flipping.Count == 0
            && IsEven
        )
            summands.Add(Probabilities());
        else if (observables.Diagonal.Count + observables.Probabilities.Count > 0)
            summands.Add(Squares());
        int group = 0;
        foreach (var terms in observables.Flipping.GroupBy(o => (o.Paulis.Flip, o.Paulis.IsImaginary)))
            summands.Add(Products(group++, terms.Key.Flip, terms.Key.IsImaginary, [.. terms]));
        if (summands.Count == 0 || !dependOnInputs)
            summands.Add($"0 * inputs[:, :1] * {body.Real("ones", $"[1] * {_outputs}")}");
        body.Line($"outputs = {string.Join(" + ", summands)}");
        body.Line($"return outputs.reshape(batch + ({_outputs},))");
    }

    /// <summary>Whether every output is the sum of as many probabilities as any other.</summary>
    private bool IsEven =>
        (long)_outputs * 2 * _states > MostValues
        && program.Observables.Probabilities.GroupBy(p => p.Output).Select(g => g.Count()).ToArray() is var counts
        && counts.Length == _outputs
        && counts.Distinct().Count() == 1;

    private string Probabilities()
    {
        IEnumerable<string> states = program
            .Observables.Probabilities.GroupBy(p => p.Output)
            .OrderBy(g => g.Key)
            .Select(g => PythonText.List(g.Select(p => p.State)));
        body.Data.Add(PythonText.Assign("STATES", states, "that each output counts"));
        string rows = body.Index(
            "state_rows",
            "[[2 * states[r // 2] + r % 2 for states in STATES] for r in range(2 * len(STATES[0]))]"
        );
        return $"(z * z)[{rows}].sum(0).T";
    }

    private string Squares()
    {
        StateObservables observables = program.Observables;
        List<string> entries = [];
        if (observables.Diagonal.Count > 0)
        {
            body.Data.Add(
                PythonText.Assign(
                    "STRINGS_OF_Z",
                    observables.Diagonal.Select(o => $"({o.Output}, {o.Mask}, {PythonText.Number(o.Coefficient)})"),
                    "output, mask, coefficient: coefficient (-1)^(bits of j & mask)"
                )
            );
            body.Need(StringsHelper);
            entries.Add($"_strings(STRINGS_OF_Z, {_states}, {_outputs})");
        }
        if (observables.Probabilities.Count > 0)
        {
            body.Data.Add(
                PythonText.Assign(
                    "COUNTED",
                    observables.Probabilities.Select(o => $"({o.Output}, {o.State})"),
                    "output, state"
                )
            );
            body.Data.Add("COUNTED_SET = set(COUNTED)\n");
            entries.Add($"[[(k, row // 2) in COUNTED_SET for k in range({_outputs})] for row in range({2 * _states})]");
        }
        string values =
            entries.Count == 1
                ? entries[0]
                : $"[[a + b for a, b in zip(*rows)] for rows in zip({entries[0]}, {entries[1]})]";
        return $"(z * z).T @ {body.Real("squares", values)}";
    }

    /// <summary>
    /// Strings with the same flip. With psi_j = x + i y and its partner u + i v, conj(u + i v) (x + i y) has the real part u x + v y; times i it has v x - u y.
    /// </summary>
    private string Products(int group, int flip, bool isImaginary, FlippingTerm[] terms)
    {
        string data = $"FLIPS_{group}";
        body.Data.Add(
            PythonText.Assign(
                data,
                terms.Select(o =>
                    $"({o.Output}, {o.Paulis.SignMask}, {PythonText.Number(o.Coefficient * o.Paulis.Sign)})"
                ),
                $"Pauli strings that flip j to j ^ {flip}: output, mask, coefficient"
            )
        );
        body.Need(StringsHelper);
        int swap = isImaginary ? 1 : 0;
        string rows = body.Index($"flipped_rows_{group}", $"[row ^ {2 * flip + swap} for row in range({2 * _states})]");
        string factors = body.Real(
            $"flipped_{group}",
            $"_strings({data}, {_states}, {_outputs}{(isImaginary ? ", -1" : "")})"
        );
        return $"(z * z[{rows}]).T @ {factors}";
    }

    private const string StringsHelper = """
        def _strings(terms, states, outputs, sign=1):
            rows = [[0] * outputs for _ in range(2 * states)]
            for k, mask, coefficient in terms:
                for j in range(states):
                    factor = coefficient * (-1) ** bin(j & mask).count("1")
                    rows[2 * j][k] += factor
                    rows[2 * j + 1][k] += sign * factor
            return rows

        """;
}
