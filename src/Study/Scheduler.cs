using System.Collections.Immutable;

namespace QImpact.Study;

/// <summary>What work takes of a machine, and what a machine has.</summary>
/// <param name="Cores">Processors.</param>
/// <param name="Bytes">Memory.</param>
public readonly record struct Room(int Cores, long Bytes)
{
    /// <summary>Whether there is room for something beside others.</summary>
    public bool Holds(IEnumerable<Room> all) =>
        all.Sum(one => one.Cores) <= Cores && all.Sum(one => one.Bytes) <= Bytes;
}

/// <summary>A piece of work.</summary>
/// <param name="Name">Its name, which no other job has.</param>
/// <param name="After">The names of those that have to be done before; they stand before it in the list.</param>
/// <param name="Needs">What it takes of the machine while it runs.</param>
/// <param name="Work">The work; the token asks it to stop.</param>
public sealed record Job(string Name, ImmutableArray<string> After, Room Needs, Func<CancellationToken, Task> Work);

/// <summary>A job that is not done.</summary>
/// <param name="Name">The job.</param>
/// <param name="Failure">Why it failed; null where it was not begun, because one before it failed.</param>
public sealed record Undone(string Name, Exception? Failure);

/// <summary>Carries out jobs, side by side where there is room.</summary>
public static class Scheduler
{
    /// <summary>
    /// Begins each job as soon as those before it are done and there is room beside those that run, in the order of the list; one that
    /// needs more room than there is runs alone. A job that fails stops only those that come after it.
    /// </summary>
    /// <returns>The jobs that are not done, in the order of the list.</returns>
    /// <exception cref="OperationCanceledException">It was asked to stop; no job is running any more.</exception>
    public static async Task<ImmutableArray<Undone>> RunAsync(
        IReadOnlyList<Job> jobs,
        Room room,
        CancellationToken cancellation
    )
    {
        List<Job> waiting = [.. jobs];
        Dictionary<Task, Job> running = [];
        HashSet<string> done = [];
        Dictionary<string, Exception?> undone = [];
        while (true)
        {
            while (!cancellation.IsCancellationRequested && waiting.Find(CanBegin) is { } next)
            {
                waiting.Remove(next);
                running.Add(Task.Run(() => next.Work(cancellation), CancellationToken.None), next);
            }
            if (running.Count == 0)
                break;
            Task ended = await Task.WhenAny(running.Keys).ConfigureAwait(false);
            running.Remove(ended, out Job? job);
            try
            {
                await ended.ConfigureAwait(false);
                done.Add(job!.Name);
            }
#pragma warning disable CA1031 // Whatever a job fails of costs that job alone.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                undone.Add(job!.Name, exception);
            }
        }
        cancellation.ThrowIfCancellationRequested();
        return
        [
            .. from job in jobs
            where !done.Contains(job.Name)
            select new Undone(job.Name, undone.GetValueOrDefault(job.Name)),
        ];

        bool CanBegin(Job job) =>
            job.After.All(done.Contains)
            && (running.Count == 0 || room.Holds(running.Values.Append(job).Select(one => one.Needs)));
    }
}
