using System.Collections.Immutable;
using FsCheck.Xunit;
using QImpact.Data.Folds;
using QImpact.Data.Runs;
using QImpact.Data.Studies;
using Shouldly;
using Xunit;

namespace QImpact.Data.Tests;

public sealed class StudyExpansionTests
{
    private static readonly DatasetDescription Data = new("d", "s", "0", false, 28, 1, ["a", "b"], 0);

    [Fact]
    public void Runs_stand_repeat_by_repeat_fold_by_fold_arm_by_arm_and_rate_by_rate()
    {
        StudyPart part = Part(["baseline", "quantum-end"], new RatePlan.Listed([1e-3, 1e-4]), folds: 2, repeats: 2);
        Runs(part)
            .Select(run => (run.Fold!.Repeat, run.Fold.Fold, run.Architecture.Name, run.Settings.LearningRate))
            .ShouldBe(
                from repeat in new[] { 0, 1 }
                from fold in new[] { 1, 2 }
                from arm in new[] { "baseline", "quantum-end" }
                from rate in new[] { 1e-3, 1e-4 }
                select (repeat, fold, arm, rate)
            );
    }

    [Fact]
    public void A_run_in_folds_has_a_seed_of_its_own_which_all_arms_share()
    {
        ImmutableArray<PlannedRun> runs = Runs(
            Part(["baseline", "end-tanh"], new RatePlan.OfProtocol(), folds: 5, repeats: 8)
        );
        runs.ShouldAllBe(run => run.Seed == 5 * run.Fold!.Repeat + run.Fold.Fold - 1);
        foreach (IGrouping<string, PlannedRun> arm in runs.GroupBy(run => run.Architecture.Name))
            arm.Select(run => run.Seed).ShouldBe(Enumerable.Range(0, 40));
    }

    [Fact]
    public void Hybrids_of_the_papers_protocol_depend_on_the_baseline_of_their_seed_which_stands_before_them()
    {
        StudyPart part = Part(["quantum-end", "baseline"], new RatePlan.OfProtocol(), 2, 1) with
        {
            Protocol = "paper",
            Splits = new SplitPlan.Published([3, 4]),
        };
        ImmutableArray<PlannedRun> runs = Runs(part);
        runs.Select(run => run.Architecture.Name).ShouldBe(["baseline", "quantum-end", "baseline", "quantum-end"]);
        for (int at = 0; at < runs.Length; at += 2)
        {
            runs[at].BaselineName.ShouldBeNull();
            runs[at + 1].BaselineName.ShouldBe(runs[at].Name);
            runs[at + 1].BaselineIdentity.ShouldBe(runs[at].Identity);
            runs[at + 1].Settings.LearningRate.ShouldBe(1e-5);
        }
        runs[1].Identity.ShouldNotBe(Runs(part, Data with { Md5 = "1" })[1].Identity);
    }

    [Fact]
    public void A_part_whose_rates_are_chosen_elsewhere_waits_for_them()
    {
        StudyPart part = Part(["baseline", "end-tanh"], new RatePlan.ChosenBy("r"), 2, 1);
        ChosenRate[] chosen = [Chosen("baseline", 1e-3), Chosen("end-tanh", 3e-5)];
        StudyExpansion.Runs(part, Data, []).ShouldBeNull();
        StudyExpansion.Runs(part, Data, chosen[..1]).ShouldBeNull();
        ImmutableArray<PlannedRun> runs = StudyExpansion.Runs(part, Data, chosen)!.Value;
        runs.Select(run => run.Settings.LearningRate).ShouldBe([1e-3, 3e-5, 1e-3, 3e-5]);

        static ChosenRate Chosen(string arm, double rate) => new("r", Architecture.Parse(arm), rate, []);
    }

    [Property(Replay = "(5,9)", MaxTest = 100)]
    public void Every_run_stands_once_and_has_a_name_and_an_identity_that_no_other_has(
        byte arms,
        byte rates,
        byte folds,
        byte repeats
    )
    {
        StudyPart part = Drawn(arms, rates, folds, repeats);
        ImmutableArray<PlannedRun> runs = Runs(part);
        runs.Length.ShouldBe(part.Runs);
        runs.Select(run => run.Name).ShouldBeUnique();
        runs.Select(run => run.Identity.Sha256).ShouldBeUnique();
        runs.ShouldAllBe(run => run.Threads == 1 && run.Identity.Require("i") == run.Identity);
        runs.Select(run => (run.Architecture.Name, run.Settings.LearningRate, run.Fold!)).ShouldBeUnique();
    }

    [Property(Replay = "(5,9)", MaxTest = 100)]
    public void Identities_depend_neither_on_the_order_in_the_file_nor_on_names_of_parts(
        byte arms,
        byte rates,
        byte folds,
        byte repeats
    )
    {
        StudyPart part = Drawn(arms, rates, folds, repeats);
        SplitPlan.Folds splits = (SplitPlan.Folds)part.Splits;
        StudyPart other = part with
        {
            Name = "other",
            Role = StudyRole.Official,
            Arms = [.. part.Arms.Reverse()],
            Rates = new RatePlan.Listed([.. ((RatePlan.Listed)part.Rates).Rates.Reverse()]),
            Splits = splits with { Tested = [.. splits.Tested.Reverse()] },
        };
        Identities(other).Order().ShouldBe(Identities(part).Order());
    }

    [Fact]
    public void Everything_that_a_run_depends_on_changes_its_identity()
    {
        StudyPart part = Part(["quantum-end"], new RatePlan.Listed([1e-4]), folds: 2, repeats: 1);
        SplitPlan.Folds folds = (SplitPlan.Folds)part.Splits;
        StudyPart[] others =
        [
            part,
            part with
            {
                Arms = [Architecture.QuantumMid],
            },
            part with
            {
                Protocol = "medmnist",
            },
            part with
            {
                Rates = new RatePlan.Listed([3e-4]),
            },
            part with
            {
                Circuit = "2: AngleEmbedding(X) RX(w0)[0] <Z>",
            },
            part with
            {
                Splits = folds with { Count = 3 },
            },
            part with
            {
                Splits = folds with { Tested = [2] },
            },
            part with
            {
                Splits = folds with { SplitSeed = 1 },
            },
            part with
            {
                Splits = folds with { Groups = GroupSource.None },
            },
            part with
            {
                Splits = new SplitPlan.Published([0]),
            },
            part with
            {
                Changes = new SettingsChanges(Epochs: 3),
            },
            part with
            {
                Changes = new SettingsChanges(Select: Selection.Last),
            },
            part with
            {
                Changes = new SettingsChanges(BatchSize: 8),
            },
            part with
            {
                Changes = new SettingsChanges(Balance: Balance.None),
            },
            part with
            {
                Changes = new SettingsChanges(Stem: Stem.Small),
            },
            part with
            {
                Changes = new SettingsChanges(LearningRateMilestones: [0.5]),
            },
            part with
            {
                Changes = new SettingsChanges(Mean: 0.4),
            },
            part with
            {
                Changes = new SettingsChanges(StandardDeviation: 0.4),
            },
        ];
        others
            .Select(other => Runs(other)[0].Identity.Sha256)
            .Append(Runs(part, Data with { Name = "e" })[0].Identity.Sha256)
            .Append(Runs(part, Data with { Md5 = "1" })[0].Identity.Sha256)
            .Append(Runs(part, Data with { PositiveClass = 1 })[0].Identity.Sha256)
            .ShouldBeUnique();
    }

    [Fact]
    public void A_name_that_would_stand_for_two_runs_is_refused_and_one_run_in_two_parts_is_not()
    {
        StudyPart part = Part(["baseline"], new RatePlan.OfProtocol(), 2, 1);
        ImmutableArray<PlannedRun> runs = Runs(part);
        StudyExpansion.RequireOneRunAName([.. runs, .. Runs(part with { Name = "again" })]);
        PlannedRun other = runs[0] with { Part = "q", Identity = runs[1].Identity };
        Should
            .Throw<BadInputException>(() => StudyExpansion.RequireOneRunAName([.. runs, other]))
            .Message.ShouldStartWith($"the parts p and q both have a run {runs[0].Name}");
    }

    private static ImmutableArray<PlannedRun> Runs(StudyPart part, DatasetDescription? data = null) =>
        StudyExpansion.Runs(part, data ?? Data, [])!.Value;

    private static IEnumerable<string> Identities(StudyPart part) => Runs(part).Select(run => run.Identity.Sha256);

    private static StudyPart Part(string[] arms, RatePlan rates, int folds, int repeats) =>
        new(
            "p",
            StudyRole.Comparison,
            [.. arms.Select(Architecture.Parse)],
            "matched",
            new SettingsChanges(),
            rates,
            new SplitPlan.Folds(folds, [.. Enumerable.Range(1, folds)], repeats, 0)
        );

    private static StudyPart Drawn(byte arms, byte rates, byte folds, byte repeats) =>
        Part(
            [.. Architecture.Names.Take(1 + arms % Architecture.Names.Length)],
            new RatePlan.Listed([.. Enumerable.Range(1, 1 + rates % 4).Select(at => at * 1e-4)]),
            2 + folds % 5,
            1 + repeats % 4
        );
}
