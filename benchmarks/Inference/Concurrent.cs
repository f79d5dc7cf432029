namespace QImpact.Benchmarks.Inference;

/// <summary>Does many pieces of work on as many threads as there are cores.</summary>
internal static class Concurrent
{
    /// <summary>Does the same work many times.</summary>
    public static void Run(int times, Action work) => Run(times, () => _ => work());

    /// <summary>Does each piece of work once.</summary>
    /// <param name="count">Number of pieces.</param>
    /// <param name="perThread">Makes what does a piece, given its index; called once on each thread.</param>
    public static void Run(int count, Func<Action<int>> perThread)
    {
        int next = -1;
        Thread[] workers =
        [
            .. Enumerable
                .Range(0, Environment.ProcessorCount)
                .Select(_ => new Thread(() =>
                {
                    Action<int> work = perThread();
                    for (int i = Interlocked.Increment(ref next); i < count; i = Interlocked.Increment(ref next))
                        work(i);
                })),
        ];
        foreach (Thread worker in workers)
            worker.Start();
        foreach (Thread worker in workers)
            worker.Join();
    }
}
