namespace QImpact.Quantum.Compilation.States;

/// <summary>How consecutive steps are computed.</summary>
internal enum SegmentKind
{
    /// <summary>One by one.</summary>
    Steps,

    /// <summary>As one matrix; they depend on weights alone and reach no new states.</summary>
    Block,

    /// <summary>As one table of phases; they depend on weights alone and are about strings of Z.</summary>
    Phases,
}

/// <summary>Consecutive steps of a <see cref="StateForm"/>.</summary>
/// <param name="Start">The first step.</param>
/// <param name="End">One more than the last step.</param>
/// <param name="Kind">How they are computed.</param>
/// <param name="Operator">The number of the block or table among all of them, or -1 where steps are taken one by one.</param>
internal readonly record struct StateSegment(int Start, int End, SegmentKind Kind, int Operator)
{
    public int Count => End - Start;

    public bool IsBlock => Kind == SegmentKind.Block;

    /// <summary>Blocks where consecutive steps can be one and <paramref name="pays"/> says that it pays, tables of phases, and the rest one by one.</summary>
    public static StateSegment[] Of(ReadOnlySpan<StateStep> steps, Func<int, int, bool> pays)
    {
        var segments = new List<StateSegment>();
        int operators = 0;
        int start = 0;
        while (start < steps.Length)
        {
            int end = EndOf(steps, start, CanBeInBlock);
            SegmentKind kind = SegmentKind.Block;
            if (end == start || !pays(end - start, steps[start].Bits))
            {
                end = EndOf(steps, start, StatePhases.CanHold);
                kind = SegmentKind.Phases;
            }
            // One rotation by itself needs no table.
            if (kind == SegmentKind.Phases && end - start < 2)
            {
                end = start + 1;
                kind = SegmentKind.Steps;
            }
            if (kind != SegmentKind.Steps)
                segments.Add(new StateSegment(start, end, kind, operators++));
            else if (segments is [.., { Kind: SegmentKind.Steps } last])
                segments[^1] = last with { End = end };
            else
                segments.Add(new StateSegment(start, end, kind, -1));
            start = end;
        }
        return segments.ToArray();
    }

    private static int EndOf(ReadOnlySpan<StateStep> steps, int start, Predicate<StateStep> accepts)
    {
        int end = start;
        while (end < steps.Length && steps[end].Bits == steps[start].Bits && accepts(steps[end]))
            end++;
        return end;
    }

    private static bool CanBeInBlock(StateStep step) => !step.IsNew && step.Angle.Kind != AngleKind.Input;
}
