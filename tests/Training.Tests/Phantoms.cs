using QImpact.Data;
using QImpact.Data.Phantom;
using QImpact.Data.Runs;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Compilation;
using QImpact.Training.Models;
using QImpact.Training.Runs;

namespace QImpact.Training.Tests;

/// <summary>Generated data, small enough that a test trains on them within seconds.</summary>
internal static class Phantoms
{
    public static Dataset Small { get; } =
        PhantomGenerator.Generate(new PhantomOptions(1, 28, new(24, 40), new(8, 10), new(9, 12)));

    /// <summary>A finished run of one epoch on the whole phantom.</summary>
    public static RunFolder Train(string folder, Architecture? architecture = null)
    {
        architecture ??= Architecture.QuantumMid;
        TrainingRequest request = new(
            DatasetLocator.Load("phantom", null),
            Network.Of(architecture, () => KnownCircuits.Paper.Compile()),
            "matched",
            Protocols.Settings("matched", architecture) with
            {
                Epochs = 1,
            },
            Seed: 0,
            Threads: 1,
            folder,
            Baseline: null,
            Force: false
        );
        TrainingRun.Execute(request, CancellationToken.None);
        return new RunFolder(request.Folder);
    }
}
