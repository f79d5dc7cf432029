using System.Numerics;

namespace QImpact.Quantum.Compilation.States;

/// <summary>The order in which steps cost least when they are taken one by one. Steps change places only where they commute.</summary>
internal static class StateOrder
{
    /// <summary>
    /// Every step as soon as it can be, while the state is small, and rotations about strings of Z by weights alone side by side, where they are one
    /// table of phases (<see cref="StatePhases{T}"/>).
    /// </summary>
    public static StateStep[] Of(StateProgram program) => WithPhasesTogether(Soonest(program)).ToArray();

    /// <summary>
    /// A step needs the states that its flip leads to, and has to stay behind those before it that it does not commute with; it acts on as many
    /// amplitudes as the one of them that needs most. On the same amplitudes, tables of phases and layers of other rotations take turns, and a step is in the first
    /// that it can be in; what reaches new states comes before all of them.
    /// </summary>
    private static IEnumerable<StateStep> Soonest(StateProgram program)
    {
        var placed = new List<(StateStep Step, int Layer)>();
        foreach (StateStep step in program.Steps)
        {
            int bits = Math.Max(program.InitialBits, BitOperations.Log2((uint)step.Generator.Flip * 2 + 1));
            int layer = 0;
            foreach ((StateStep earlier, int before) in placed)
            {
                if (earlier.Bits < bits || earlier.Generator.CommutesWith(step.Generator))
                    continue;
                if (earlier.Bits > bits)
                    (bits, layer) = (earlier.Bits, 0);
                layer = Math.Max(layer, StatePhases.CanHold(step) ? before + 1 : before);
            }
            if (StatePhases.CanHold(step) && bits > program.InitialBits)
                layer = Math.Max(layer, 1);
            placed.Add((step with { Bits = bits }, layer));
        }
        return placed
            .OrderBy(place => place.Step.Bits)
            .ThenBy(place => place.Layer)
            .ThenBy(place => StatePhases.CanHold(place.Step) ? 0 : 1)
            .Select(place => place.Step);
    }

    /// <summary>Every rotation that a table of phases can hold moves on to the next table, if it commutes with what lies between.</summary>
    private static LinkedList<StateStep> WithPhasesTogether(IEnumerable<StateStep> steps)
    {
        var later = new LinkedList<StateStep>();
        foreach (StateStep step in steps.Reverse())
        {
            LinkedListNode<StateStep>? place = StatePhases.CanHold(step) ? later.First : null;
            while (place is not null && !StatePhases.CanHold(place.Value))
                place = place.Value.Generator.CommutesWith(step.Generator) ? place.Next : null;
            if (place is null)
                later.AddFirst(step);
            else
                later.AddBefore(place, step with { Bits = place.Value.Bits });
        }
        return later;
    }
}
