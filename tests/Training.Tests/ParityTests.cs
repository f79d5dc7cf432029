using QImpact.Data.Models;
using QImpact.Inference;
using QImpact.Training.Epochs;
using QImpact.Training.Export;
using Shouldly;
using Xunit;

namespace QImpact.Training.Tests;

public sealed class ParityTests
{
    [Fact]
    public void A_difference_that_is_not_a_number_is_never_taken_for_agreement()
    {
        Evaluation torch = new([0, 0], [0.5f, 0.5f], [], [], [0], 0);
        ClassifierOutput onnx = new([0, 0], [float.NaN, 0.5f], []);
        Parity parity = ParityCheck.Compare([new SplitOutputs("val", torch, onnx, [])], null);
        parity.Probabilities.ShouldBe(new Difference(double.PositiveInfinity, double.PositiveInfinity));
        Should
            .Throw<InvalidOperationException>(() => ParityCheck.Require("model", parity, decisions: true))
            .Message.ShouldContain("at most 1e-5 is accepted, so nothing was written");
    }

    [Fact]
    public void A_changed_decision_is_refused_however_small_the_difference()
    {
        Evaluation torch = new([0, 0], [0.5f, 0.5f], [], [], [0], 0);
        ClassifierOutput onnx = new([0, 0], [0.50000006f, 0.49999997f], []);
        Parity parity = ParityCheck.Compare([new SplitOutputs("val", torch, onnx, [])], null);
        Should
            .Throw<InvalidOperationException>(() => ParityCheck.Require("model", parity, decisions: true))
            .Message.ShouldBe(
                "model: the exported file decides 1 of 1 images otherwise than the network; none is accepted, so nothing was written"
            );
    }

    [Fact]
    public void Differences_are_the_largest_and_the_mean_over_all_splits()
    {
        Evaluation torch = new([1, 2], [0.5f, 0.5f], [0], [0.25f], [0], 0);
        ClassifierOutput onnx = new([1.5f, 2], [0.5f, 0.5f], [0.5f]);
        SplitOutputs split = new("val", torch, onnx, [0.125]);
        Parity parity = ParityCheck.Compare([split, split], "reference");
        parity.Logits.ShouldBe(new Difference(0.5, 0.25));
        parity.Expectations.ShouldBe(
            new ExpectationParity(
                new Difference(0.125, 0.125),
                new Difference(0.375, 0.375),
                new Difference(0.25, 0.25)
            )
        );
        (parity.Images, parity.ChangedDecisions, parity.Reference).ShouldBe((2, 0, "reference"));
    }
}
