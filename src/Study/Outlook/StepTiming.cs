using System.Diagnostics;
using QImpact.Data;
using QImpact.Data.Folds;
using QImpact.Data.Studies;
using QImpact.Study.Engines;
using QImpact.Terminal;
using QImpact.Training.Commands;
using QImpact.Training.Devices;
using QImpact.Training.Epochs;
using QImpact.Training.Models;
using QImpact.Training.Optimisers;
using TorchSharp;

namespace QImpact.Study.Outlook;

/// <summary>What runs take where none like them is done yet: some steps of each kind are measured, on one thread of this machine.</summary>
internal static class StepTiming
{
    private const int MostSteps = 5;

    // Of slow steps fewer will do.
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(3);

    /// <summary>Measures a step of each arm of each part that has none, and adds what its runs take.</summary>
    /// <param name="place">The study.</param>
    /// <param name="cost">What is known, to which it is added.</param>
    /// <param name="cancellation">Asks to stop.</param>
    /// <returns>The kinds that were measured.</returns>
    public static IReadOnlySet<StudyCost.Kind> Measure(StudyPlace place, StudyCost cost, CancellationToken cancellation)
    {
        (StudyPart Part, StudyCost.Kind Kind)[] unknown =
        [
            .. from part in place.Study.Parts
            from arm in part.Arms
            let kind = new StudyCost.Kind(part.Name, arm, part.SettingsOf(arm))
            where cost.Of(kind) is null
            select (part, kind),
        ];
        if (unknown.Length == 0)
            return new HashSet<StudyCost.Kind>();
        LibTorch.Require();
        torch.set_num_threads(StudyExpansion.Threads);
        Dictionary<object, double> measured = [];
        ProgressDisplay.Run(
            new LongWork("measure steps", unknown.Length, PlainEvery: unknown.Length),
            report =>
            {
                for (int place = 0; place < unknown.Length; place++)
                {
                    cancellation.ThrowIfCancellationRequested();
                    report(place, unknown[place].Kind.Arm.Name);
                    Add(unknown[place].Part, unknown[place].Kind);
                }
                report(unknown.Length, "");
                return 0;
            }
        );
        return unknown.Select(one => one.Kind).ToHashSet();

        void Add(StudyPart part, StudyCost.Kind kind)
        {
            Dataset divided = DividedAs(place.Dataset, part);
            int[] trained = Balancing.TrainedOn(divided.Train, divided.Classes, kind.Settings.Balance, seed: 0);
            object key = (kind.Arm.Name, part.Circuit, kind.Settings.Stem, kind.Settings.BatchSize);
            if (!measured.TryGetValue(key, out double seconds))
                measured.Add(key, seconds = SecondsOfAStep(part, kind, divided, trained));
            double steps = Math.Ceiling((double)trained.Length / kind.Settings.BatchSize);
            cost.Add(kind, seconds * steps * kind.Settings.Epochs, kind.Settings.Epochs);
        }
    }

    // The numbers of images of the folds differ by some.
    private static Dataset DividedAs(Dataset dataset, StudyPart part) =>
        part.Splits is SplitPlan.Folds folds
            ? GroupedFolds.Apply(
                dataset,
                new FoldChoice(folds.Tested[0], folds.Count, Repeat: 0, folds.SplitSeed, folds.Groups)
            )
            : dataset;

    private static double SecondsOfAStep(StudyPart part, StudyCost.Kind kind, Dataset dataset, int[] trained)
    {
        torch.random.manual_seed(0);
        Network network = CircuitNetworks.Of(part.Circuit)(kind.Arm);
        using ImageClassifier model = Classifiers.Create(
            network,
            kind.Settings,
            dataset.Description.Channels,
            dataset.Description.Size,
            dataset.Classes
        );
        model.train();
        using ImageTensors images = new(dataset.Train, trained);
        using Adam optimiser = new(model.parameters());
        TrainingStep step = new(model, optimiser);
        long[] batch = Trainer.Batches(images.Count, kind.Settings.BatchSize, seed: 0, epoch: 1).First();
        step.Run(images, batch, kind.Settings.LearningRate); // sets libraries up
        List<double> seconds = [];
        long start = Stopwatch.GetTimestamp();
        while (seconds.Count == 0 || (seconds.Count < MostSteps && Stopwatch.GetElapsedTime(start) < Enough))
            seconds.Add(step.Run(images, batch, kind.Settings.LearningRate).Times.Total / 1000);
        seconds.Sort();
        return seconds[seconds.Count / 2];
    }
}
