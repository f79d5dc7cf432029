namespace QImpact.Quantum.Compilation.States;

/// <summary>Consecutive steps of a <see cref="StateProgram"/>.</summary>
/// <param name="Start">The first step.</param>
/// <param name="End">One more than the last step.</param>
/// <param name="Block">
/// The number of the matrix that stands for all of them, or -1 where they are taken one by one. Steps of a block depend on weights alone and
/// reach no new states.
/// </param>
internal readonly record struct StateSegment(int Start, int End, int Block)
{
    public int Count => End - Start;

    public bool IsBlock => Block >= 0;

    /// <summary>Steps one by one, and blocks where consecutive steps can be one and <paramref name="pays"/> says that it pays.</summary>
    public static StateSegment[] Of(ReadOnlySpan<StateStep> steps, Func<int, int, bool> pays)
    {
        var segments = new List<StateSegment>();
        int blocks = 0;
        int start = 0;
        while (start < steps.Length)
        {
            int end = start;
            while (end < steps.Length && CanBeInBlock(steps[end]) && steps[end].Bits == steps[start].Bits)
                end++;
            bool block = end > start && pays(end - start, steps[start].Bits);
            end = Math.Max(end, start + 1);
            if (block)
                segments.Add(new StateSegment(start, end, blocks++));
            else if (segments is [.., { IsBlock: false } last])
                segments[^1] = last with { End = end };
            else
                segments.Add(new StateSegment(start, end, -1));
            start = end;
        }
        return segments.ToArray();
    }

    private static bool CanBeInBlock(StateStep step) => !step.IsNew && step.Angle.Kind != AngleKind.Input;
}
