using System.Collections.Immutable;
using QImpact.Data;
using QImpact.Data.Runs;
using QImpact.Data.Studies;
using QImpact.Exchange;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Compilation;
using QImpact.Quantum.Noise;
using QImpact.Quantum.Simulation;

namespace QImpact.Training.Devices;

/// <summary>
/// What the trained networks of a study would answer with their circuit on a device: from the circuit's inputs, its weights and the last layer,
/// which an archive holds, without training anything or running a network. Noise is exact; shots are drawn, the same for the same run.
/// </summary>
public static class DeviceScores
{
    /// <summary>Depolarizing noise after each layer of the circuit on every wire, by its probability.</summary>
    private static readonly double[] Depolarizing = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3];

    /// <summary>Measurements for each image.</summary>
    private static readonly int[] Shots = [10, 30, 100, 300, 1000, 3000, 10_000];

    /// <summary>The conditions, in the order of tables: exact expectation values, noise that grows, shots that grow fewer.</summary>
    public static ImmutableArray<DeviceCondition> Conditions { get; } =
    [
        new(0, null),
        .. Depolarizing.Select(p => new DeviceCondition(p, null)),
        .. Shots.OrderDescending().Select(shots => new DeviceCondition(0, shots)),
    ];

    /// <summary>Every run of the study's comparison whose network has a trained circuit, under every condition.</summary>
    /// <param name="runs">The study's runs.</param>
    /// <param name="cancellation">Stops it.</param>
    public static ImmutableArray<DeviceRun> Of(StudyRuns runs, CancellationToken cancellation) =>
        [
            .. runs
                .Found.Where(found =>
                    found.Plan.Role == StudyRole.Comparison && found.Plan.Architecture.Head is Head.Quantum
                )
                .AsParallel()
                .AsOrdered()
                .WithCancellation(cancellation)
                .SelectMany(found =>
                    Conditions.Select(condition => new DeviceRun(condition, found.Plan, Scores(found.Run, condition)))
                ),
        ];

    /// <summary>The test images of a run under a condition: their expectation values and scores.</summary>
    /// <exception cref="BadInputException">The archive has not the parameters of a circuit and a last layer.</exception>
    public static ImmutableArray<ScoreRow> Scores(RunArchive run, DeviceCondition condition)
    {
        Circuit circuit = RecordedCircuit.Parse(run.Config.Circuit ?? "", run.File);
        if (condition.Depolarizing > 0)
            circuit = RecordedCircuit.WithNoise(
                circuit,
                new NoiseModel { Layers = [Channel.Depolarizing(condition.Depolarizing)] }
            );
        double[] weights = [.. Parameter(run, "quantum.weights")];
        Func<double[], double[]> expectations = Measured(circuit, weights, condition.Shots, run.Config.Seed);
        double[] head = [.. Parameter(run, "head.weight")];
        double[] bias = [.. Parameter(run, "head.bias")];
        return
        [
            .. run
                .Scores.Where(row => row.Split == "test")
                .Select(row =>
                {
                    double[] measured = expectations([.. row.CircuitInputs.Select(value => (double)value)]);
                    return row with
                    {
                        Expectations = [.. measured.Select(value => (float)value)],
                        Scores = [.. Softmax(head, bias, measured).Select(value => (float)value)],
                    };
                }),
        ];
    }

    private static Func<double[], double[]> Measured(Circuit circuit, double[] weights, int? shots, int seed)
    {
        if (shots is { } count)
        {
            ShotSimulator device = new(circuit, count, seed);
            return inputs => [.. device.Estimate(inputs, weights).Select(estimate => estimate.Mean)];
        }
        CompiledCircuit compiled = circuit.Compile();
        return inputs => compiled.Evaluate(inputs, weights);
    }

    private static ImmutableArray<double> Parameter(RunArchive run, string name) =>
        run.Head.Parameters.TryGetValue(name, out TrainedParameter? found)
            ? found.Values
            : throw new BadInputException(
                $"{run.File}, head.json has no {name}; expected the parameters of a circuit and of the layer behind it"
            );

    private static double[] Softmax(double[] weight, double[] bias, double[] values)
    {
        double[] logits =
        [
            .. bias.Select(
                (offset, label) => offset + values.Select((value, k) => value * weight[label * values.Length + k]).Sum()
            ),
        ];
        double highest = logits.Max();
        double[] exponentials = [.. logits.Select(logit => Math.Exp(logit - highest))];
        double sum = exponentials.Sum();
        return [.. exponentials.Select(value => value / sum)];
    }
}
