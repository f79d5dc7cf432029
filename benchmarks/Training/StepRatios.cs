using System.Globalization;
using QImpact.Data.Runs;
using QImpact.Training.Epochs;
using static TorchSharp.torch;

namespace QImpact.Benchmarks;

/// <summary>
/// One training step (batch 32, Adam) of each architecture, beside the baseline with the same stem, and its parts. The steps are taken in
/// turn, so that the noise of a shared machine falls on all alike, and the median of the ratios within a turn is what
/// counts. Expect Quantum-End within 5 % of the baseline, and Quantum-Mid below it: it has no fourth stage.
/// </summary>
internal static class StepRatios
{
    private const int WarmUp = 5;

    private static readonly (string Name, Func<StepTimes, double> Of)[] Parts =
    [
        ("forward", times => times.Forward),
        ("backward", times => times.Backward),
        ("optimiser", times => times.Optimiser),
        ("rest", times => times.Rest),
    ];

    /// <summary>Measures and prints a table.</summary>
    /// <param name="turns">Steps of each architecture.</param>
    public static void Print(int turns)
    {
        set_num_threads(Math.Min(2, Environment.ProcessorCount));
        Console.WriteLine(
            "stem      architecture  median ms  median ratio to baseline (10 % to 90 %)  "
                + string.Join("", Parts.Select(part => $"{part.Name + " ms, %", 17}"))
        );
        foreach (Stem stem in Enum.GetValues<Stem>())
        {
            Dictionary<Architecture, StepTimes[]> times = Measure(stem, turns);
            foreach ((Architecture architecture, StepTimes[] measured) in times)
            {
                double[] ratios =
                [
                    .. measured.Zip(times[Architecture.Baseline], (one, other) => one.Total / other.Total).Order(),
                ];
                string ratio = string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Quantile(ratios, 0.5):F3} ({Quantile(ratios, 0.1):F3} to {Quantile(ratios, 0.9):F3})"
                );
                Console.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{stem, -9} {architecture.Name, -13} {Median(measured, times => times.Total), 9:F1}  {ratio, -39}  "
                    ) + string.Join("", Parts.Select(part => Text(measured, part.Of)))
                );
            }
        }
    }

    private static string Text(StepTimes[] measured, Func<StepTimes, double> part) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Median(measured, part), 9:F1}, {Median(measured, times => 100 * part(times) / times.Total), 4:F1} %"
        );

    private static Dictionary<Architecture, StepTimes[]> Measure(Stem stem, int turns)
    {
        var steps = Architecture.Paper.ToDictionary(a => a, a => new NetworkStep(a, stem));
        var times = steps.Keys.ToDictionary(architecture => architecture, _ => new StepTimes[turns]);
        for (int turn = -WarmUp; turn < turns; turn++)
            foreach ((Architecture architecture, NetworkStep step) in steps)
            {
                StepTimes taken = step.Run();
                if (turn >= 0)
                    times[architecture][turn] = taken;
            }
        foreach (NetworkStep step in steps.Values)
            step.Dispose();
        return times;
    }

    private static double Median(StepTimes[] measured, Func<StepTimes, double> part) =>
        Quantile([.. measured.Select(part).Order()], 0.5);

    private static double Quantile(double[] ordered, double q) => ordered[(int)Math.Round(q * (ordered.Length - 1))];
}
