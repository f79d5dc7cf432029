using FsCheck.Xunit;
using QImpact.Data.Runs;
using QImpact.Training.Epochs;
using QImpact.Training.Models;
using Shouldly;
using Xunit;

namespace QImpact.Training.Tests;

public sealed class TrainerTests
{
    [Property(Replay = "(1,3)")]
    public bool An_epoch_sees_every_image_once_but_for_a_last_one_that_is_left_alone(byte images, byte batch, int seed)
    {
        int count = images + 2;
        int size = batch % 40 + 2;
        long[][] batches = [.. Trainer.Batches(count, size, seed, epoch: 1)];
        int leftOut = count % size == 1 ? 1 : 0;
        return batches.SelectMany(b => b).Distinct().Count() == count - leftOut
            && batches.All(b => b.Length <= size && b.Length > 1);
    }

    [Fact]
    public void The_order_depends_on_seed_and_epoch_alone()
    {
        Order(seed: 0, epoch: 1).ShouldBe(Order(seed: 0, epoch: 1));
        Order(seed: 0, epoch: 1).ShouldNotBe(Order(seed: 0, epoch: 2));
        Order(seed: 0, epoch: 1).ShouldNotBe(Order(seed: 1, epoch: 1));

        static long[] Order(int seed, int epoch) => [.. Trainer.Batches(100, 32, seed, epoch).SelectMany(b => b)];
    }

    [Fact]
    public void The_learning_rate_falls_to_a_tenth_after_each_milestone()
    {
        using ImageClassifier model = ModelTests.Create(Architecture.QuantumMid, Stem.Imagenet);
        TrainingSettings settings = Protocols.Settings("medmnist", Architecture.QuantumMid);
        using Trainer trainer = new(model, settings, seed: 0, baselineGmean: null);
        trainer.LearningRateAt(50).ShouldBe(1e-3);
        trainer.LearningRateAt(51).ShouldBe(1e-4, 1e-18);
        trainer.LearningRateAt(75).ShouldBe(1e-4, 1e-18);
        trainer.LearningRateAt(76).ShouldBe(1e-5, 1e-18);
    }

    [Fact]
    public void The_epoch_with_the_best_validation_metric_is_chosen_and_ties_go_to_the_lower_loss()
    {
        Chosen(Selection.Gmean).ShouldBe(3);
        Chosen(Selection.Auc).ShouldBe(2);
        Chosen(Selection.Loss).ShouldBe(4);
        Chosen(Selection.Last).ShouldBe(5);
    }

    [Fact]
    public void An_undefined_metric_never_wins()
    {
        EpochSelection selection = new(Selection.Gmean);
        selection.Consider(Row(1, loss: 0.1, gmean: null, auc: null));
        selection.Consider(Row(2, loss: 0.9, gmean: 0, auc: null));
        selection.Chosen!.Epoch.ShouldBe(2);
    }

    [Fact]
    public void Stopping_above_a_baseline_needs_the_baselines_value()
    {
        using ImageClassifier model = ModelTests.Create(Architecture.QuantumMid, Stem.Imagenet);
        TrainingSettings settings = Protocols.Settings("paper", Architecture.QuantumMid);
        Should
            .Throw<ArgumentException>(() => new Trainer(model, settings, seed: 0, baselineGmean: null))
            .Message.ShouldContain("expected both or neither");
    }

    private static int Chosen(Selection select)
    {
        EpochSelection selection = new(select);
        selection.Consider(Row(1, loss: 0.6, gmean: 0.5, auc: 0.8));
        selection.Consider(Row(2, loss: 0.5, gmean: 0.7, auc: 0.9));
        selection.Consider(Row(3, loss: 0.4, gmean: 0.7, auc: 0.7));
        selection.Consider(Row(4, loss: 0.3, gmean: 0.1, auc: 0.6));
        selection.Consider(Row(5, loss: 0.8, gmean: 0.2, auc: 0.5));
        return selection.Chosen!.Epoch;
    }

    private static HistoryRow Row(int epoch, double loss, double? gmean, double? auc) =>
        new(epoch, 1e-4, 0.5, 0.5, loss, 0.5, gmean, auc);
}
