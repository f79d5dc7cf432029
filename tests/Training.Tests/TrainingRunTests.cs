using QImpact.Data;
using QImpact.Data.Phantom;
using QImpact.Data.Runs;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Compilation;
using QImpact.Tests;
using QImpact.Training.Commands;
using QImpact.Training.Models;
using QImpact.Training.Runs;
using Shouldly;
using Xunit;

namespace QImpact.Training.Tests;

public sealed class TrainingRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Two_runs_with_the_same_seed_are_equal_bit_by_bit()
    {
        RunFolder first = Train("first", Request(Architecture.QuantumMid));
        RunFolder second = Train("second", Request(Architecture.QuantumMid));
        File.ReadAllBytes(second.HistoryFile).ShouldBeTheBytes(File.ReadAllBytes(first.HistoryFile));
        File.ReadAllBytes(second.BestWeightsFile).ShouldBeTheBytes(File.ReadAllBytes(first.BestWeightsFile));
        File.ReadAllBytes(second.TrainingIndicesFile).ShouldBeTheBytes(File.ReadAllBytes(first.TrainingIndicesFile));
    }

    [Fact]
    public void Another_seed_gives_other_weights()
    {
        RunFolder first = Train("first", Request(Architecture.QuantumMid));
        RunFolder second = Train("second", Request(Architecture.QuantumMid) with { Seed = 1 });
        File.ReadAllBytes(second.HistoryFile).ShouldNotBe(File.ReadAllBytes(first.HistoryFile));
    }

    [Fact]
    public void The_test_split_has_no_influence_on_the_weights()
    {
        Dataset other = PhantomGenerator.Generate(PhantomOptions.Default with { Seed = 9 });
        RunFolder first = Train("first", Request(Architecture.QuantumMid));
        RunFolder second = Train(
            "second",
            Request(Architecture.QuantumMid) with
            {
                Dataset = Phantoms.Small with { Test = other.Test },
            }
        );
        File.ReadAllBytes(second.BestWeightsFile).ShouldBeTheBytes(File.ReadAllBytes(first.BestWeightsFile));
        second.ReadResult().Test.ShouldNotBe(first.ReadResult().Test);
    }

    [Fact]
    public void A_run_folder_records_everything_needed_to_repeat_it()
    {
        RunFolder run = Train("run", Request(Architecture.QuantumMid));
        RunConfig config = run.ReadConfig();
        config.Name.ShouldBe("phantom-quantum-mid-matched-e2-b16-s0");
        config.Dataset.Description.IsPhantom.ShouldBeTrue();
        config.Dataset.TrainImages.ShouldBe(48);
        config.Dataset.TrainClasses!.Used.ShouldBe([24, 24]);
        config.Dataset.TrainClasses.Split.ShouldBe(Phantoms.Small.Train.ClassCounts(2));
        config.Circuit.ShouldBe(
            "AngleEmbedding(X, wires=4) BasicEntanglerLayers(RX, layers=2, wires=4) <Z0> <Z1> <Z2> <Z3>"
        );
        config.Threads.ShouldBe(1);
        config.Settings.Epochs.ShouldBe(2);
        File.ReadAllLines(run.HistoryFile).Length.ShouldBe(3);
        File.ReadAllLines(run.TimingFile).Length.ShouldBe(3);
        File.ReadAllLines(run.TrainingIndicesFile).Length.ShouldBe(49);
        File.ReadAllText(run.EnvironmentFile).ShouldContain("\"torch_sharp\"");
        run.ReadResult().EpochsRun.ShouldBe(2);
        run.ReadResult().Test.Images.ShouldBe(21);
        HoldsItsScores(run);
    }

    // The scores that the recorded metrics are of, and the layer behind the circuit as it was exported.
    private void HoldsItsScores(RunFolder run)
    {
        string file = _folder.File("run.zip");
        RunArchive.Write(run, RunIdentity.Of(RunFamily.Of(run.ReadConfig()), 0, 0, 1), file);
        RunArchive read = RunArchive.Read(file);
        read.Scores.Count(row => row.Split == "val").ShouldBe(read.Result.Validation.Images);
        ScoreRow[] test = [.. read.Scores.Where(row => row.Split == "test")];
        double right = test.Count(row => row.Scores[row.Label] > 0.5f);
        (right / test.Length).ShouldBe(read.Result.Test.Accuracy!.Value, 1e-12);
        double[] head = [.. read.Head.Parameters["head.weight"].Values, .. read.Head.Parameters["head.bias"].Values];
        double[] circuit = [.. read.Head.Parameters["quantum.weights"].Values];
        foreach (ScoreRow row in test)
        {
            double[] inputs = [.. row.CircuitInputs.Select(value => (double)value)];
            double[] expectations = KnownCircuits.Paper.Compile().Evaluate(inputs, circuit);
            double[] logits =
            [
                .. Enumerable
                    .Range(0, 2)
                    .Select(label => head[8 + label] + expectations.Select((e, k) => e * head[4 * label + k]).Sum()),
            ];
            (1 / (1 + Math.Exp(logits[0] - logits[1]))).ShouldBe(row.Scores[1], 1e-5);
            row.Expectations.Select((value, k) => Math.Abs(value - expectations[k])).Max().ShouldBeLessThan(1e-5);
        }
    }

    [Fact]
    public void A_hybrid_of_the_papers_protocol_without_its_baseline_is_refused()
    {
        TrainingRequest request = Request(Architecture.QuantumEnd) with
        {
            Protocol = "paper",
            Settings = Protocols.Settings("paper", Architecture.QuantumEnd),
        };
        Message(request).ShouldContain("name that run with --baseline=FOLDER");
        Message(request with { Baseline = new RunFolder(_folder.File("none")) }).ShouldContain("is no run folder");
        Directory.Exists(_folder.File("refused")).ShouldBeFalse();
    }

    [Fact]
    public void A_hybrid_stops_at_the_first_epoch_that_exceeds_its_baseline_and_keeps_that_epoch()
    {
        RunFolder baseline = Train("baseline", Request(Architecture.Baseline));
        RunResult poor = baseline.ReadResult();
        RunChecksums.Seal(baseline, poor with { Validation = poor.Validation with { Gmean = -1 } });
        TrainingRequest request = Request(Architecture.QuantumMid);
        RunFolder hybrid = Train(
            "hybrid",
            request with
            {
                Settings = request.Settings with { Epochs = 5, StopAboveBaseline = true },
                Baseline = baseline,
            }
        );
        RunResult result = hybrid.ReadResult();
        result.EpochsRun.ShouldBe(1);
        result.ChosenEpoch.ShouldBe(1);
        result.StopReason.ShouldBe("validation G-mean exceeds the baseline's at epoch 1");
        result.Training!.StoppingRuleMet.ShouldBe(true);
        baseline.ReadResult().Training!.StoppingRuleMet.ShouldBeNull();
        hybrid.ReadConfig().Baseline.ShouldBe(new BaselineReference("phantom-baseline-matched-e2-b16-s0", -1));
    }

    [Fact]
    public void A_hybrid_that_never_exceeds_its_baseline_says_so()
    {
        RunFolder baseline = Train("baseline", Request(Architecture.Baseline));
        RunResult good = baseline.ReadResult();
        RunChecksums.Seal(baseline, good with { Validation = good.Validation with { Gmean = 1 } });
        TrainingRequest request = Request(Architecture.QuantumMid);
        RunFolder hybrid = Train(
            "hybrid",
            request with
            {
                Settings = request.Settings with { Epochs = 1, StopAboveBaseline = true },
                Baseline = baseline,
            }
        );
        RunResult result = hybrid.ReadResult();
        result.StopReason.ShouldBe("1 epoch done, validation G-mean never above the baseline's 1.0000");
        result.Training!.StoppingRuleMet.ShouldBe(false);
        TrainCommand
            .Text("run", hybrid.Path, result)
            .ShouldContain(
                "weights     2,777,558, of which 2,777,558 can matter on images of this size; 24.9 % of the baseline's\n"
            );
    }

    [Fact]
    public void A_result_says_how_far_the_head_moved_and_what_it_can_reach()
    {
        TrainingRequest request = Request(Architecture.QuantumEnd);
        RunFolder run = Train("run", request with { Settings = request.Settings with { Epochs = 1 } });
        TrainingFacts facts = run.ReadResult().Training!;
        // Adam's first steps move every weight that has a gradient by about the learning rate, 1e-4; here are three.
        facts.CircuitChange!.Value.ShouldBeInRange(5e-5, 4e-4);
        facts.HeadChange.ShouldBeInRange(5e-5, 4e-4);
        facts.LowestProbability!.Value.ShouldBeInRange(0.01, 0.5);
        facts.HighestProbability!.Value.ShouldBeInRange(0.5, 0.99);
        (facts.Weights, facts.BaselineWeights).ShouldBe((11_172_310, 11_171_266));
        (facts.Weights - facts.LiveWeights).ShouldBe(11_171_266 - 4_224_450);
    }

    [Fact]
    public void The_reach_of_a_head_is_found_over_the_circuits_inputs()
    {
        // <Z0> = cos x0 and <Z1> = cos x1 are free of each other: logit 1 - logit 0 = e0 - 3 e1 + 0.5 goes from -3.5 to 4.5.
        CompiledCircuit free = Circuit.Parse("2: AngleEmbedding(X) RX(w0)[0] <Z0> <Z1>").Compile();
        HeadReach reach = HeadReach.Of([0, 1, 1, -2, 0.25, 0.75], free, [0]);
        reach.Lowest.ShouldBe(1 / (1 + Math.Exp(3.5)), 1e-9);
        reach.Highest.ShouldBe(1 / (1 + Math.Exp(-4.5)), 1e-9);
        reach.IsBound.ShouldBeFalse();
        // Both outputs are cos x0: e0 - e1 is 0 whatever the inputs.
        CompiledCircuit bound = Circuit.Parse("2: RX(x0)[0] CNOT[0,1] RZ(w0)[0] <Z0> <Z1>").Compile();
        HeadReach tied = HeadReach.Of([0, 0, 1, -1, 0, 0], bound, [0]);
        (tied.Lowest, tied.Highest).ShouldBe((0.5, 0.5));
    }

    [Fact]
    public void The_reach_of_a_head_behind_a_large_circuit_is_a_bound()
    {
        CompiledCircuit large = Circuit.Parse("9: AngleEmbedding(X) RX(w0)[0] <Z0> <2*Z1>").Compile();
        HeadReach reach = HeadReach.Of([0, 1, 1, -2, 0.25, 0.75], large, [0]);
        reach.Lowest.ShouldBe(1 / (1 + Math.Exp(6.5)), 1e-15);
        reach.Highest.ShouldBe(1 / (1 + Math.Exp(-7.5)), 1e-15);
        reach.IsBound.ShouldBeTrue();
    }

    [Fact]
    public void A_baseline_of_another_seed_or_architecture_is_refused()
    {
        RunFolder run = Train("run", Request(Architecture.QuantumMid));
        TrainingRequest request = Request(Architecture.QuantumMid);
        TrainingRequest stopping = request with
        {
            Settings = request.Settings with { StopAboveBaseline = true },
            Baseline = run,
        };
        Message(stopping).ShouldContain("is a run of quantum-mid; expected one of baseline");
        Json.WriteFile(run.ConfigFile, run.ReadConfig() with { Architecture = "baseline", Seed = 7 });
        Message(stopping).ShouldContain("config.json is not the file that training wrote");
        RunChecksums.Seal(run, run.ReadResult());
        Message(stopping).ShouldContain("has seed 7");
    }

    [Fact]
    public void A_run_never_overwrites_another_unless_it_is_forced_to()
    {
        RunFolder run = Train("refused", Request(Architecture.QuantumMid));
        Message(Request(Architecture.QuantumMid))
            .ShouldBe($"{run.Path} already holds a run; choose another --out, or replace it with --force");
        TrainingRun.Execute(
            Request(Architecture.QuantumMid) with
            {
                Folder = run.Path,
                Force = true,
            },
            CancellationToken.None
        );
    }

    [Fact]
    public void Data_whose_positive_class_nobody_named_are_refused_before_anything_is_written()
    {
        Dataset unknown = Phantoms.Small with
        {
            Description = Phantoms.Small.Description with { Name = "scans", PositiveClass = null },
        };
        Message(Request(Architecture.Baseline) with { Dataset = unknown })
            .ShouldBe(
                "which class of scans is the disease is not known; name it with --positive-class: 0 ('malignant') or 1 ('normal/benign')"
            );
        Directory.Exists(_folder.File("refused")).ShouldBeFalse();
    }

    [Fact]
    public void The_positive_class_that_was_named_is_recorded()
    {
        Dataset named = Phantoms.Small.WithPositiveClass("normal/benign");
        RunFolder run = Train("named", Request(Architecture.QuantumMid) with { Dataset = named });
        run.ReadConfig().Dataset.Description.PositiveClass.ShouldBe(1);
    }

    [Fact]
    public void What_can_only_fail_later_is_refused_before_anything_is_written()
    {
        TrainingRequest request = Request(Architecture.Baseline);
        Message(request with { Settings = request.Settings with { BatchSize = 1 } })
            .ShouldBe(
                "batch_size is 1; expected at least 2: batch normalisation has no variance to learn from in a batch of one image"
            );
        Message(request with { Settings = request.Settings with { LearningRate = 1e30 } })
            .ShouldBe("learning_rate is 1E+30; expected a number above 0 and at most 1");
        ImageSplit train = Phantoms.Small.Train;
        Dataset oneClass = Phantoms.Small with { Train = train with { Labels = [.. train.Labels.Select(_ => 1)] } };
        Message(request with { Dataset = oneClass }).ShouldContain("split train has no image of class 0 (malignant)");
        ImageSplit test = Phantoms.Small.Test;
        Dataset untested = Phantoms.Small with { Test = test with { Labels = [.. test.Labels.Select(_ => 0)] } };
        Message(request with { Dataset = untested })
            .ShouldBe(
                "phantom: split test has no image of class 1 (normal/benign); expected at least one of each class"
            );
        Dataset named = Phantoms.Small with { Description = Phantoms.Small.Description with { Name = "../../x" } };
        Message(request with { Dataset = named })
            .ShouldContain("the run's name is '../../x-baseline-matched-e2-b16-s0'");
        Directory.Exists(_folder.File("refused")).ShouldBeFalse();
    }

    [Fact]
    public void A_batch_of_more_images_than_there_are_is_one_of_them_all()
    {
        TrainingRequest request = Request(Architecture.QuantumMid);
        RunFolder run = Train(
            "run",
            request with
            {
                Settings = request.Settings with { BatchSize = 1000, Epochs = 1 },
            }
        );
        run.ReadResult().EpochsRun.ShouldBe(1);
    }

    [Fact]
    public void An_interrupted_run_is_not_a_finished_one()
    {
        using CancellationTokenSource stopped = new();
        stopped.Cancel();
        TrainingRequest request = Request(Architecture.QuantumMid) with { Folder = _folder.File("stopped") };
        Should.Throw<OperationCanceledException>(() => TrainingRun.Execute(request, stopped.Token));
        Should.Throw<BadInputException>(() => new RunFolder(request.Folder).ReadResult());
    }

    private RunFolder Train(string name, TrainingRequest request)
    {
        RunFolder folder = new(_folder.File(name));
        TrainingRun.Execute(request with { Folder = folder.Path }, CancellationToken.None);
        return folder;
    }

    private string Message(TrainingRequest request) =>
        Should
            .Throw<BadInputException>(() =>
                TrainingRun.Execute(request with { Folder = _folder.File("refused") }, CancellationToken.None)
            )
            .Message;

    private static TrainingRequest Request(Architecture architecture) =>
        new(
            Phantoms.Small,
            Network.Of(architecture, () => KnownCircuits.Paper.Compile()),
            "matched",
            Protocols.Settings("matched", architecture) with
            {
                Epochs = 2,
                BatchSize = 16,
            },
            Seed: 0,
            Threads: 1,
            Folder: "",
            Baseline: null,
            Force: false
        );
}
