using QImpact.Data;
using QImpact.Data.Folds;
using QImpact.Data.Runs;
using QImpact.Inference.Infer;
using QImpact.Inference.Sessions;
using QImpact.Inference.Verification;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Compilation;
using QImpact.Terminal;
using QImpact.Tests;
using QImpact.Training.Export;
using QImpact.Training.Models;
using QImpact.Training.Runs;
using Shouldly;
using Xunit;

namespace QImpact.Training.Tests;

/// <summary>A run on a fold, from training to the prediction table.</summary>
public sealed class FoldRunTests : IDisposable
{
    private static readonly FoldChoice Fold = new(2, 5, 1, 0, GroupSource.None);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Export_verification_and_inference_of_a_run_work_on_its_own_test_part()
    {
        Dataset divided = GroupedFolds.Apply(DatasetLocator.Load("phantom", null), Fold);
        TrainingRequest request = Request(divided, _folder.File("run"));
        RunResult result = TrainingRun.Execute(request, CancellationToken.None);
        RunFolder run = new(request.Folder);
        RunConfig config = run.ReadConfig();

        config.Name.ShouldBe("phantom-quantum-mid-matched-e1-r1f2of5-none-s0");
        config.Fold.ShouldBe(Fold);
        result.Test.Images.ShouldBe(156);
        RunData.Load(config, null).Test.Ids.ShouldBe(divided.Test.Ids);

        ExportSummary files = RunExport.Execute(run, _folder.File("models"), null, CancellationToken.None);
        Verifier
            .Verify(files.Model, null, (DeviceRequest.Cpu, new CudaSettings()), 1, CancellationToken.None)
            .Passed.ShouldBeTrue();
        File.Delete(files.Card);
        string table = _folder.File("predictions.csv");
        InferSummary summary = InferJob.Execute(
            new InferRequest([files.Model], table) { Threads = 1, Offline = true },
            CancellationToken.None
        );
        summary.Images.ShouldBe(156);
        string[][] rows = [.. File.ReadLines(table).Skip(1).Select(line => line.Split(','))];
        rows.Select(row => row[1]).ShouldAllBe(split => split == "test");
        rows.Select(row => row[2]).ShouldBe(divided.Test.Ids);
    }

    [Fact]
    public void A_baseline_of_another_fold_is_refused()
    {
        Dataset divided = GroupedFolds.Apply(Phantoms.Small, Fold with { Folds = 3 });
        string baseline = _folder.File("baseline");
        TrainingRequest first = Request(divided, baseline, Architecture.Baseline) with
        {
            Fold = Fold with { Folds = 3 },
        };
        TrainingRun.Execute(first, CancellationToken.None);
        TrainingRequest hybrid = Request(divided, _folder.File("hybrid")) with
        {
            Fold = null,
            Baseline = new RunFolder(baseline),
            Settings = Protocols.Settings("paper", Architecture.QuantumMid),
        };
        Should
            .Throw<BadInputException>(() => hybrid.ReadBaseline())
            .Message.ShouldContain("was tested on r1f2of3-none; expected the baseline of the published split");
    }

    private static TrainingRequest Request(Dataset divided, string folder, Architecture? architecture = null)
    {
        architecture ??= Architecture.QuantumMid;
        return new TrainingRequest(
            divided,
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
            Force: false,
            Fold: Fold
        );
    }
}
