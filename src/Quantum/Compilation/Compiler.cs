using QImpact.Quantum.Compilation.Sparse;
using QImpact.Quantum.Compilation.States;

namespace QImpact.Quantum.Compilation;

/// <summary>Finds the cheapest exact form of a circuit.</summary>
public static class Compiler
{
    /// <summary>The batch size for which forms are compared unless told otherwise.</summary>
    public const int DefaultBatch = 32;

    // Nodes are visited that turn out to lead nowhere, and cost nothing later.
    private const int VisitedPerUsed = 4;

    /// <summary>Makes the cheapest form.</summary>
    /// <param name="circuit">At least one output.</param>
    /// <param name="batch">The batch size for which forms are compared, at least 1.</param>
    /// <exception cref="ArgumentException">The circuit has no outputs.</exception>
    /// <exception cref="NotSupportedException">No form knows an element; the message names it.</exception>
    /// <exception cref="SparseFormTooLargeException">The sparse form is the only one that can express the circuit, and is too large.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A state would not fit into memory, and the sparse form is too large.</exception>
    public static CompiledCircuit Compile(this Circuit circuit, int batch = DefaultBatch)
    {
        circuit.CheckMeasured();
        Arguments.CheckAtLeast(1, batch, $"a batch of {batch} samples", nameof(batch));
        var candidates = new List<FormCost>();
        StateForm? states = TryStates(circuit, batch, candidates, out Exception? stateRefusal);
        double stateCost = states is null ? double.PositiveInfinity : CostRule.Of(states, batch);
        SparseForm? sparse = TrySparse(circuit, batch, stateCost, candidates, out Exception? sparseRefusal);

        double sparseCost = sparse is null ? double.PositiveInfinity : CostRule.Of(sparse, batch);
        if (sparse is null && states is null)
            throw stateRefusal is ArgumentOutOfRangeException && sparseRefusal is NotSupportedException
                ? stateRefusal
                : sparseRefusal!;
        CompiledCircuit chosen = sparse is not null && sparseCost <= stateCost ? sparse : states!;
        chosen.Choice = new FormChoice(chosen.Form, batch, candidates.OrderBy(c => c.Form).ToValueList());
        return chosen;
    }

    /// <summary>Makes a given form.</summary>
    /// <param name="circuit">At least one output.</param>
    /// <param name="form">The form.</param>
    /// <exception cref="ArgumentException">The circuit has no outputs.</exception>
    /// <exception cref="NotSupportedException">The form can't express the circuit; the message names what it can't.</exception>
    /// <exception cref="SparseFormTooLargeException">The sparse form is too large.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A state would not fit into memory.</exception>
    public static CompiledCircuit Compile(this Circuit circuit, CircuitForm form) =>
        form switch
        {
            CircuitForm.Sparse => SparseForm.Compile(circuit),
            CircuitForm.Dense or CircuitForm.GateByGate or CircuitForm.Layered => StateForm.Compile(circuit, form),
            _ => throw new ArgumentOutOfRangeException(nameof(form), form, "expected a form of circuits"),
        };

    private static StateForm? TryStates(Circuit circuit, int batch, List<FormCost> candidates, out Exception? refusal)
    {
        try
        {
            refusal = null;
            StateProgram program = StateProgram.Of(circuit);
            StateForm[] forms =
            [
                new StateForm(program),
                new StateForm(program, (steps, bits) => CostRule.BlockPays(steps, bits, batch)),
            ];
            StateForm states = forms.MinBy(form => CostRule.Of(form, batch))!;
            candidates.Add(new FormCost(states.Form, CostRule.Of(states, batch), states.Describe()));
            return states;
        }
        catch (Exception refused) when (refused is NotSupportedException or ArgumentOutOfRangeException)
        {
            refusal = refused;
            candidates.Add(new FormCost(CircuitForm.GateByGate, null, Arguments.FirstLine(refused)));
            return null;
        }
    }

    private static SparseForm? TrySparse(
        Circuit circuit,
        int batch,
        double stateCost,
        List<FormCost> candidates,
        out Exception? refusal
    )
    {
        int nodes = double.IsInfinity(stateCost)
            ? SparseForm.DefaultMaxNodes
            : Math.Min(SparseForm.DefaultMaxNodes, VisitedPerUsed * CostRule.EdgesFor(stateCost));
        try
        {
            refusal = null;
            SparseForm sparse = SparseForm.Compile(circuit, nodes);
            candidates.Add(new FormCost(CircuitForm.Sparse, CostRule.Of(sparse, batch), sparse.Describe()));
            return sparse;
        }
        catch (SparseFormTooLargeException tooLarge)
        {
            refusal = tooLarge;
            candidates.Add(new FormCost(CircuitForm.Sparse, null, $"more than {nodes} nodes"));
            return null;
        }
        catch (NotSupportedException unknown)
        {
            refusal = unknown;
            candidates.Add(new FormCost(CircuitForm.Sparse, null, Arguments.FirstLine(unknown)));
            return null;
        }
    }
}
