using System.Collections.Immutable;
using QImpact.Data.Runs;
using QImpact.Data.Studies;
using QImpact.Tests;
using Shouldly;
using Xunit;

namespace QImpact.Data.Tests;

public sealed class StudyRunsTests : IDisposable
{
    private static readonly DatasetDescription Data = new("phantom", "s", "0", true, 28, 1, ["a", "b"], 0);
    private static readonly StudyDefinition Study = StudyTexts.Read();

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Without_archives_every_run_is_missing_and_what_waits_for_rates_is_pending()
    {
        StudyRuns runs = StudyRuns.Find(Study, Data, _folder.File("nowhere"));
        runs.Found.ShouldBeEmpty();
        runs.Missing.Length.ShouldBe(3 * 2 * 2 + 3 * 2);
        runs.Pending.Select(pending => (pending.Part.Name, pending.Runs)).ShouldBe([("comparison", 3 * 2 * 2)]);
        runs.Problems.ShouldBeEmpty();
    }

    [Fact]
    public void When_every_run_of_the_rates_has_ended_each_arm_gets_its_best_rate_and_the_next_part_its_list()
    {
        StudyRuns before = Find();
        foreach (PlannedRun run in before.Missing.Where(run => run.Role is StudyRole.Rates))
            Finish(run, Auc(run));
        StudyRuns runs = Find();
        runs.Rates.Select(rate => (rate.Architecture.Name, rate.Rate))
            .ShouldBe([("baseline", 1e-4), ("quantum-end", 3e-5), ("end-tanh", 3e-5)]);
        runs.Rates[0]
            .Scores.Select(score => (score.Rate, score.Runs, score.Failed))
            .ShouldBe([(3e-5, 2, 0), (1e-4, 2, 0)]);
        runs.Pending.ShouldBeEmpty();
        runs.Found.Length.ShouldBe(12);
        runs.Missing.Where(run => run.Part == "comparison")
            .Select(run => (run.Architecture.Name, run.Settings.LearningRate))
            .Distinct()
            .ShouldBe([("baseline", 1e-4), ("quantum-end", 3e-5), ("end-tanh", 3e-5)]);

        // end-tanh's rates do equally well.
        static double Auc(PlannedRun run) =>
            run.Architecture.Name switch
            {
                "baseline" => run.Settings.LearningRate * 1000 + 0.6,
                "quantum-end" => 0.9 - run.Settings.LearningRate * 1000,
                _ => 0.75,
            };
    }

    [Fact]
    public void Nothing_is_chosen_before_the_last_run_has_ended()
    {
        PlannedRun[] rates = [.. Find().Missing.Where(run => run.Role is StudyRole.Rates)];
        foreach (PlannedRun run in rates[1..])
            Finish(run, 0.8);
        Find().Rates.ShouldBeEmpty();
        Fail(rates[0]);
        Find().Rates.Length.ShouldBe(3);
    }

    [Fact]
    public void A_failed_run_counts_as_half_and_is_neither_found_nor_missing()
    {
        PlannedRun[] rates = [.. Find().Missing.Where(run => run.Role is StudyRole.Rates)];
        foreach (PlannedRun run in rates[1..])
            Finish(run, 0.8);
        Fail(rates[0]);
        StudyRuns runs = Find();
        FailedRun failed = runs.Failed.ShouldHaveSingleItem();
        (failed.Plan.Name, failed.Reason, failed.ExitCode).ShouldBe((rates[0].Name, "training diverged", 2));
        runs.Missing.ShouldNotContain(rates[0]);
        runs.Rates[0].Rate.ShouldBe(1e-4);
        runs.Rates[0].Scores[0].ShouldBe(new RateScore(3e-5, 0.65, 2, 1));
    }

    [Fact]
    public void A_damaged_archive_costs_that_run_alone_and_is_named()
    {
        PlannedRun[] runs = [.. Find().Missing.Take(2)];
        Array.ForEach(runs, run => Finish(run, 0.8));
        File.WriteAllBytes(ArchiveOf(runs[0]), File.ReadAllBytes(ArchiveOf(runs[0]))[..^30]);
        StudyRuns found = Find();
        found.Found.ShouldHaveSingleItem().Plan.Name.ShouldBe(runs[1].Name);
        found.Missing.ShouldContain(run => run.Name == runs[0].Name);
        found.Problems.ShouldHaveSingleItem().ShouldContain(ArchiveOf(runs[0]));
    }

    [Fact]
    public void An_archive_of_the_name_and_another_identity_is_named_with_what_differs_and_not_taken()
    {
        PlannedRun run = Find().Missing[0];
        RunIdentity other = RunIdentity.Of(
            new RunFamily("phantom", "1", "baseline", null, run.Protocol, run.Settings, run.Fold),
            0,
            run.Seed,
            1
        );
        Finish(run with { Identity = other }, 0.8);
        StudyRuns found = Find();
        found.Found.ShouldBeEmpty();
        found
            .Problems.ShouldHaveSingleItem()
            .ShouldBe(
                $"{ArchiveOf(run)} is another run than the study's of that name: it has 'data: phantom 1', the study 'data: phantom 0'; it is left out, and study run replaces it"
            );
    }

    [Fact]
    public void An_archive_of_no_run_of_the_study_is_told_once_the_list_is_whole()
    {
        PlannedRun[] rates = [.. Find().Missing.Where(run => run.Role is StudyRole.Rates)];
        Finish(rates[0] with { Name = "stranger" }, 0.8);
        Find().Problems.ShouldBeEmpty();
        foreach (PlannedRun run in rates)
            Finish(run, 0.8);
        Find().Problems.ShouldHaveSingleItem().ShouldEndWith("stranger.zip is no run of this study; it is left out");
    }

    private StudyRuns Find() => StudyRuns.Find(Study, Data, _folder.File("runs"));

    private string ArchiveOf(PlannedRun run) => Path.Combine(_folder.File("runs"), run.Name + RunArchive.Extension);

    private void Fail(PlannedRun run) =>
        new FailureRecord(run.Identity, "training diverged", 2).Write(
            Path.Combine(_folder.File("runs"), run.Name + FailureRecord.Extension)
        );

    private void Finish(PlannedRun run, double auc)
    {
        RunFolder folder = new(_folder.File(run.Name));
        Json.WriteFile(
            folder.ConfigFile,
            new RunConfig(
                RunConfig.CurrentSchema,
                run.Name,
                new RunDataset(Data, 2, 1, 1),
                run.Architecture.Name,
                run.Protocol,
                run.Settings,
                run.Seed,
                run.Threads,
                run.Circuit,
                1,
                null,
                "0",
                Fold: run.Fold
            )
        );
        Json.WriteFile(folder.EnvironmentFile, new { machine = "m" });
        HistoryRow epoch = new(1, 1e-4, 1, 1, 1, 1, null, auc);
        File.WriteAllLines(folder.HistoryFile, [HistoryRow.Header, epoch.ToCsv()]);
        File.WriteAllText(folder.TimingFile, "epoch,seconds\n1,1.5\n");
        File.WriteAllText(folder.TrainingIndicesFile, "index,label\n0,1\n");
        ScoreTable.Write(folder.ScoresFile, [new ScoreRow("test", "1", 0, [0.5f, 0.5f], [], [])]);
        Json.WriteFile(folder.HeadFile, new TrainedHead(ImmutableSortedDictionary<string, TrainedParameter>.Empty));
        SplitMetrics metrics = new(1, 1, 1, 1, 1, auc, 1, 1, 1, 1, 1, 1);
        RunChecksums.Seal(folder, new RunResult(1, 1, "done", metrics, metrics));
        RunArchive.Write(folder, run.Identity, ArchiveOf(run));
    }
}
