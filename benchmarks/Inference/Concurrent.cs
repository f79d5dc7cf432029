namespace QImpact.Benchmarks.Inference;

/// <summary>Runs the same work many times, on as many threads as there are cores.</summary>
internal static class Concurrent
{
    public static void Run(int times, Action work)
    {
        int left = times;
        Thread[] workers =
        [
            .. Enumerable
                .Range(0, Environment.ProcessorCount)
                .Select(_ => new Thread(() =>
                {
                    while (Interlocked.Decrement(ref left) >= 0)
                        work();
                })),
        ];
        foreach (Thread worker in workers)
            worker.Start();
        foreach (Thread worker in workers)
            worker.Join();
    }
}
