using QImpact.Data;
using QImpact.Data.Archives;
using QImpact.Data.Models;
using QImpact.Data.Runs;
using QImpact.Inference;
using QImpact.Inference.Sessions;
using QImpact.Inference.Verification;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Compilation;
using QImpact.Terminal;
using QImpact.Tests;
using QImpact.Training.Commands;
using QImpact.Training.Epochs;
using QImpact.Training.Export;
using QImpact.Training.Models;
using QImpact.Training.Optimisers;
using QImpact.Training.Runs;
using Shouldly;
using TorchSharp;
using Xunit;

namespace QImpact.Training.Tests;

/// <summary>Runs on more than two classes, in colour.</summary>
public sealed class SeveralClassesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_network_of_several_classes_in_colour_is_trained_exported_and_verified()
    {
        string archive = ColourSet.Save(_folder.File("colours.npz"), classes: 4, size: 64, perClass: (6, 3, 4));
        TrainingRequest request = Request(MedMnistArchive.Read(archive), Architecture.QuantumEnd);
        RunResult result = TrainingRun.Execute(request, CancellationToken.None);

        RunFolder run = new(request.Folder);
        RunConfig config = run.ReadConfig();
        config.Dataset.Description.PositiveClass.ShouldBeNull();
        (config.Dataset.Description.Channels, config.Dataset.Description.Size).ShouldBe((3, 64));
        config.Dataset.TrainClasses!.Used.ShouldBe([6, 6, 6, 6]);
        File.ReadAllLines(run.HistoryFile)[0].ShouldBe(HistoryRow.Header);
        SplitMetrics test = run.ReadResult().Test;
        test.Classes!.Select(its => its.Images).ShouldBe([4, 4, 4, 4]);
        test.Accuracy!.Value.ShouldBe(test.Classes!.Average(its => its.Recall!.Value), 1e-12);
        test.Auc!.Value.ShouldBe(test.Classes!.Average(its => its.Auc!.Value), 1e-12);
        (test.RecallClass0, test.F1Class1).ShouldBe((null, null));
        test.MacroF1.ShouldNotBeNull();
        test.Kappa.ShouldNotBeNull();
        result.Training!.LowestProbability.ShouldBeNull();
        TrainCommand.Text("run", run.Path, result).ShouldNotContain("P(class 1)");
        TrainCommand.Words(request, null).ShouldNotContain(word => word.StartsWith("--positive-class"));

        ExportSummary exported = RunExport.Execute(run, _folder.File("models"), archive, CancellationToken.None);
        ModelCard card = ModelCard.Read(exported.Card);
        card.Threshold.ShouldBeNull();
        card.Parity.ChangedDecisions.ShouldBe(0);
        card.Outputs[0].ToString().ShouldBe("logits float32 [batch, 4]");
        Verifier
            .Verify(exported.Model, archive, (DeviceRequest.Cpu, new CudaSettings()), 1, CancellationToken.None)
            .Checks.ShouldAllBe(check => check.Passed);
        using Classifier classifier = Classifier.Load(exported.Model, DeviceRequest.Cpu);
        classifier.Contract.ShouldBe(new ModelContract(3, 64, 4, 4));
        classifier.Metadata.PositiveClass.ShouldBeNull();
        classifier.Threshold.ShouldBeNull();

        // The metrics on record are held against the weights, class by class.
        ClassMetrics[] changed = [.. test.Classes!];
        changed[2] = changed[2] with { Images = changed[2].Images + 1 };
        RunChecksums.Seal(run, result with { Test = test with { Classes = changed } });
        Should
            .Throw<BadInputException>(() => RunExport.Execute(run, _folder.File("no"), archive, CancellationToken.None))
            .Message.ShouldContain("result.json: test.classes[2].images is 5, but the weights of the run give 4");
    }

    [Fact]
    public void Every_network_learns_several_classes()
    {
        Dataset dataset = MedMnistArchive.Read(
            ColourSet.Save(_folder.File("colours.npz"), classes: 3, size: 28, perClass: (16, 4, 8))
        );
        foreach (Architecture architecture in Architecture.Paper)
        {
            TrainingRequest request = Request(dataset, architecture);
            // Chance is .5. How far four epochs come differs from processor to processor: .79 to 1 was seen.
            RunResult result = TrainingRun.Execute(
                request with
                {
                    Settings = request.Settings with { Epochs = 4, LearningRate = 1e-3 },
                },
                CancellationToken.None
            );
            result.Test.Auc!.Value.ShouldBeGreaterThan(0.65, architecture.Name);
        }
    }

    [Fact]
    public void Weighted_classes_train_on_all_images_and_are_on_record()
    {
        Dataset whole = MedMnistArchive.Read(
            ColourSet.Save(_folder.File("colours.npz"), classes: 3, size: 28, perClass: (8, 2, 2))
        );
        // Without all but two images of class 2.
        int[] kept = [.. Enumerable.Range(0, 24).Where(image => image % 3 < 2 || image < 6)];
        Dataset dataset = whole with
        {
            Train = whole.Train with
            {
                Labels = [.. kept.Select(image => whole.Train.Labels[image])],
                Pixels = [.. kept.SelectMany(image => whole.Train.Image(image).ToArray())],
            },
        };
        TrainingRequest request = Request(dataset, Architecture.QuantumMid);
        RunConfig Train(Balance balance) =>
            Config(request with { Settings = request.Settings with { Balance = balance } });

        RunConfig weighted = Train(Balance.Weights);
        weighted.Dataset.TrainImages.ShouldBe(18);
        weighted.Dataset.TrainClasses!.Used.ShouldBe([8, 8, 2]);
        weighted.Name.ShouldBe("colours-quantum-mid-matched-e1-b16-weighted-s0");
        byte[] weights = File.ReadAllBytes(new RunFolder(request.Folder).BestWeightsFile);
        Train(Balance.Undersample).Dataset.TrainImages.ShouldBe(6);
        Train(Balance.None).Dataset.TrainImages.ShouldBe(18);
        // The same images in the same order: the weights of the classes make the difference.
        File.ReadAllBytes(new RunFolder(request.Folder).BestWeightsFile).ShouldNotBe(weights);
    }

    [Fact]
    public void A_weighted_loss_is_the_mean_of_the_images_losses_by_the_weights_of_their_classes()
    {
        Dataset dataset = MedMnistArchive.Read(
            ColourSet.Save(_folder.File("colours.npz"), classes: 3, size: 28, perClass: (4, 1, 1))
        );
        using ImageTensors images = new(dataset.Train);
        long[] batch = [0, 3, 1, 2, 5];
        double[] weights = [0.5, 1, 4];
        Loss(null).ShouldBe(ByHand([1, 1, 1]), 1e-5);
        Loss(weights).ShouldBe(ByHand(weights), 1e-5);

        double Loss(double[]? classWeights)
        {
            using ImageClassifier model = Create();
            model.train();
            using Adam optimiser = new(model.parameters());
            using torch.Tensor? tensor = classWeights is null
                ? null
                : torch.tensor(Array.ConvertAll(classWeights, weight => (float)weight));
            return new TrainingStep(model, optimiser) { ClassWeights = tensor }
                .Run(images, batch, 1e-4)
                .Loss;
        }

        double ByHand(double[] classWeights)
        {
            using ImageClassifier model = Create();
            model.train();
            using IDisposable noGradient = torch.no_grad();
            using torch.Tensor logits = model.call(images.Images.index_select(0, torch.tensor(batch)));
            double[][] rows = [.. logits.data<float>().Select(logit => (double)logit).Chunk(3)];
            int[] labels = Array.ConvertAll(batch, image => dataset.Train.Labels[image]);
            double sum = rows.Zip(labels)
                .Sum(at => classWeights[at.Second] * (Math.Log(at.First.Sum(Math.Exp)) - at.First[at.Second]));
            return sum / labels.Sum(label => classWeights[label]);
        }

        ImageClassifier Create()
        {
            torch.random.manual_seed(0);
            TrainingRequest request = Request(dataset, Architecture.Baseline);
            return Classifiers.Create(request.Network, request.Settings, channels: 3, size: 28, classes: 3);
        }
    }

    private static RunConfig Config(TrainingRequest request)
    {
        TrainingRun.Execute(request with { Force = true }, CancellationToken.None);
        return new RunFolder(request.Folder).ReadConfig();
    }

    private TrainingRequest Request(Dataset dataset, Architecture architecture) =>
        new(
            dataset,
            Network.Of(architecture, () => KnownCircuits.Paper.Compile()),
            "matched",
            Protocols.Settings("matched", architecture) with
            {
                Epochs = 1,
                BatchSize = 16,
            },
            Seed: 0,
            Threads: 1,
            _folder.File(architecture.Name),
            Baseline: null,
            Force: false
        );
}
