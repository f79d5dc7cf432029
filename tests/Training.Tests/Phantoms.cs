using QImpact.Data;
using QImpact.Data.Phantom;
using QImpact.Data.Runs;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Compilation;
using QImpact.Tests;
using QImpact.Training.Models;
using QImpact.Training.Runs;

namespace QImpact.Training.Tests;

/// <summary>Generated data, small enough that a test trains on them within seconds.</summary>
internal static class Phantoms
{
    public static Dataset Small { get; } =
        PhantomGenerator.Generate(new PhantomOptions(1, 28, new(24, 40), new(8, 10), new(9, 12)));

    /// <summary>A finished run of one epoch.</summary>
    /// <param name="folder">The run folder.</param>
    /// <param name="data">The archive to train on, phantom.npz; null for the whole phantom.</param>
    /// <param name="network">The network; null for Quantum-Mid.</param>
    public static RunFolder Train(string folder, string? data = null, Network? network = null)
    {
        network ??= Of(Architecture.QuantumMid);
        Dataset dataset = DatasetLocator.Load(DatasetLocator.Phantom, data);
        TrainingRequest request = new(
            data is null ? dataset : dataset.WithPositiveClass("class 0"),
            network,
            "matched",
            Protocols.Settings("matched", network.Architecture) with
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

    /// <summary>A few images in an archive of the phantom's name.</summary>
    public static string Archive(TemporaryFolder folder) => ArchiveBuilder.ToTrainOn().Save(folder, "phantom.npz");

    /// <summary>An architecture with the paper's circuit.</summary>
    public static Network Of(Architecture architecture) =>
        Network.Of(architecture, () => KnownCircuits.Paper.Compile());
}
