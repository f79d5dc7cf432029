using QImpact.Data;
using QImpact.Data.Runs;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Compilation;
using QImpact.Terminal;
using QImpact.Tests;
using QImpact.Training.Epochs;
using QImpact.Training.Models;
using QImpact.Training.Runs;
using Shouldly;
using Tensorboard;
using Xunit;

namespace QImpact.Training.Tests;

public sealed class ResumeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_run_that_was_interrupted_ends_with_the_same_bits_as_one_that_was_not(int epochs)
    {
        RunFolder whole = new(_folder.File("whole"));
        TrainingRun.Execute(Request(whole), CancellationToken.None);

        RunFolder cut = new(_folder.File("cut"));
        InterruptedException stop = Should.Throw<InterruptedException>(() =>
            TrainingRun.Execute(Request(cut), new Countdown(epochs).Token(cut))
        );
        stop.Message.ShouldContain($"'train --resume={cut.Path}' goes on from there");
        File.Exists(cut.CheckpointFile).ShouldBeTrue();
        File.Exists(cut.ResultFile).ShouldBeFalse();
        RunOverview.FindAll(cut.Path).Single().State.ShouldBe(RunState.Stopped);

        TrainingRun.Resume(cut, Phantoms.Small, CancellationToken.None);
        foreach (string file in new[] { "history.csv", "best/weights.dat", "result.json", "training_indices.csv" })
            File.ReadAllBytes(Path.Combine(cut.Path, file))
                .ShouldBeTheBytes(File.ReadAllBytes(Path.Combine(whole.Path, file)), file);
        Directory.Exists(Path.GetDirectoryName(cut.CheckpointFile)).ShouldBeFalse();
        Events(cut).ShouldBe(Events(whole));
    }

    // What is frozen, and coefficients and angles of different kinds, must be saved and read like any other weight.
    [Theory]
    [InlineData("end-frozen")]
    [InlineData("end-trigonometric")]
    [InlineData("mid-tanh")]
    public void A_head_that_is_not_the_papers_resumes_with_the_same_bits_too(string architecture)
    {
        RunFolder whole = new(_folder.File("whole"));
        RunFolder cut = new(_folder.File("cut"));
        TrainingRequest request = Request(whole) with
        {
            Network = Phantoms.Of(Architecture.Parse(architecture)),
            Settings = Settings with { Epochs = 2 },
        };
        TrainingRun.Execute(request, CancellationToken.None);
        Should.Throw<InterruptedException>(() =>
            TrainingRun.Execute(request with { Folder = cut.Path }, new Countdown(1).Token(cut))
        );
        TrainingRun.Resume(cut, Phantoms.Small, CancellationToken.None);
        foreach (string file in new[] { "history.csv", "best/weights.dat", "result.json" })
            File.ReadAllBytes(Path.Combine(cut.Path, file))
                .ShouldBeTheBytes(File.ReadAllBytes(Path.Combine(whole.Path, file)), file);
    }

    [Fact]
    public void Events_have_every_figure_of_every_epoch_once()
    {
        RunFolder run = new(_folder.File("run"));
        TrainingRun.Execute(Request(run), CancellationToken.None);
        string[] names = [.. Events(run).Select(entry => entry.Tag).Distinct().Order(StringComparer.Ordinal)];
        names.ShouldBe([
            "accuracy/train",
            "accuracy/val",
            "auc/val",
            "gmean/val",
            "learning_rate",
            "loss/train",
            "loss/val",
        ]);
        Events(run).Where(entry => entry.Tag == "loss/val").Select(entry => entry.Step).ShouldBe([1L, 2L, 3L]);
        Events(run).Select(entry => (entry.Tag, entry.Step)).ShouldBeUnique();
    }

    [Fact]
    public void A_run_whose_process_was_killed_goes_on_from_its_last_checkpoint()
    {
        RunFolder whole = new(_folder.File("whole"));
        TrainingRun.Execute(Request(whole), CancellationToken.None);
        using ImageClassifier first = NewModel();
        using ImageClassifier second = NewModel();
        Checkpoint checkpoint = new(_folder.File("checkpoint/state.dat"), "run", TimeSpan.Zero);
        int epochs = 0;
        Should.Throw<InvalidOperationException>(() =>
            Train(first, checkpoint, epoch => epochs = epoch.Row.Epoch == 2 ? throw new InvalidOperationException() : 1)
        );
        List<string> rows = [HistoryRow.Header];
        using (Trainer saved = new(second, Settings, 0, null, checkpoint))
            rows.AddRange(saved.Finished.Select(epoch => epoch.Row.ToCsv()));
        rows.Count.ShouldBe(2);
        Train(second, checkpoint, epoch => rows.Add(epoch.Row.ToCsv()));
        rows.ShouldBe(File.ReadAllLines(whole.HistoryFile));
    }

    [Fact]
    public void A_finished_run_has_nothing_left_to_do()
    {
        RunFolder run = new(_folder.File("run"));
        RunResult result = TrainingRun.Execute(Request(run), CancellationToken.None);
        TrainingRun.Resume(run, Phantoms.Small, CancellationToken.None).ShouldBe(result);
    }

    [Fact]
    public void A_damaged_checkpoint_other_data_and_another_program_are_refused()
    {
        RunFolder run = Interrupted();
        Dataset other = Phantoms.Small with { Description = Phantoms.Small.Description with { Md5 = "other" } };
        Refusal(run, other).ShouldContain("has MD5 other");
        byte[] whole = File.ReadAllBytes(run.CheckpointFile);
        File.WriteAllBytes(run.CheckpointFile, whole[..1000]);
        Refusal(run, Phantoms.Small).ShouldContain("can't be used: it does not match its checksum");
        File.ReadAllBytes(run.CheckpointFile).Length.ShouldBe(1000);
        File.WriteAllBytes(run.CheckpointFile, whole);
        RunConfig config = run.ReadConfig();
        Json.WriteFile(run.ConfigFile, config with { Seed = 1 });
        byte[] changed = File.ReadAllBytes(run.ConfigFile);
        Refusal(run, Phantoms.Small).ShouldContain("it belongs to another run, or config.json was changed since");
        File.ReadAllBytes(run.ConfigFile).ShouldBeTheBytes(changed);
        Json.WriteFile(run.ConfigFile, run.ReadConfig() with { CodeVersion = "0.0" });
        Refusal(run, Phantoms.Small).ShouldContain("was begun by version 0.0");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.0001)]
    [InlineData(0.3)]
    [InlineData(0.7)]
    [InlineData(1)]
    public void A_flipped_bit_anywhere_in_a_checkpoint_is_found(double place)
    {
        RunFolder run = Interrupted();
        byte[] bytes = File.ReadAllBytes(run.CheckpointFile);
        bytes[(long)(place * (bytes.Length - 1))] ^= 1;
        File.WriteAllBytes(run.CheckpointFile, bytes);
        Refusal(run, Phantoms.Small)
            .ShouldBe(
                $"the checkpoint {run.CheckpointFile} can't be used: it does not match its checksum: it is damaged or cut off; "
                    + "delete it to begin the run again"
            );
        File.ReadAllBytes(run.CheckpointFile).ShouldBeTheBytes(bytes);
    }

    [Fact]
    public void What_a_killed_process_left_is_gone_when_the_run_goes_on()
    {
        RunFolder run = Interrupted();
        string[] leftovers =
        [
            run.CheckpointFile + ".0123abcd.qimpact.tmp",
            run.BestWeightsFile + ".0123abcd.qimpact.tmp",
            run.ConfigFile + ".0123abcd.qimpact.tmp",
        ];
        Directory.CreateDirectory(Path.GetDirectoryName(run.BestWeightsFile)!);
        foreach (string file in leftovers)
            File.WriteAllText(file, "half");
        using CancellationTokenSource stopped = new();
        stopped.Cancel();
        Should.Throw<InterruptedException>(() => TrainingRun.Resume(run, Phantoms.Small, stopped.Token));
        leftovers.Where(File.Exists).ShouldBeEmpty();
    }

    [Fact]
    public void A_run_that_has_not_ended_is_not_overwritten_and_its_continuation_is_named()
    {
        RunFolder run = Interrupted();
        Should
            .Throw<BadInputException>(() => TrainingRun.Execute(Request(run), CancellationToken.None))
            .Message.ShouldContain($"go on with it by --resume={run.Path}");
    }

    [Fact]
    public void Two_processes_can_not_train_in_one_folder()
    {
        RunFolder run = Interrupted();
        using (RunLock.Take(run))
        {
            RunOverview.FindAll(run.Path).Single().State.ShouldBe(RunState.Running);
            Refusal(run, Phantoms.Small).ShouldContain("another process is training");
        }
        RunOverview.FindAll(run.Path).Single().State.ShouldBe(RunState.Stopped);
    }

    private RunFolder Interrupted()
    {
        RunFolder run = new(_folder.File("run"));
        using CancellationTokenSource stopped = new();
        stopped.Cancel();
        Should.Throw<InterruptedException>(() => TrainingRun.Execute(Request(run), stopped.Token));
        return run;
    }

    private static string Refusal(RunFolder run, Dataset dataset) =>
        Should.Throw<BadInputException>(() => TrainingRun.Resume(run, dataset, CancellationToken.None)).Message;

    private static ImageClassifier NewModel()
    {
        TorchSharp.torch.random.manual_seed(0);
        return Classifiers.Create(PaperNetwork, Settings, channels: 1, size: 28, classes: 2);
    }

    private static void Train(ImageClassifier model, Checkpoint checkpoint, Action<FinishedEpoch> onEpoch)
    {
        int[] indices = Balancing.Undersample(Phantoms.Small.Train.Labels, 2, 0);
        using ImageTensors train = new(Phantoms.Small.Train, indices);
        using ImageTensors validation = new(Phantoms.Small.Validation);
        using Trainer trainer = new(model, Settings, 0, null, checkpoint);
        trainer.Run(train, validation, onEpoch, _ => { }, CancellationToken.None);
    }

    private static Network PaperNetwork { get; } =
        Network.Of(Architecture.QuantumMid, () => KnownCircuits.Paper.Compile());

    private static TrainingSettings Settings { get; } =
        Protocols.Settings("matched", Architecture.QuantumMid) with
        {
            Epochs = 3,
            BatchSize = 16,
        };

    private static TrainingRequest Request(RunFolder run) =>
        new(Phantoms.Small, PaperNetwork, "matched", Settings, 0, 1, run.Path, Baseline: null, Force: false);

    // A length, a checksum of it, the event, a checksum of that; the first event names the file's version.
    private static List<(string Tag, long Step, float Value)> Events(RunFolder run)
    {
        List<(string, long, float)> events = [];
        using BinaryReader reader = new(File.OpenRead(run.EventFiles.Single()));
        while (reader.BaseStream.Position < reader.BaseStream.Length)
        {
            int length = (int)reader.ReadInt64();
            reader.ReadInt32();
            Event entry = Event.Parser.ParseFrom(reader.ReadBytes(length));
            reader.ReadInt32();
            if (entry.Summary is { } summary)
                events.AddRange(summary.Value.Select(value => (value.Tag, entry.Step, value.SimpleValue)));
        }
        return events;
    }

    /// <summary>Asks a run to stop once its history has some rows, in the middle of the epoch after them.</summary>
    private sealed class Countdown(int epochs)
    {
        public CancellationToken Token(RunFolder run)
        {
            CancellationTokenSource source = new();
            if (epochs == 0)
                source.Cancel();
            else
                _ = Task.Run(async () =>
                {
                    int rows = epochs;
                    while (!File.Exists(run.HistoryFile) || Lines(run.HistoryFile) <= rows)
                        await Task.Delay(1);
                    await source.CancelAsync();
                });
            return source.Token;
        }

        private static int Lines(string file)
        {
            using StreamReader reader = new(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            return reader.ReadToEnd().Count(character => character == '\n');
        }
    }
}
