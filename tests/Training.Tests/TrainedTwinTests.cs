using QImpact.Data;
using QImpact.Data.Runs;
using QImpact.Tests;
using QImpact.Training.Runs;
using Shouldly;
using Xunit;

namespace QImpact.Training.Tests;

public sealed class TrainedTwinTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_taken_of_a_twin_is_what_training_gives()
    {
        TrainingRequest paper = Request("paper", "paper");
        TrainingRequest matched = Request("matched", "matched");
        TrainedTwin.Are(paper, matched).ShouldBeTrue();
        TrainingRun.Execute(paper, CancellationToken.None);
        TrainingRun.Execute(matched, CancellationToken.None);
        TrainingRequest taken = matched with { Folder = _folder.File("taken") };
        RunResult result = TrainedTwin.Take(new RunFolder(paper.Folder), taken);

        RunFolder own = new(taken.Folder);
        RunFolder trained = new(matched.Folder);
        RunChecksums.RequireAll(own);
        own.ReadResult().ShouldBe(result);
        own.EventFiles.Count.ShouldBe(1);
        // Seconds and the time of the start are the twin's.
        foreach (
            string file in trained
                .RecordFiles.Append(trained.ResultFile)
                .Except([trained.TimingFile, trained.EnvironmentFile])
        )
            File.ReadAllBytes(Path.Combine(own.Path, Path.GetRelativePath(trained.Path, file)))
                .ShouldBeTheBytes(File.ReadAllBytes(file));
        RunChecksums.RequireAll(new RunFolder(paper.Folder));
    }

    [Fact]
    public void A_damaged_twin_and_another_run_are_refused_and_leave_nothing()
    {
        TrainingRequest paper = Request("paper", "paper");
        TrainingRun.Execute(paper, CancellationToken.None);
        RunFolder twin = new(paper.Folder);
        TrainingRequest taken = Request("matched", "taken");
        Should
            .Throw<BadInputException>(() => TrainedTwin.Take(twin, taken with { Seed = 1 }))
            .Message.ShouldBe($"{twin.Path} is another run than phantom-baseline-matched-e1-s1; expected its training");
        File.AppendAllText(twin.BestWeightsFile, "x");
        Should
            .Throw<BadInputException>(() => TrainedTwin.Take(twin, taken))
            .Message.ShouldContain("is not the file that training wrote");
        Directory.Exists(taken.Folder).ShouldBeFalse();
    }

    private TrainingRequest Request(string protocol, string folder) =>
        new(
            Phantoms.Small,
            Phantoms.Of(Architecture.Baseline),
            protocol,
            Protocols.Settings(protocol, Architecture.Baseline) with
            {
                Epochs = 1,
            },
            Seed: 0,
            Threads: 1,
            _folder.File(folder),
            Baseline: null,
            Force: false
        );
}
