using QImpact.Data.Folds;
using QImpact.Data.Runs;
using QImpact.Data.Studies;
using QImpact.Tests;
using Shouldly;
using Xunit;

namespace QImpact.Data.Tests;

public sealed class StudyFileTests
{
    [Fact]
    public void Every_member_of_a_file_is_a_member_of_the_study()
    {
        StudyDefinition study = StudyTexts.Read();
        (study.Name, study.Title, study.Dataset, study.PositiveClass).ShouldBe(
            ("small", "A small study", "phantom", null)
        );
        study.Parts.Select(part => part.Role).ShouldBe([StudyRole.Rates, StudyRole.Comparison, StudyRole.Literal]);
        StudyPart rates = study.Parts[0];
        rates.Arms.Select(arm => arm.Name).ShouldBe(["baseline", "quantum-end", "end-tanh"]);
        rates.Changes.ShouldBe(new SettingsChanges(Select: Selection.Auc));
        rates.Rates.ShouldBeOfType<RatePlan.Listed>().Rates.ShouldBe([3e-5, 1e-4]);
        SplitPlan.Folds folds = rates.Splits.ShouldBeOfType<SplitPlan.Folds>();
        (folds.Count, folds.Repeats, folds.SplitSeed, folds.Groups).ShouldBe((5, 2, 1000, GroupSource.Duplicates));
        folds.Tested.ShouldBe([1]);
        ((SplitPlan.Folds)study.Parts[1].Splits).Tested.ShouldBe([1, 2]);
        study.Parts[1].Rates.ShouldBe(new RatePlan.ChosenBy("rates"));
        study.Parts[2].Rates.ShouldBe(new RatePlan.OfProtocol());
        study.Parts[2].Splits.ShouldBeOfType<SplitPlan.Published>().Seeds.ShouldBe([0, 1]);
        (study.Analysis.Margin, study.Analysis.WholeRepeats).ShouldBe((0.04, 2));
        study.Analysis.Primary.ShouldBe([new Contrast("quantum-end", "baseline", "Does it help?")]);
    }

    [Fact]
    public void Json_is_read_as_well()
    {
        StudyDefinition study = StudyTexts.Read(
            """
            {"name": "j", "title": "T", "dataset": "d", "positive_class": "1", "parts": [
                {"name": "p", "role": "official", "arms": "all", "protocol": "matched", "rates": [0.001],
                 "changes": {"epochs": 3, "learning_rate_milestones": [], "balance": "weights"}, "published": {"seeds": [4, 2]}}]}
            """
        );
        study.PositiveClass.ShouldBe("1");
        study.Parts[0].Arms.ShouldBe(Architecture.All);
        ((SplitPlan.Published)study.Parts[0].Splits).Seeds.ShouldBe([4, 2]);
        TrainingSettings settings = study.Parts[0].SettingsOf(Architecture.Baseline);
        (settings.Epochs, settings.Balance, settings.LearningRateMilestones.Count).ShouldBe((3, Balance.Weights, 0));
        study.Analysis.ShouldBe(StudyAnalysis.Default);
    }

    [Fact]
    public void The_projects_own_study_is_the_one_that_the_design_fixed()
    {
        StudyDefinition study = StudyFile.Read(Path.Combine(Repository.Root, "docs", "results", "study.yaml"));
        study
            .Parts.Select(part => (part.Role, part.Runs))
            .ShouldBe([
                (StudyRole.Rates, 108),
                (StudyRole.Comparison, 480),
                (StudyRole.Official, 30),
                (StudyRole.Literal, 30),
                (StudyRole.Benchmark, 6),
                // Added later, as the file says.
                (StudyRole.Sensitivity, 80),
                (StudyRole.Sensitivity, 80),
                (StudyRole.Sensitivity, 80),
                (StudyRole.Sensitivity, 160),
                (StudyRole.Sensitivity, 40),
                (StudyRole.Sensitivity, 40),
                (StudyRole.Sensitivity, 40),
            ]);
        study.Analysis.Margin.ShouldBe(0.05);
        study.Analysis.WholeRepeats.ShouldBe(5);
        study
            .Analysis.Primary.Select(asked => (asked.Arm, asked.Reference))
            .ShouldBe([("quantum-end", "baseline"), ("quantum-end", "end-tanh"), ("quantum-end", "end-separable")]);
        ((SplitPlan.Folds)study.Parts[0].Splits).SplitSeed.ShouldNotBe(
            ((SplitPlan.Folds)study.Parts[1].Splits).SplitSeed
        );
    }

    [Theory]
    [InlineData(
        "name: small",
        "name: Small",
        "s.yaml, line 1, column 7: name: 'Small'; expected a name of lower-case letters, digits and hyphens, such as breastmnist-2, at most 60"
    )]
    [InlineData(
        "title: A small study\n",
        "",
        "s.yaml, line 1, column 1: the member 'title' is missing; expected the study's title"
    )]
    [InlineData(
        "dataset: phantom",
        "data_set: phantom",
        "s.yaml, line 3, column 1: there is no member 'data_set'; expected name, title, dataset, positive_class, parts, analysis; did you mean 'dataset'?"
    )]
    [InlineData(
        "title: A small study",
        "title: [a]",
        "s.yaml, line 2, column 8: title: a list; expected the study's title"
    )]
    [InlineData(
        "title: A small study",
        "title:",
        "s.yaml, line 2, column 7: title: nothing; expected the study's title"
    )]
    [InlineData(
        "role: literal",
        "role: litteral",
        "s.yaml, line 20, column 11: parts[2].role: litteral; expected one of rates, comparison, sensitivity, literal, official, benchmark; did you mean 'literal'?"
    )]
    [InlineData(
        "arms: paper",
        "arms: everything",
        "s.yaml, line 21, column 11: parts[2].arms: everything; expected a list of architectures, 'all' or 'paper'"
    )]
    [InlineData(
        "arms: paper",
        "arms: [baseline, quantum-and]",
        "s.yaml, line 21, column 22: parts[2].arms[1]: quantum-and; expected one of baseline, end-linear, end-tanh, end-dense, quantum-end, end-separable, end-frozen, end-trigonometric, mid-fc, mid-linear, mid-tanh, quantum-mid; did you mean 'quantum-end'?"
    )]
    [InlineData(
        "arms: paper",
        "arms: [baseline, baseline]",
        "s.yaml, line 21, column 22: parts[2].arms[1]: it is listed twice; expected each once"
    )]
    [InlineData(
        "arms: paper",
        "arms: [quantum-end]",
        "s.yaml, line 21, column 11: parts[2].arms: its runs stop above their baseline, which is no arm of the part; add baseline"
    )]
    [InlineData(
        "protocol: paper",
        "protocol: papers",
        "s.yaml, line 22, column 15: parts[2].protocol: papers; expected one of paper, matched, medmnist; did you mean 'paper'?"
    )]
    [InlineData(
        "published: {seeds: 0..1}",
        "published: {seeds: 1..0}",
        "s.yaml, line 23, column 24: parts[2].published.seeds: 1..0; expected seeds from 0, such as 0..9 or [0, 1, 2], at most 10000"
    )]
    [InlineData(
        "published: {seeds: 0..1}",
        "published: {seeds: [-1]}",
        "s.yaml, line 23, column 25: parts[2].published.seeds[0]: -1; expected a whole number, at least 0"
    )]
    [InlineData(
        "    published: {seeds: 0..1}\n",
        "",
        "s.yaml, line 19, column 5: parts[2]: neither folds nor published; expected one of them"
    )]
    [InlineData(
        "rates: [3e-5, 1e-4]",
        "rates: [3e-5, 2]",
        "s.yaml, line 10, column 19: parts[0].rates[1]: 2; expected a number above 0 and at most 1"
    )]
    [InlineData(
        "rates: [3e-5, 1e-4]",
        "rates: [3e-5, '1e-4']",
        "s.yaml, line 10, column 19: parts[0].rates[1]: the text '1e-4'; expected a number above 0 and at most 1"
    )]
    [InlineData(
        "rates: [3e-5, 1e-4]",
        "rates: []",
        "s.yaml, line 10, column 12: parts[0].rates: an empty list; expected a list of learning rates, or chosen_by: PART"
    )]
    [InlineData(
        "    rates: [3e-5, 1e-4]\n",
        "",
        "s.yaml, line 16, column 12: parts[1].rates: part 'rates' has no list of rates to choose from; expected one that has"
    )]
    [InlineData(
        "chosen_by: rates",
        "chosen_by: literal",
        "s.yaml, line 17, column 12: parts[1].rates: there is no part 'literal' before this one; expected the name of an earlier part with a list of rates"
    )]
    [InlineData(
        "tested: [1]",
        "tested: [6]",
        "s.yaml, line 11, column 32: parts[0].folds.tested[0]: 6; expected a whole number from 1 to 5"
    )]
    [InlineData(
        "count: 2, repeats: 2",
        "count: 1, repeats: 2",
        "s.yaml, line 18, column 20: parts[1].folds.count: 1; expected a whole number from 2 to 100"
    )]
    [InlineData(
        "count: 2, repeats: 2",
        "count: 2, repeats: 2.5",
        "s.yaml, line 18, column 32: parts[1].folds.repeats: 2.5; expected a whole number from 1 to 1000"
    )]
    [InlineData(
        "margin: 0.04",
        "margin: 0.5",
        "s.yaml, line 25, column 11: analysis.margin: 0.5; expected a difference of the AUC above 0 and below 0.5"
    )]
    [InlineData(
        "reference: baseline,",
        "reference: end-dense,",
        "s.yaml, line 28, column 7: analysis.primary[0]: end-dense is no arm of a part with the role comparison; add it there, or ask something else"
    )]
    [InlineData(
        "reference: baseline,",
        "reference: quantum-end,",
        "s.yaml, line 28, column 7: analysis.primary[0]: quantum-end is compared with itself; expected another reference"
    )]
    [InlineData(
        "- name: literal",
        "- name: rates",
        "s.yaml, line 19, column 11: parts[2].name: there are two parts 'rates'; expected a name of its own for each"
    )]
    public void What_is_wrong_is_told_with_its_place_and_what_was_expected(
        string there,
        string wrong,
        string message
    ) => Refusal(StudyTexts.With(there, wrong)).ShouldBe(message);

    [Theory]
    [InlineData(
        "changes: {stop_above_baseline: true}",
        "parts[0].changes: stop_above_baseline is true for the baseline too"
    )]
    [InlineData("changes: {epochs: 20000}", "parts[0].changes: epochs is 20000; expected at most 10000")]
    [InlineData(
        "changes: {learning_rate: 1}",
        "there is no member 'learning_rate'; expected epochs, select, batch_size"
    )]
    [InlineData("changes: {select: best}", "parts[0].changes.select: best; expected one of gmean, auc, loss, last")]
    [InlineData("circuit: '2: <Z>'", "parts[0].circuit: no arm of the part has a circuit; leave it out")]
    [InlineData("folds: {count: 2}", "both folds and published; expected one of them")]
    [InlineData(
        "changes: {circuit_learning_rate: 0.01}",
        "parts[0].changes: circuit_learning_rate is 0.01; expected none, because baseline has no circuit that is trained"
    )]
    public void A_part_that_can_not_be_is_refused(string member, string message) =>
        Refusal(
                $"""
                name: n
                title: t
                dataset: d
                parts:
                  - name: p
                    role: official
                    arms: [baseline]
                    protocol: matched
                    {member}
                    published: [0]
                """.Replace("published: [0]", "published: {seeds: [0]}", StringComparison.Ordinal)
            )
            .ShouldContain(message);

    private const string Varied = """
        name: n
        title: t
        dataset: d
        parts:
          - {name: c, role: comparison, arms: [baseline, quantum-end], protocol: matched, folds: {count: 3, repeats: 4}}
          - name: s
            role: sensitivity
            arms: [quantum-end]
            protocol: matched
            changes: {circuit_learning_rate: 0.01}
            rates: [0.001]
            folds: {count: 3, tested: [1, 3, 2], repeats: 3, split_seed: 0}
        """;

    [Fact]
    public void What_is_trained_otherwise_has_folds_of_the_comparison_in_any_order_and_perhaps_fewer_repeats()
    {
        StudyPart part = StudyFile.Parse("s.yaml", Varied).Parts[1];
        part.Runs.ShouldBe(9);
        part.SettingsOf(Architecture.QuantumEnd).CircuitLearningRate.ShouldBe(0.01);
    }

    [Theory]
    [InlineData("repeats: 3", "repeats: 5", "parts[1].folds: they are not those of 'c'; expected the same ones")]
    [InlineData("split_seed: 0", "split_seed: 1", "parts[1].folds: they are not those of 'c'")]
    [InlineData("[1, 3, 2]", "[1, 2]", "parts[1].folds: they are not those of 'c'")]
    [InlineData("[quantum-end]\n", "[end-separable]\n", "parts[1].arms: end-separable is no arm of 'c'")]
    [InlineData(
        "[0.001]",
        "[0.001, 0.01]",
        "parts[1].rates: several rates; expected one, or a part of its own for each"
    )]
    [InlineData("rate: 0.01", "rate: 2", "circuit_learning_rate is 2; expected a number above 0 and at most 1")]
    [InlineData(
        "[quantum-end]\n",
        "[baseline]\n",
        "circuit_learning_rate is 0.01; expected none, because baseline has no circuit that is trained"
    )]
    [InlineData("role: comparison", "role: benchmark", "parts[1].role: there is no part with the role comparison")]
    public void What_can_not_be_paired_with_the_comparison_is_refused(string there, string wrong, string message) =>
        Refusal(Varied.Replace(there, wrong, StringComparison.Ordinal)).ShouldContain(message);

    [Theory]
    [InlineData("", "s.yaml has 0 documents; expected one study in YAML or JSON")]
    [InlineData("name: a\n---\nname: b\n", "s.yaml has 2 documents; expected one study in YAML or JSON")]
    [InlineData(
        "- a",
        "s.yaml, line 1, column 1: a list; expected the members name, title, dataset, positive_class, parts, analysis"
    )]
    public void What_is_no_study_is_refused(string text, string message) => Refusal(text).ShouldBe(message);

    [Theory]
    [InlineData("name: [a", "this is no YAML")]
    [InlineData("name: a\nname: b", "this is no YAML")]
    [InlineData("name: *nobody", "this is no YAML")]
    [InlineData("name: 'a", "this is no YAML")]
    public void What_is_no_yaml_is_refused_with_its_place(string text, string message)
    {
        Refusal(text).ShouldStartWith("s.yaml, line ");
        Refusal(text).ShouldContain(message);
    }

    [Fact]
    public void Nesting_without_end_is_refused() =>
        Refusal("name: " + new string('[', 100_000)).ShouldContain("nested more than 32 deep");

    private static string Refusal(string text)
    {
        string message = Should.Throw<BadInputException>(() => StudyTexts.Read(text)).Message;
        message.ShouldNotContain("\n");
        return message;
    }
}
