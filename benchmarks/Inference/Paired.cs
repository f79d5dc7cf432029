using System.Globalization;

namespace QImpact.Benchmarks.Inference;

/// <summary>
/// Times several pieces of work in turn, so that the noise of a shared machine falls on all alike; what counts is the median, over the turns,
/// of the ratio within a turn.
/// </summary>
internal static class Paired
{
    private const int WarmUp = 3;

    /// <summary>Seconds of each piece of work, turn by turn.</summary>
    public static double[][] Measure(int turns, params Action[] works) => Measure(turns, TimeSpan.Zero, works);

    /// <summary>Seconds of each piece of work, turn by turn.</summary>
    /// <param name="turns">How often each is done.</param>
    /// <param name="pause">Before each: threads of the one before may still be spinning.</param>
    /// <param name="works">The work.</param>
    public static double[][] Measure(int turns, TimeSpan pause, params Action[] works)
    {
        double[][] times = [.. works.Select(_ => new double[turns])];
        for (int turn = -WarmUp; turn < turns; turn++)
        for (int i = 0; i < works.Length; i++)
        {
            // Every second turn backwards: whoever comes second finds the caches as the first left them.
            int work = turn % 2 == 0 ? i : works.Length - 1 - i;
            if (pause > TimeSpan.Zero)
                Thread.Sleep(pause);
            long start = TimeProvider.System.GetTimestamp();
            works[work]();
            if (turn >= 0)
                times[work][turn] = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
        }
        return times;
    }

    /// <summary>The median.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] ordered = [.. values.Order()];
        return ordered[ordered.Length / 2];
    }

    /// <summary>Ratios within a turn: median, and where the middle half lies.</summary>
    public static string Ratio(double[] times, double[] reference)
    {
        double[] ratios = [.. times.Zip(reference, (one, other) => one / other).Order()];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Median(ratios):F3} ({ratios[ratios.Length / 4]:F3} to {ratios[3 * ratios.Length / 4]:F3})"
        );
    }
}
