using System.Text.Json;
using QImpact.Data.Runs;
using Shouldly;
using Xunit;

namespace QImpact.Data.Tests;

public sealed class RunFamilyTests
{
    private static readonly TrainingSettings Matched = Protocols.Settings("matched", Architecture.QuantumEnd);

    private static readonly RunFamily Family = new(
        "breastmnist",
        "750601b1f35ba3300ea97c75c52ff8f6",
        "quantum-end",
        RunFamily.PaperCircuit,
        "matched",
        Matched
    );

    // Each setting with another value than matched has, and its word.
    public static TheoryData<string, TrainingSettings, string> Departures =>
        new()
        {
            { nameof(TrainingSettings.Stem), Matched with { Stem = Stem.Small }, "stem-small" },
            { nameof(TrainingSettings.Mean), Matched with { Mean = 0.25 }, "mean0.25" },
            { nameof(TrainingSettings.StandardDeviation), Matched with { StandardDeviation = 2e-7 }, "std2e-07" },
            { nameof(TrainingSettings.Balance), Matched with { Balance = Balance.None }, "unbalanced" },
            { nameof(TrainingSettings.Balance), Matched with { Balance = Balance.Weights }, "weighted" },
            { nameof(TrainingSettings.LearningRate), Matched with { LearningRate = 2.5e-5 }, "lr2.5e-5" },
            { nameof(TrainingSettings.CircuitLearningRate), Matched with { CircuitLearningRate = 0.01 }, "clr1e-2" },
            {
                nameof(TrainingSettings.LearningRateMilestones),
                Matched with
                {
                    LearningRateMilestones = [0.5, 0.75],
                },
                "ms0.5_0.75"
            },
            { nameof(TrainingSettings.BatchSize), Matched with { BatchSize = 64 }, "b64" },
            { nameof(TrainingSettings.Epochs), Matched with { Epochs = 5 }, "e5" },
            { nameof(TrainingSettings.Select), Matched with { Select = Selection.Auc }, "select-auc" },
            { nameof(TrainingSettings.StopAboveBaseline), Matched with { StopAboveBaseline = true }, "stop" },
        };

    [Fact]
    public void A_run_by_its_protocol_has_no_mark()
    {
        foreach (Protocol protocol in Protocols.All)
        foreach (Architecture architecture in Architecture.All)
            (
                Family with
                {
                    Architecture = architecture.Name,
                    Circuit = architecture.Head.PaperCircuit,
                    Protocol = protocol.Name,
                    Settings = protocol.For(architecture),
                }
            )
                .NameOf(3)
                .ShouldBe($"breastmnist-{architecture.Name}-{protocol.Name}-s3");
    }

    [Theory]
    [MemberData(nameof(Departures))]
    public void Each_setting_that_is_not_the_protocols_makes_another_family_and_stands_in_the_name(
        string setting,
        TrainingSettings settings,
        string word
    )
    {
        typeof(TrainingSettings).GetProperty(setting).ShouldNotBeNull();
        RunFamily other = Family with { Settings = settings };
        other.ShouldNotBe(Family);
        other.NameOf(0).ShouldBe($"breastmnist-quantum-end-matched-{word}-s0");
    }

    [Fact]
    public void No_setting_is_without_its_word() =>
        Departures
            .Select(row => row.Data.Item1)
            .Distinct()
            .Order()
            .ShouldBe(typeof(TrainingSettings).GetProperties().Select(property => property.Name).Order());

    [Fact]
    public void Another_circuit_is_another_family_with_a_short_mark_of_its_text()
    {
        // sha256sum of the text begins so.
        RunFamily other = Family with
        {
            Circuit = "AngleEmbedding(Y, wires=3) StronglyEntanglingLayers(layers=1, wires=3) <Z0> <Z1> <Z2>",
        };
        other.ShouldNotBe(Family);
        other.Marks.ShouldBe(["c893e3d35"]);
        (other with { Settings = Matched with { LearningRate = 1e-5 } })
            .NameOf(0)
            .ShouldBe("breastmnist-quantum-end-matched-lr1e-5-c893e3d35-s0");
        (Family with { Architecture = "baseline", Circuit = null }).Marks.ShouldBeEmpty();
    }

    [Fact]
    public void Noise_is_another_family_with_a_short_mark_of_its_text()
    {
        // sha256sum of the text begins so.
        RunFamily noisy = Family with
        {
            Noise = """{"layers":["AmplitudeDamping(0.02)"]}""",
        };
        noisy.ShouldNotBe(Family);
        noisy.Marks.ShouldBe(["n5a288ad6"]);
        RunFamily
            .WrittenNoise(JsonDocument.Parse("""{ "layers": [ "AmplitudeDamping(0.02)" ] }""").RootElement)
            .ShouldBe(noisy.Noise);
        RunFamily.WrittenNoise(null).ShouldBeNull();
    }

    [Fact]
    public void A_name_stays_short_however_much_differs_and_tells_families_apart_all_the_same()
    {
        RunFamily Milestones(int last) =>
            Family with
            {
                Settings = Matched with
                {
                    LearningRateMilestones = [.. Enumerable.Range(1, 49).Select(i => i / 100.0), last / 100.0],
                },
            };
        Milestones(60).Name.ShouldMatch("^breastmnist-quantum-end-matched-x[0-9a-f]{8}$");
        Milestones(60).Name.ShouldBe(Milestones(60).Name);
        Milestones(60).Name.ShouldNotBe(Milestones(70).Name);
    }

    [Fact]
    public void Settings_of_a_protocol_that_is_not_known_have_a_mark_of_their_own()
    {
        RunFamily unknown = Family with { Protocol = "later" };
        unknown.Name.ShouldMatch("^breastmnist-quantum-end-later-x[0-9a-f]{8}$");
        (unknown with { Settings = Matched with { Epochs = 5 } }).Name.ShouldNotBe(unknown.Name);
    }

    [Fact]
    public void Seed_threads_device_baseline_code_version_and_name_are_no_part_of_it()
    {
        RunConfig config = new(
            RunConfig.CurrentSchema,
            Family.NameOf(0),
            new RunDataset(DatasetLocator.Load(DatasetLocator.Phantom, null).Description, 294, 78, 156),
            Family.Architecture,
            Family.Protocol,
            Matched,
            Seed: 0,
            Threads: 1,
            Family.Circuit,
            Parameters: 1,
            Baseline: null,
            "0.1.0"
        );
        RunFamily
            .Of(
                config with
                {
                    Name = "other",
                    Seed = 7,
                    Threads = 2,
                    Device = "cuda",
                    Baseline = new BaselineReference("baseline", 0.5),
                    CodeVersion = "0.2.0",
                    Settings = Matched with { LearningRateMilestones = new List<double>() },
                }
            )
            .ShouldBe(RunFamily.Of(config));
    }

    [Theory]
    [InlineData("phantom-baseline-paper-s1", 1, "phantom-baseline-paper")]
    [InlineData("phantom-baseline-paper-s1-fp16", 1, "phantom-baseline-paper-fp16")]
    [InlineData("phantom-baseline-paper-s12", 1, "phantom-baseline-paper-s12")]
    [InlineData("mine", 1, "mine")]
    [InlineData("mine-s1", null, "mine-s1")]
    public void A_seed_is_cut_from_a_name_where_it_stands_there(string name, int? seed, string expected) =>
        RunFamily.WithoutSeed(name, seed).ShouldBe(expected);
}
