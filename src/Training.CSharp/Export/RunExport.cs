using System.Collections.Immutable;
using System.Globalization;
using QImpact.Data;
using QImpact.Data.Runs;
using QImpact.Inference;
using QImpact.Quantum;
using QImpact.Training.Export.Onnx;
using QImpact.Training.Models;
using TorchSharp;

namespace QImpact.Training.Export;

/// <summary>What an export wrote.</summary>
/// <param name="Model">The .onnx file.</param>
/// <param name="Card">The model card.</param>
/// <param name="ParityTable">TorchSharp's outputs for every validation and test image.</param>
/// <param name="Parity">The comparison with ONNX Runtime.</param>
public sealed record ExportSummary(string Model, string Card, string ParityTable, Parity Parity);

/// <summary>Exports the chosen weights of a finished run, and proves that the file computes the same.</summary>
public static class RunExport
{
    /// <summary>Exports.</summary>
    /// <param name="run">The run folder.</param>
    /// <param name="output">The folder for NAME.onnx, NAME.json and NAME.parity.csv.</param>
    /// <param name="data">The archive or its folder; null to look in the usual places.</param>
    /// <param name="cancellation">Checked between the steps.</param>
    /// <exception cref="BadInputException">The run or its data can't be used, or the folder can't be written.</exception>
    /// <exception cref="InvalidOperationException">
    /// A probability differs by more than <see cref="ParityCheck.Tolerance"/>; nothing was written.
    /// </exception>
    public static ExportSummary Execute(RunFolder run, string output, string? data, CancellationToken cancellation)
    {
        RunConfig config = run.ReadConfig();
        RunResult result = run.ReadResult();
        Dataset dataset = LoadSameData(config, data);
        AtomicFile.RequireWritableFolder(output);
        torch.set_num_threads(config.Threads);
        using ImageClassifier model = LoadModel(run, config);
        byte[] bytes = OnnxExporter.Export(
            model,
            config.Dataset.Description.Channels,
            config.Dataset.Description.Size,
            Metadata(config)
        );
        cancellation.ThrowIfCancellationRequested();

        string target = Path.Combine(output, config.Name + ".onnx");
        string candidate = target + ".unchecked";
        try
        {
            AtomicFile.Write(candidate, stream => stream.Write(bytes));
            using Classifier classifier = Classifier.Load(candidate, DeviceRequest.Cpu, config.Threads);
            SplitOutputs[] outputs =
            [
                .. new[] { dataset.Validation, dataset.Test }.Select(split => Compare(model, classifier, split)),
            ];
            Parity parity = RequireParity(config.Name, ParityCheck.Compare(outputs));
            cancellation.ThrowIfCancellationRequested();
            string table = Path.Combine(output, config.Name + ".parity.csv");
            string card = Path.Combine(output, config.Name + ".json");
            ParityCheck.WriteTable(table, outputs);
            File.Move(candidate, target, overwrite: true);
            Json.WriteFile(card, Card(config, result, bytes, classifier, parity));
            return new ExportSummary(Path.GetFullPath(target), Path.GetFullPath(card), Path.GetFullPath(table), parity);
        }
        finally
        {
            AtomicFile.DeleteIfPresent(candidate);
        }
    }

    /// <summary>The network of a run, with the weights of its chosen epoch, in evaluation mode.</summary>
    /// <exception cref="BadInputException">The weights are missing or belong to another network.</exception>
    public static ImageClassifier LoadModel(RunFolder run, RunConfig config)
    {
        if (!File.Exists(run.BestWeightsFile))
            throw new BadInputException($"{run.Path} has no {run.BestWeightsFile}: the run has not ended");
        Circuit circuit = CircuitChoice.ParseRecord(config.Circuit, run.ConfigFile) ?? Circuits.Paper;
        ImageClassifier model = Classifiers.Create(
            ArchitectureNames.Parse(config.Architecture),
            config.Settings,
            config.Dataset.Description.Channels,
            config.Dataset.Description.ClassNames.Length,
            circuit
        );
        try
        {
            if (config.Circuit != model.Quantum?.Circuit.ToString())
                throw new BadInputException(
                    $"{run.ConfigFile} has the circuit {config.Circuit ?? "none"}; this program builds {model.Quantum?.Circuit.ToString() ?? "none"}"
                );
            model.load(run.BestWeightsFile);
            model.eval();
            return model;
        }
        catch (Exception exception) when (exception is not BadInputException)
        {
            model.Dispose();
            throw new BadInputException(
                $"{run.BestWeightsFile} does not hold the weights of {config.Architecture}: {exception.Message.ReplaceLineEndings(" ")}",
                exception
            );
        }
    }

    private static Dataset LoadSameData(RunConfig config, string? data)
    {
        DatasetDescription expected = config.Dataset.Description;
        Dataset dataset = DatasetLocator.Load(expected.Name, data);
        return dataset.Description.Md5 == expected.Md5
            ? dataset
            : throw new BadInputException(
                $"{dataset.Description.Source} has MD5 {dataset.Description.Md5}; the run was trained on {expected.Md5}: "
                    + "name that archive with --data=FILE"
            );
    }

    private static ModelMetadata Metadata(RunConfig config) =>
        new(
            config.Name,
            config.Architecture,
            config.Protocol,
            config.Seed,
            config.Dataset.Description.ClassNames,
            config.Dataset.Description.PositiveClass,
            config.Dataset.Description.Name,
            config.Dataset.Description.Md5,
            config.Dataset.Description.IsPhantom,
            config.CodeVersion,
            config.Circuit
        );

    private static SplitOutputs Compare(ImageClassifier model, Classifier classifier, ImageSplit split)
    {
        using ImageTensors tensors = new(split);
        return new SplitOutputs(split.Name, Evaluation.Run(model, tensors), ParityCheck.RunAll(classifier, split));
    }

    private static Parity RequireParity(string name, Parity parity) =>
        parity.LargestProbabilityDifference <= ParityCheck.Tolerance
            ? parity
            : throw new InvalidOperationException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name}: a probability of the exported file differs by {parity.LargestProbabilityDifference:0.00e-0} from the network's; at most {ParityCheck.Tolerance:0e-0} is accepted, so nothing was written"
                )
            );

    private static ModelCard Card(
        RunConfig config,
        RunResult result,
        byte[] bytes,
        Classifier classifier,
        Parity parity
    )
    {
        DatasetDescription dataset = config.Dataset.Description;
        ImmutableSortedDictionary<string, int> operators = ModelProto
            .Parser.ParseFrom(bytes)
            .Graph.Node.CountBy(node => node.OpType)
            .ToImmutableSortedDictionary(StringComparer.Ordinal);
        return new ModelCard(
            ModelCard.CurrentSchema,
            config.Name,
            ModelCard.PurposeOf(dataset),
            config.Name + ".onnx",
            bytes.Length,
            classifier.Checksum,
            OnnxExporter.OperatorSet,
            operators,
            new CardTensor(
                "images",
                "float32",
                ["batch", $"{dataset.Channels}", $"{dataset.Size}", $"{dataset.Size}"],
                "pixel values in [0, 1] (pixel / 255); normalisation is inside the graph"
            ),
            ModelCard.OutputsOf(config, classifier.Contract.Observables),
            SplitInference.DefaultThreshold,
            result,
            parity,
            config
        );
    }
}
