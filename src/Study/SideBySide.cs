using QImpact.Data.Runs;
using QImpact.Training.Runs;

namespace QImpact.Study;

/// <summary>How many threads a run gets, and what a run takes of the machine (docs/side-by-side.md has the measurements).</summary>
public static class SideBySide
{
    /// <summary>
    /// The threads of a run that may go side by side with others: the processors are divided among them, and each gets at least one,
    /// because two runs of one thread each get more done than one run of two threads. It is a function of the plan and the processors
    /// alone, never of time or of free memory: the number of threads decides a run's last bits.
    /// </summary>
    /// <param name="cores">Processors, at least 1.</param>
    /// <param name="runs">Runs that may go side by side, at least 1.</param>
    public static int Threads(int cores, int runs) => Math.Max(1, cores / runs);

    /// <summary>What a run takes of a machine while it trains; on a GPU it has the machine for itself.</summary>
    public static Room Needs(TrainingRequest run, Room machine) =>
        TrainingDevice.Choose(run.Device).IsCuda ? machine : new Room(run.Threads, Bytes(run));

    // What a process of a training run was seen to take at most, rounded up: the program and the network's weights, and what a step keeps.
    private static long Bytes(TrainingRequest run)
    {
        const long program = 600_000_000;
        long bytesPerPixel = run.Settings.Stem == Stem.Small ? 20_000 : 1_000;
        int size = run.Dataset.Description.Size;
        return program + bytesPerPixel * size * size * run.Settings.BatchSize;
    }

    /// <summary>What this machine has for runs: every processor, and the memory that is free now.</summary>
    public static Room Machine()
    {
        // What the collector knows of the machine is as old as its last collection.
        GC.Collect();
        GCMemoryInfo memory = GC.GetGCMemoryInfo();
        return new Room(Environment.ProcessorCount, memory.TotalAvailableMemoryBytes - memory.MemoryLoadBytes);
    }
}
