using QImpact.Data;
using QImpact.Data.Folds;
using QImpact.Data.Runs;
using QImpact.Terminal;
using QImpact.Training.Models;

namespace QImpact.Training.Runs;

/// <summary>
/// What a run is asked to do: with everything random from the seed, on some threads of the tensor library, into a run folder,
/// where a run is replaced by force alone; measured against a finished baseline run where its settings stop there. The data set is divided
/// already where a fold is named.
/// </summary>
public sealed record TrainingRequest(
    Dataset Dataset,
    Network Network,
    string Protocol,
    TrainingSettings Settings,
    int Seed,
    int Threads,
    string Folder,
    RunFolder? Baseline,
    bool Force,
    DeviceRequest Device = default,
    FoldChoice? Fold = null
)
{
    /// <summary>What it has in common with runs of other seeds.</summary>
    public RunFamily Family =>
        new(
            Dataset.Description.Name,
            Dataset.Description.Md5,
            Network.Architecture.Name,
            Network.CircuitText,
            Protocol,
            Settings,
            Fold,
            RunFamily.WrittenNoise(Network.NoiseRecord)
        );

    /// <summary>DATASET-ARCHITECTURE-PROTOCOL-sSEED; before the seed what differs from the protocol (<see cref="RunFamily.Marks"/>).</summary>
    public string Name => Family.NameOf(Seed);

    /// <summary>The baseline that the run is to be measured against; null where none is.</summary>
    /// <exception cref="BadInputException">There is none, or it is of another seed, data set or architecture.</exception>
    public BaselineReference? ReadBaseline()
    {
        if (!Settings.StopAboveBaseline)
            return null;
        RunFolder folder =
            Baseline
            ?? throw new BadInputException(
                $"protocol {Protocol} stops a hybrid once it exceeds its baseline: name that run with "
                    + "--baseline=FOLDER, or use --stop-above-baseline=false"
            );
        RunConfig config = folder.ReadConfig();
        string expected = Architecture.Baseline.Name;
        if (config.Architecture != expected)
            throw new BadInputException($"{folder.Path} is a run of {config.Architecture}; expected one of {expected}");
        if (config.Seed != Seed || config.Dataset.Description.Md5 != Dataset.Description.Md5)
            throw new BadInputException(
                $"{folder.Path} has seed {config.Seed} and data {config.Dataset.Description.Md5}; expected the baseline "
                    + $"with seed {Seed} and data {Dataset.Description.Md5}"
            );
        if (config.Fold != Fold)
            throw new BadInputException(
                $"{folder.Path} was tested on {config.Fold?.Mark ?? "the published split"}; expected the baseline of {Fold?.Mark ?? "the published split"}"
            );
        double? gmean = folder.ReadResult().Validation.Gmean;
        return new BaselineReference(
            config.Name,
            gmean ?? throw new BadInputException($"{folder.ResultFile} has no validation G-mean to compare with")
        );
    }
}
