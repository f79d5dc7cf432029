using System.Globalization;
using QImpact.Data.Runs;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Compilation;
using QImpact.Training.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace QImpact.Benchmarks;

/// <summary>
/// One training step (batch 32, Adam) of each architecture, beside the baseline with the same stem. The steps are taken in
/// turn, so that the noise of a shared machine falls on all alike, and the median of the ratios within a turn is what
/// counts. Expect Quantum-End within 5 % of the baseline, and Quantum-Mid below it: it has no fourth stage.
/// </summary>
internal static class StepRatios
{
    private const int WarmUp = 5;

    /// <summary>Measures and prints a table.</summary>
    /// <param name="turns">Steps of each architecture.</param>
    public static void Print(int turns)
    {
        set_num_threads(Math.Min(2, Environment.ProcessorCount));
        Console.WriteLine("stem      architecture   median ms   median ratio to baseline (10 % to 90 %)");
        foreach (Stem stem in Enum.GetValues<Stem>())
        {
            Dictionary<Architecture, double[]> times = Measure(stem, turns);
            foreach ((Architecture architecture, double[] measured) in times)
            {
                double[] ratios = [.. measured.Zip(times[Architecture.Baseline], (one, other) => one / other).Order()];
                Console.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{stem, -9} {architecture.Name, -14} {Quantile([.. measured.Order()], 0.5), 9:F1}   {Quantile(ratios, 0.5):F3} ({Quantile(ratios, 0.1):F3} to {Quantile(ratios, 0.9):F3})"
                    )
                );
            }
        }
    }

    private static Dictionary<Architecture, double[]> Measure(Stem stem, int turns)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor images = rand(32, 1, 28, 28);
        Tensor labels = randint(0, 2, [32], ScalarType.Int64);
        var networks = Architecture.All.ToDictionary(a => a, a => Untrained(a, stem));
        var times = networks.Keys.ToDictionary(architecture => architecture, _ => new double[turns]);
        for (int turn = -WarmUp; turn < turns; turn++)
            foreach ((Architecture architecture, (ImageClassifier model, Adam optimiser)) in networks)
            {
                long start = TimeProvider.System.GetTimestamp();
                Step(model, optimiser, images, labels);
                if (turn >= 0)
                    times[architecture][turn] = TimeProvider.System.GetElapsedTime(start).TotalMilliseconds;
            }
        foreach ((ImageClassifier model, Adam optimiser) in networks.Values)
        {
            optimiser.Dispose();
            model.Dispose();
        }
        return times;
    }

    private static (ImageClassifier Model, Adam Optimiser) Untrained(Architecture architecture, Stem stem)
    {
        TrainingSettings settings = Protocols.Matched.For(architecture) with { Stem = stem };
        ImageClassifier model = Classifiers.Create(
            Network.Of(architecture, () => KnownCircuits.Paper.Compile()),
            settings,
            channels: 1,
            size: 28,
            classes: 2
        );
        model.train();
        return (model, optim.Adam(model.parameters(), settings.LearningRate));
    }

    private static void Step(ImageClassifier model, Adam optimiser, Tensor images, Tensor labels)
    {
        using DisposeScope scope = NewDisposeScope();
        optimiser.zero_grad();
        nn.functional.cross_entropy(model.call(images), labels).backward();
        optimiser.step();
    }

    private static double Quantile(double[] ordered, double q) => ordered[(int)Math.Round(q * (ordered.Length - 1))];
}
