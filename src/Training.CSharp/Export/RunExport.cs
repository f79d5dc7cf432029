using System.Collections.Immutable;
using QImpact.Data;
using QImpact.Data.Runs;
using QImpact.Inference;
using QImpact.Onnx;
using QImpact.Onnx.Format;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Description;
using QImpact.Quantum.Noise;
using QImpact.Training.Epochs;
using QImpact.Training.Layers;
using QImpact.Training.Models;
using TorchSharp;

namespace QImpact.Training.Export;

/// <summary>What an export wrote.</summary>
/// <param name="Model">The .onnx file.</param>
/// <param name="Card">The model card.</param>
/// <param name="ParityTable">The network's outputs for every validation and test image.</param>
/// <param name="TritonConfig">Triton's description of the model; null in the plain layout.</param>
/// <param name="Parity">The comparison with ONNX Runtime.</param>
public sealed record ExportSummary(string Model, string Card, string ParityTable, string? TritonConfig, Parity Parity);

/// <summary>Exports the chosen weights of a finished run, and proves that the file computes the same.</summary>
public static class RunExport
{
    /// <summary>Exports.</summary>
    /// <param name="run">The run folder.</param>
    /// <param name="output">The folder for NAME.onnx, NAME.json and NAME.parity.csv.</param>
    /// <param name="data">The archive or its folder; null to look in the usual places.</param>
    /// <param name="cancellation">Checked between the steps.</param>
    /// <param name="options">Batch, precision, noise and layout; null for the plain export.</param>
    /// <exception cref="BadInputException">The run, its data or an option can't be used, or the folder can't be written.</exception>
    /// <exception cref="InvalidOperationException">
    /// A probability differs by more than the tolerance, or a decision changes; nothing was written.
    /// </exception>
    public static ExportSummary Execute(
        RunFolder run,
        string output,
        string? data,
        CancellationToken cancellation,
        ExportOptions? options = null
    )
    {
        options ??= new ExportOptions();
        RunConfig config = run.ReadConfig();
        RunResult result = run.ReadResult();
        Dataset dataset = LoadSameData(config, data);
        AtomicFile.RequireWritableFolder(output);
        torch.set_num_threads(config.Threads);
        using ImageClassifier model = WithNoise(LoadModel(run, config), options.Noise);
        string name = options.NameOf(config.Name);
        byte[] bytes = OnnxExporter.Export(model, Contract(model, config, name, options));
        cancellation.ThrowIfCancellationRequested();

        ExportFiles files = ExportFiles.In(output, name, options.Layout);
        string candidate = Path.Combine(output, name + ".onnx.unchecked");
        try
        {
            AtomicFile.Write(candidate, stream => stream.Write(bytes));
            using Classifier classifier = Classifier.Load(candidate, DeviceRequest.Cpu, config.Threads);
            SplitOutputs[] outputs =
            [
                .. new[] { dataset.Validation, dataset.Test }.Select(split => Run(model, classifier, split)),
            ];
            bool half = options.Precision == Precision.Fp16;
            Parity parity = ParityCheck.Compare(
                outputs,
                model.Quantum is { } quantum ? QuantumReference.Describe(quantum.Circuit) : null,
                half ? ParityCheck.HalfTolerance : ParityCheck.Tolerance
            );
            ParityCheck.Require(name, parity, decisions: !half);
            cancellation.ThrowIfCancellationRequested();
            ModelCard card = Card(config, result, name, files, bytes, classifier, model, parity, options);
            Directory.CreateDirectory(Path.GetDirectoryName(files.Model)!);
            ParityCheck.WriteTable(files.ParityTable, outputs);
            if (files.TritonConfig is { } triton)
                TritonConfig.WriteFile(triton, TritonConfig.Write(name, [card.Input], card.Outputs, options.Batch));
            File.Move(candidate, files.Model, overwrite: true);
            Json.WriteFile(files.Card, card);
            return new ExportSummary(files.Model, files.Card, files.ParityTable, files.TritonConfig, parity);
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
        ImageClassifier model = Classifiers.Create(
            Network.Read(config, run.ConfigFile),
            config.Settings,
            config.Dataset.Description.Channels,
            config.Dataset.Description.ClassNames.Length
        );
        try
        {
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

    /// <summary>The network whose quantum layer is the noisy circuit's, with the same weights; it owns the layers.</summary>
    private static ImageClassifier WithNoise(ImageClassifier model, NoiseModel? noise)
    {
        if (noise is null)
            return model;
        if (model.Quantum is not { } quiet)
            throw new BadInputException($"--noise: {model.GetName()} has no quantum layer for noise to act on");
        QuantumLayer noisy = new(Noisy(quiet.Circuit, noise));
        using (torch.no_grad())
            noisy.Weights.copy_(quiet.Weights.reshape(noisy.Weights.shape));
        ImageClassifier result = new(
            model.GetName(),
            model.Layers.Select(layer => ReferenceEquals(layer.Layer, quiet) ? layer with { Layer = noisy } : layer)
        );
        result.eval();
        return result;
    }

    private static Circuit Noisy(Circuit circuit, NoiseModel noise)
    {
        try
        {
            return noise.ApplyTo(circuit);
        }
        catch (ArgumentException refused)
        {
            throw new BadInputException($"--noise: {refused.Message.ReplaceLineEndings(" ")}", refused);
        }
    }

    private static GraphContract Contract(ImageClassifier model, RunConfig config, string name, ExportOptions options)
    {
        DatasetDescription dataset = config.Dataset.Description;
        ModelMetadata metadata = new(
            name,
            config.Architecture,
            config.Protocol,
            config.Seed,
            dataset.ClassNames,
            dataset.PositiveClass,
            dataset.Name,
            dataset.Md5,
            dataset.IsPhantom,
            config.CodeVersion,
            model.Quantum?.Circuit.ToString()
        );
        return OnnxExporter.ContractOf(model, dataset.Channels, dataset.Size, metadata) with
        {
            Batch = options.Batch,
            Precision = options.Precision,
        };
    }

    private static SplitOutputs Run(ImageClassifier model, Classifier classifier, ImageSplit split)
    {
        using ImageTensors tensors = new(split);
        return new SplitOutputs(
            split.Name,
            Evaluation.Run(model, tensors),
            classifier.Run(split, [.. Enumerable.Range(0, split.Count)]),
            QuantumReference.Evaluate(model, tensors)
        );
    }

    private static ModelCard Card(
        RunConfig config,
        RunResult result,
        string name,
        ExportFiles files,
        byte[] bytes,
        Classifier classifier,
        ImageClassifier model,
        Parity parity,
        ExportOptions options
    )
    {
        DatasetDescription dataset = config.Dataset.Description;
        ImmutableSortedDictionary<string, int> operators = ModelProto
            .Parser.ParseFrom(bytes)
            .Graph.Node.CountBy(node => node.OpType)
            .ToImmutableSortedDictionary(StringComparer.Ordinal);
        return new ModelCard(
            ModelCard.CurrentSchema,
            name,
            ModelCard.PurposeOf(dataset),
            Path.GetFileName(files.Model),
            bytes.Length,
            classifier.Checksum,
            options.Precision,
            options.Batch,
            options.Noise,
            OnnxFile.OperatorSet,
            operators,
            ModelCard.InputOf(dataset, options.Batch),
            ModelCard.OutputsOf(dataset, model.Quantum?.Circuit, options.Batch),
            Classifier.DefaultThreshold,
            result,
            parity,
            model.Quantum?.Circuit.Describe(),
            config
        );
    }
}
