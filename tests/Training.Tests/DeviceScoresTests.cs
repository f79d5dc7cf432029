using System.Collections.Immutable;
using QImpact.Data;
using QImpact.Data.Runs;
using QImpact.Data.Studies;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Compilation;
using QImpact.Training.Devices;
using Shouldly;
using Xunit;

namespace QImpact.Training.Tests;

public sealed class DeviceScoresTests
{
    private static readonly double[] Weights = [0.3, -1.2, 2.5, 0.7, 1.9, -0.4, 0.1, 3.0];
    private static readonly double[] Head = [0.8, -0.3, 0.5, 1.1, -0.6, 0.9, 0.2, -1.4];
    private static readonly double[] Bias = [0.1, -0.2];
    private static readonly RunArchive Run = Trained();

    [Fact]
    public void Without_noise_and_shots_a_device_gives_the_recorded_outputs()
    {
        ImmutableArray<ScoreRow> scores = DeviceScores.Scores(Run, new DeviceCondition(0, null));
        scores.Length.ShouldBe(20);
        foreach ((ScoreRow row, ScoreRow recorded) in scores.Zip(Run.Scores.Where(row => row.Split == "test")))
        {
            row.SampleId.ShouldBe(recorded.SampleId);
            row.Scores.Zip(recorded.Scores, (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(1e-6f);
            row.Expectations.Zip(recorded.Expectations, (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(1e-6f);
        }
    }

    [Fact]
    public void Depolarizing_noise_of_three_quarters_leaves_nothing_and_all_images_score_alike()
    {
        ImmutableArray<ScoreRow> scores = DeviceScores.Scores(Run, new DeviceCondition(0.75, null));
        double expected = 1 / (1 + Math.Exp(Bias[0] - Bias[1]));
        foreach (ScoreRow row in scores)
        {
            row.Expectations.ShouldAllBe(value => Math.Abs(value) < 1e-7);
            row.Scores[1].ShouldBe((float)expected, 1e-6);
        }
    }

    [Fact]
    public void Shots_scatter_about_the_exact_values_by_their_standard_error_and_are_drawn_alike_each_time()
    {
        const int shots = 1000;
        DeviceCondition condition = new(0, shots);
        ImmutableArray<ScoreRow> measured = DeviceScores.Scores(Run, condition);
        ImmutableArray<ScoreRow> exact = DeviceScores.Scores(Run, new DeviceCondition(0, null));
        double squares = measured
            .Zip(exact)
            .SelectMany(pair => pair.First.Expectations.Zip(pair.Second.Expectations))
            .Select(pair => Math.Pow(pair.First - pair.Second, 2) * shots / (1 - Math.Pow(pair.Second, 2)))
            .Average();
        squares.ShouldBeInRange(0.5, 1.6);
        DeviceScores
            .Scores(Run, condition)
            .SelectMany(row => row.Scores)
            .ShouldBe(measured.SelectMany(row => row.Scores));
    }

    [Fact]
    public void An_archive_without_the_parameters_of_a_circuit_is_refused_by_name()
    {
        Should
            .Throw<BadInputException>(() =>
                DeviceScores.Scores(
                    Run with
                    {
                        Head = new TrainedHead(ImmutableSortedDictionary<string, TrainedParameter>.Empty),
                    },
                    new DeviceCondition(0, null)
                )
            )
            .Message.ShouldContain("run.zip, head.json has no quantum.weights");
    }

    private static RunArchive Trained()
    {
        CompiledCircuit circuit = KnownCircuits.Paper.Compile();
        Random random = new(5);
        ImmutableArray<ScoreRow> rows =
        [
            .. Enumerable
                .Range(0, 25)
                .Select(image =>
                {
                    double[] inputs = [.. Enumerable.Range(0, 4).Select(_ => (double)(float)(6 * random.NextDouble()))];
                    double[] expectations = circuit.Evaluate(inputs, Weights);
                    double logit = Logit(expectations, 1) - Logit(expectations, 0);
                    double score = 1 / (1 + Math.Exp(-logit));
                    return new ScoreRow(
                        image < 5 ? "val" : "test",
                        $"{image}",
                        image % 2,
                        [(float)(1 - score), (float)score],
                        [.. inputs.Select(value => (float)value)],
                        [.. expectations.Select(value => (float)value)]
                    );
                }),
        ];
        TrainingSettings settings = Protocols.Settings("matched", Architecture.QuantumEnd);
        RunFamily family = new("d", "0", "quantum-end", RunFamily.PaperCircuit, "matched", settings);
        SplitMetrics metrics = new(5, null, null, null, null, null, null, null, null, null, null, null);
        return new RunArchive(
            "run.zip",
            RunIdentity.Of(family, 0, 0, 1),
            new RunConfig(
                RunConfig.CurrentSchema,
                "n",
                new RunDataset(new("d", "s", "0", false, 28, 1, ["a", "b"], 0), 2, 5, 20),
                family.Architecture,
                family.Protocol,
                settings,
                0,
                1,
                family.Circuit,
                11,
                null,
                "0"
            ),
            new RunResult(1, 1, "done", metrics, metrics),
            [],
            [],
            rows,
            new TrainedHead(
                ImmutableSortedDictionary.CreateRange([
                    KeyValuePair.Create("quantum.weights", new TrainedParameter([2, 4], [.. Weights])),
                    KeyValuePair.Create("head.weight", new TrainedParameter([2, 4], [.. Head])),
                    KeyValuePair.Create("head.bias", new TrainedParameter([2], [.. Bias])),
                ])
            )
        );
    }

    private static double Logit(double[] expectations, int label) =>
        Bias[label] + expectations.Select((value, k) => value * Head[4 * label + k]).Sum();
}
