using QImpact.Data.Runs;
using QImpact.Quantum.Circuits;
using QImpact.Training.Layers;
using static TorchSharp.torch;

namespace QImpact.Benchmarks.Peers;

/// <summary>One piece of work on both sides: medians in milliseconds, and the ratio ours / theirs within a turn (median, 10 % and 90 %).</summary>
internal sealed record PeerRow(string Work, double OurMs, double TheirMs, double Ratio, double Low, double High);

/// <summary>
/// The same work by QImpact, here, and by PyTorch, in its process, in turn: A B, B A, A B. A turn is some repetitions on each side, and their
/// median is what the side took; both are warm before the first. A side rests until the threads of the other sleep.
/// </summary>
internal sealed class PeerRatios(PeerProcess peer, int turns, CancellationToken cancellation)
{
    private const int WarmUp = 2;
    private const int Batch = 32;

    // libtorch's threads go on spinning for some milliseconds after their work.
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(50);

    private TimeSpan _waited;
    private TimeSpan _takenWhileWaiting;

    /// <summary>The share of one processor that a side took while it waited for the other; what is measured is only true near 0.</summary>
    public double Idle => _takenWhileWaiting / _waited;

    /// <summary>Measures row by row: training steps, then the layer alone beside each way to write it by hand.</summary>
    public IEnumerable<PeerRow> Measure()
    {
        foreach (Stem stem in Enum.GetValues<Stem>())
        foreach (Architecture architecture in Architecture.Paper)
            yield return Step(stem, architecture);
        foreach (string form in (string[])["as it reads", "monomials", "cosines"])
            yield return Layer(form);
    }

    private PeerRow Step(Stem stem, Architecture architecture)
    {
        using NetworkStep step = new(architecture, stem);
        string name = stem.ToString().ToLowerInvariant();
        int repetitions = stem == Stem.Small ? 1 : 3;
        return Row(
            $"step, {name} stem, {architecture.Title}",
            () => step.Run().Total,
            $"step\t{name}\t{architecture.Name}",
            repetitions
        );
    }

    private PeerRow Layer(string form)
    {
        using QuantumLayer layer = new(KnownCircuits.Paper);
        using Tensor inputs = rand(Batch, layer.Circuit.InputCount, requires_grad: true);
        return Row($"layer, by hand: {form}", Pass, $"layer\t{form}", repetitions: 300);

        double Pass()
        {
            long start = TimeProvider.System.GetTimestamp();
            using (NewDisposeScope())
            {
                layer.zero_grad();
                inputs.grad = null;
                layer.call(inputs).sum().backward();
            }
            return TimeProvider.System.GetElapsedTime(start).TotalMilliseconds;
        }
    }

    private PeerRow Row(string name, Func<double> ours, string theirs, int repetitions)
    {
        double[] our = new double[turns];
        double[] their = new double[turns];
        for (int turn = -WarmUp; turn < turns; turn++)
        {
            // Every second turn backwards: whoever comes second finds the caches as the first left them.
            bool oursFirst = turn % 2 == 0;
            double first = oursFirst ? Ours(ours, repetitions) : Theirs(theirs, repetitions);
            double second = oursFirst ? Theirs(theirs, repetitions) : Ours(ours, repetitions);
            if (turn >= 0)
                (our[turn], their[turn]) = oursFirst ? (first, second) : (second, first);
        }
        double[] ratios = [.. our.Zip(their, (one, other) => one / other)];
        return new PeerRow(
            name,
            Quantile(our, 0.5),
            Quantile(their, 0.5),
            Quantile(ratios, 0.5),
            Quantile(ratios, 0.1),
            Quantile(ratios, 0.9)
        );
    }

    private double Ours(Func<double> work, int repetitions) =>
        Watch(() => peer.ProcessorTime, () => [.. Enumerable.Range(0, repetitions).Select(_ => work())]);

    private double Theirs(string work, int repetitions) =>
        Watch(() => Environment.CpuUsage.TotalTime, () => peer.Milliseconds(work, repetitions));

    // The median of what one side took, and an eye on the processor time of the side that waits.
    private double Watch(Func<TimeSpan> waiting, Func<double[]> work)
    {
        cancellation.ThrowIfCancellationRequested();
        Thread.Sleep(Rest);
        TimeSpan before = waiting();
        long start = TimeProvider.System.GetTimestamp();
        double[] times = work();
        _waited += TimeProvider.System.GetElapsedTime(start);
        _takenWhileWaiting += waiting() - before;
        return Quantile(times, 0.5);
    }

    private static double Quantile(double[] values, double q) =>
        values.Order().ElementAt((int)Math.Round(q * (values.Length - 1), MidpointRounding.AwayFromZero));
}
