using QImpact.Data.Runs;
using Shouldly;
using Xunit;

namespace QImpact.Data.Tests;

public sealed class ProtocolTests
{
    [Fact]
    public void The_papers_learning_rates_are_1e_4_for_the_baseline_and_1e_5_for_hybrids()
    {
        Protocols.Settings("paper", Architecture.Baseline).LearningRate.ShouldBe(1e-4);
        Protocols.Settings("paper", Architecture.QuantumEnd).LearningRate.ShouldBe(1e-5);
        Protocols.Settings("paper", Architecture.QuantumMid).LearningRate.ShouldBe(1e-5);
    }

    [Fact]
    public void Only_hybrids_of_the_papers_protocol_stop_once_they_exceed_the_baseline()
    {
        var stopping =
            from protocol in Protocols.Names
            from architecture in Architecture.All
            where Protocols.Settings(protocol, architecture).StopAboveBaseline
            select (protocol, architecture);
        stopping.ShouldBe(Architecture.All.Where(a => a.IsHybrid).Select(a => ("paper", a)));
        stopping.ShouldContain(("paper", Architecture.QuantumEnd));
    }

    [Fact]
    public void Matched_is_the_same_for_all_architectures()
    {
        TrainingSettings[] settings = [.. Architecture.All.Select(a => Protocols.Settings("matched", a))];
        settings.ShouldAllBe(s => s == settings[0]);
    }

    [Fact]
    public void MedMnist_takes_the_whole_training_split_the_small_stem_and_selects_by_AUC()
    {
        TrainingSettings settings = Protocols.Settings("medmnist", Architecture.Baseline);
        settings.Balance.ShouldBe(Balance.None);
        settings.Stem.ShouldBe(Stem.Small);
        settings.BatchSize.ShouldBe(128);
        settings.LearningRate.ShouldBe(1e-3);
        settings.Select.ShouldBe(Selection.Auc);
    }

    [Fact]
    public void An_unknown_protocol_is_refused_by_name()
    {
        Should
            .Throw<BadInputException>(() => Protocols.Settings("quick", Architecture.Baseline))
            .Message.ShouldBe("there is no protocol 'quick'; expected one of paper, matched, medmnist");
    }
}
