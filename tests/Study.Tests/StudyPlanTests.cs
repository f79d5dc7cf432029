using System.CommandLine;
using QImpact.Data;
using QImpact.Data.Phantom;
using QImpact.Data.Runs;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Compilation;
using QImpact.Training.Commands;
using QImpact.Training.Models;
using QImpact.Training.Runs;
using Shouldly;
using Xunit;

namespace QImpact.Study.Tests;

public sealed class StudyPlanTests
{
    private static readonly Dataset Images = PhantomGenerator.Generate(
        new PhantomOptions(1, 28, new(2, 2), new(2, 2), new(2, 2))
    );

    [Fact]
    public void The_papers_hybrids_wait_for_their_baseline_and_matched_runs_for_none()
    {
        StudyPlan paper = Plan("paper");
        paper.Runs.Select(paper.Before).Select(before => before.Length).ShouldBe([0, 1, 1]);
        paper.Before(paper.Runs[1]).ShouldBe([paper.Runs[0].Name]);
        StudyPlan matched = Plan("matched");
        matched.Runs.ShouldAllBe(run => matched.Before(run).IsEmpty);
    }

    [Theory]
    [InlineData("paper", 1, 1, 1, 1)]
    [InlineData("paper", 2, 2, 1, 1)]
    [InlineData("paper", 3, 3, 1, 1)]
    [InlineData("paper", 4, 4, 2, 2)]
    [InlineData("paper", 16, 16, 8, 8)]
    [InlineData("matched", 2, 1, 1, 1)]
    [InlineData("matched", 16, 5, 5, 5)]
    public void Runs_that_can_go_side_by_side_share_the_processors(string protocol, int cores, params int[] threads) =>
        Plan(protocol).WithThreads(cores).Runs.Select(run => run.Threads).ShouldBe(threads);

    [Fact]
    public void Threads_that_are_asked_for_are_each_runs_own() =>
        Plan("paper", threads: 3).WithThreads(16).Runs.ShouldAllBe(run => run.Threads == 3);

    [Fact]
    public void The_main_job_is_the_papers_protocol_with_one_seed_and_matched_with_three()
    {
        StudyPlan job = MainJob.Plan(MainJob.Parts(null, 0, null), RunOf, null, null);
        job.Folder.ShouldBe("results/phantom-paper-s0-matched-s0to2");
        job.Runs.Select(run => (run.Protocol, run.Seed, run.Network.Architecture))
            .ShouldBe(
                from one in new[] { ("paper", 0), ("matched", 0), ("matched", 1), ("matched", 2) }
                from architecture in Architecture.Paper
                select (one.Item1, one.Item2, architecture)
            );
        job.Runs.ShouldAllBe(run => run.Folder == $"results/phantom-paper-s0-matched-s0to2/runs/{run.Name}");
        job.Runs.Select(job.Before).Count(before => before.SequenceEqual([job.Runs[0].Name])).ShouldBe(2);

        StudyPlan paper = MainJob.Plan(MainJob.Parts("paper", 0, null), RunOf, null, null);
        paper.Folder.ShouldBe("results/phantom-paper-s0");
    }

    [Fact]
    public void Runs_of_two_protocols_share_the_processors_too()
    {
        int cores = Environment.ProcessorCount;
        StudyPlan job = MainJob.Plan(MainJob.Parts(null, 0, null), RunOf, null, null);
        foreach (TrainingRequest run in job.Runs)
            run.Threads.ShouldBe(Math.Max(1, cores / (job.Before(run).IsEmpty ? 10 : 2)), run.Name);
    }

    [Fact]
    public void Baseline_with_the_papers_seed_is_trained_once_for_both_protocols_and_every_other_run_by_itself()
    {
        StudyPlan job = MainJob.Plan(MainJob.Parts(null, 1, null), RunOf, null, null);
        TrainingRequest twin = job.Runs.Single(run => job.TwinOf(run) is not null);
        (twin.Protocol, twin.Network.Architecture, twin.Seed).ShouldBe(("matched", Architecture.Baseline, 1));
        job.TwinOf(twin).ShouldBe(job.Runs[0]);

        StudyPlan others = MainJob.Plan(
            MainJob.Parts(null, 1, null),
            (architecture, protocol, seed) =>
                RunOf(architecture, protocol, seed) with
                {
                    Threads = protocol == "paper" ? 2 : 1,
                },
            null,
            null
        );
        others.Runs.ShouldAllBe(run => others.TwinOf(run) == null);
    }

    [Fact]
    public void A_hybrid_is_measured_against_the_baseline_of_its_seed_and_the_folder_names_all_seeds()
    {
        StudyPlan job = MainJob.Plan(MainJob.Parts("paper", 5, [3, 7]), RunOf, null, null);
        job.Folder.ShouldBe("results/phantom-paper-s3+7");
        foreach (TrainingRequest run in job.Runs)
            job.Runs.Single(other => other.Folder == run.Baseline!.Path).Seed.ShouldBe(run.Seed);
    }

    private static TrainingRequest RunOf(Architecture architecture, string protocol, int seed) =>
        new(
            Images,
            Network.Of(architecture, () => KnownCircuits.Paper.Compile()),
            protocol,
            Protocols.Settings(protocol, architecture),
            seed,
            Threads: 0,
            Folder: "",
            Baseline: null,
            Force: false
        );

    [Fact]
    public void The_command_line_of_a_run_says_all_that_the_run_is()
    {
        TrainingRequest run = Plan("medmnist", threads: 3).Runs[1] with
        {
            Seed = 7,
            Settings = Protocols.Settings("medmnist", Architecture.QuantumEnd) with
            {
                LearningRate = 3e-5,
                LearningRateMilestones = [0.25, 1.0 / 3],
                StandardDeviation = 0.1,
                Select = Selection.Loss,
                StopAboveBaseline = true,
                CircuitLearningRate = 0.02,
            },
        };
        ParseResult parsed = TrainCommand.Create().Parse([.. TrainCommand.Words(run, "data/a b").Skip(1)]);
        parsed.Errors.ShouldBeEmpty();
        SettingsOptions
            .Apply(Protocols.Settings("paper", Architecture.Baseline), Architecture.QuantumEnd, parsed)
            .ShouldBe(run.Settings);
        parsed.GetValue<string>("--architecture").ShouldBe("quantum-end");
        parsed.GetValue<string>("--protocol").ShouldBe("medmnist");
        parsed.GetValue<int>("--seed").ShouldBe(7);
        parsed.GetValue<int>("--threads").ShouldBe(3);
        parsed.GetValue<string>("--out").ShouldBe(run.Folder);
        parsed.GetValue<string>("--baseline").ShouldBe(run.Baseline!.Path);
        parsed.GetValue<string>("--circuit").ShouldBe(run.Network.CircuitText);
        parsed.GetValue<string>("--dataset").ShouldBe("phantom");
        parsed.GetValue<string>("--data").ShouldBe("data/a b");
        parsed.GetValue<bool>("--force").ShouldBeFalse();
    }

    private static StudyPlan Plan(string protocol, int threads = 0)
    {
        TrainingRequest[] runs =
        [
            .. Architecture.Paper.Select(architecture => new TrainingRequest(
                Images,
                Network.Of(architecture, () => KnownCircuits.Paper.Compile()),
                protocol,
                Protocols.Settings(protocol, architecture),
                Seed: 0,
                threads,
                $"study/runs/{architecture.Name}",
                new RunFolder("study/runs/baseline"),
                Force: false
            )),
        ];
        return new StudyPlan("study", null, [.. runs]);
    }
}
