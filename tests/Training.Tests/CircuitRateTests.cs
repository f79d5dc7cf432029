using QImpact.Data;
using QImpact.Data.Runs;
using QImpact.Tests;
using QImpact.Training.Runs;
using Shouldly;
using Xunit;

namespace QImpact.Training.Tests;

/// <summary>A learning rate of the circuit's own.</summary>
public sealed class CircuitRateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // Adam's first step moves a weight by its rate.
    [Fact]
    public void A_circuit_with_a_rate_of_its_own_steps_by_it_and_all_other_weights_by_theirs()
    {
        TrainingRequest request = Request(Architecture.QuantumMid);
        TrainingSettings oneStep = request.Settings with { Epochs = 1, BatchSize = 48, Select = Selection.Last };
        RunFolder alike = Train("alike", request with { Settings = oneStep });
        RunFolder own = Train("own", request with { Settings = oneStep with { CircuitLearningRate = 0.02 } });
        alike.ReadResult().Training!.CircuitChange!.Value.ShouldBe(oneStep.LearningRate, 0.02 * oneStep.LearningRate);
        own.ReadResult().Training!.CircuitChange!.Value.ShouldBe(0.02, 0.02 * 0.02);
        own.ReadResult().Training!.HeadChange.ShouldBe(alike.ReadResult().Training!.HeadChange);
        own.ReadConfig().Settings.CircuitLearningRate.ShouldBe(0.02);
        own.ReadConfig().Name.ShouldContain("-clr2e-2");
        File.ReadAllText(alike.ConfigFile).ShouldNotContain("circuit_learning_rate");
    }

    [Theory]
    [InlineData("baseline")]
    [InlineData("end-frozen")]
    public void A_rate_for_the_circuit_is_refused_where_none_is_trained(string name)
    {
        TrainingRequest request = Request(Architecture.Parse(name));
        BadInputException refused = Should.Throw<BadInputException>(() =>
            TrainingRun.RequireTrainable(
                request with
                {
                    Settings = request.Settings with { CircuitLearningRate = 0.01 },
                    Folder = _folder.File("refused"),
                }
            )
        );
        refused.Message.ShouldBe(
            $"circuit_learning_rate is 0.01; expected none, because {name} has no circuit that is trained"
        );
    }

    private RunFolder Train(string name, TrainingRequest request)
    {
        RunFolder folder = new(_folder.File(name));
        TrainingRun.Execute(request with { Folder = folder.Path }, CancellationToken.None);
        return folder;
    }

    private static TrainingRequest Request(Architecture architecture) =>
        new(
            Phantoms.Small,
            Phantoms.Of(architecture),
            "matched",
            Protocols.Settings("matched", architecture),
            Seed: 0,
            Threads: 1,
            Folder: "",
            Baseline: null,
            Force: false
        );
}
