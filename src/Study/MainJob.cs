using System.Collections.Immutable;
using System.Globalization;
using QImpact.Data;
using QImpact.Data.Runs;
using QImpact.Quantum.Compilation;
using QImpact.Terminal;
using QImpact.Training;
using QImpact.Training.Models;
using QImpact.Training.Runs;

namespace QImpact.Study;

/// <summary>A study: runs that are trained, exported and tested one after the other, and a report on them all.</summary>
/// <param name="Folder">Where runs/, models/ and report/ go.</param>
/// <param name="Data">Where the data were said to be; null for the usual places.</param>
/// <param name="Runs">The runs; a baseline stands before those that are measured against it.</param>
public sealed record StudyPlan(string Folder, string? Data, ImmutableArray<TrainingRequest> Runs);

/// <summary>The main job: every architecture once, by the same protocol and with the same seed.</summary>
/// <param name="Dataset">The data.</param>
/// <param name="Protocol">The protocol of all runs.</param>
/// <param name="Seed">The seed of all runs.</param>
/// <param name="Epochs">Largest number of epochs; null for the protocol's.</param>
/// <param name="Device">Where networks train and exported files run.</param>
/// <param name="Threads">Threads of training and inference.</param>
/// <param name="Force">Whether runs with other settings are replaced.</param>
/// <param name="Circuit">The circuit of the hybrids' quantum layer.</param>
public sealed record MainJob(
    Dataset Dataset,
    string Protocol,
    int Seed,
    int? Epochs,
    DeviceRequest Device,
    int Threads,
    bool Force,
    CompiledCircuit Circuit
)
{
    /// <summary>Where it goes unless told otherwise.</summary>
    public string DefaultFolder =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"results/{Dataset.Description.Name}-{Protocol}{CircuitName.Of(Circuit.Circuit)}-s{Seed}"
        );

    /// <summary>Its runs.</summary>
    /// <param name="folder">Where they go.</param>
    /// <param name="data">Where the data were said to be; null for the usual places.</param>
    public StudyPlan In(string folder, string? data)
    {
        TrainingRequest baseline = RunOf(Architecture.Baseline, folder, null);
        RunFolder measure = new(baseline.Folder);
        return new StudyPlan(
            folder,
            data,
            [
                baseline,
                .. Architecture
                    .All.Where(architecture => architecture != Architecture.Baseline)
                    .Select(architecture => RunOf(architecture, folder, measure)),
            ]
        );
    }

    private TrainingRequest RunOf(Architecture architecture, string folder, RunFolder? baseline)
    {
        TrainingSettings settings = Protocols.Settings(Protocol, architecture);
        TrainingRequest run = new(
            Dataset,
            Network.Of(architecture, Circuit),
            Protocol,
            settings with
            {
                Epochs = Epochs ?? settings.Epochs,
            },
            Seed,
            Threads,
            Folder: "",
            baseline,
            Force,
            Device
        );
        return run with { Folder = Path.Combine(folder, "runs", run.Name) };
    }
}
