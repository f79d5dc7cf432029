using System.Text.Json;
using QImpact.Data;
using QImpact.Data.Models;
using QImpact.Data.Runs;
using QImpact.Exchange;
using QImpact.Inference;
using QImpact.Onnx;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Description;
using QImpact.Quantum.Noise;
using QImpact.Terminal;
using QImpact.Training.Epochs;
using QImpact.Training.Models;
using TorchSharp;

namespace QImpact.Training.Export;

/// <summary>The files that an export wrote, Triton's description of the model (null in the plain layout), and the comparison with ONNX Runtime.</summary>
public sealed record ExportSummary(string Model, string Card, string ParityTable, string? TritonConfig, Parity Parity)
{
    /// <summary>The files of a name in a folder.</summary>
    internal static ExportSummary Of(string folder, string name, Layout layout, Parity parity)
    {
        bool triton = layout == Layout.Triton;
        string stem = triton ? Path.Combine(folder, name, "1", "model") : Path.Combine(folder, name);
        string model = Path.GetFullPath(stem + ".onnx");
        return new ExportSummary(
            model,
            ModelCard.PathOf(model),
            Data.Models.ParityTable.PathOf(model),
            triton ? Path.GetFullPath(Path.Combine(folder, name, "config.pbtxt")) : null,
            parity
        );
    }
}

/// <summary>Exports the chosen weights of a finished run, and proves that the file computes the same.</summary>
public static class RunExport
{
    /// <summary>Exports to a folder; the data set is found as <see cref="RunData"/> does, the token checked between the steps.</summary>
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
        if (config.Noise is null && options.Noise is { IsNone: true })
            options = options with { Noise = null };
        RunResult result = run.ReadResult();
        DatasetDescription trained = config.Dataset.Description;
        Dataset dataset = RunData.Load(config, data, cancellation: cancellation);
        torch.set_num_threads(config.Threads);
        using ImageClassifier trainedModel = TrainedNetwork.Load(run, config);
        Evaluation validation = RequireMetrics(
            trainedModel,
            dataset.Validation,
            result.Validation,
            $"{run.ResultFile}: validation",
            cancellation
        );
        Evaluation test = RequireMetrics(
            trainedModel,
            dataset.Test,
            result.Test,
            $"{run.ResultFile}: test",
            cancellation
        );
        // Without a word of noise the file has that of the training.
        NoiseModel? noise = options.Noise ?? NoiseOf(run, config);
        using ImageClassifier? other = options.Noise is null
            ? null
            : TrainedNetwork.WithNoise(trainedModel, run, options.Noise);
        ImageClassifier model = other ?? trainedModel;
        AtomicFile.RequireWritableFolder(output);
        Circuit? circuit = model.Quantum?.Circuit;
        ModelMetadata metadata = ModelMetadata.Of(
            options.NameOf(config.Name),
            config,
            circuit?.ToString(),
            WeightsOf(model)
        );
        byte[] bytes = OnnxExporter.Export(
            model,
            OnnxExporter.ContractOf(model, trained.Channels, trained.Size, metadata) with
            {
                Batch = options.Batch,
                Precision = options.Precision,
            }
        );
        cancellation.ThrowIfCancellationRequested();

        using TemporaryFile candidate = Candidate(Path.Combine(output, metadata.Name + ".onnx"), bytes);
        using Classifier classifier = Classifier.Load(candidate.Path, DeviceRequest.Cpu, config.Threads);
        SplitOutputs[] outputs =
        [
            SplitOutputs.Of(model, classifier, dataset.Validation, other is null ? validation : null),
            SplitOutputs.Of(model, classifier, dataset.Test, other is null ? test : null),
        ];
        Parity parity = ParityCheck.Require(metadata.Name, outputs, circuit, options.Precision);
        cancellation.ThrowIfCancellationRequested();
        ExportSummary files = ExportSummary.Of(output, metadata.Name, options.Layout, parity);
        ModelCard card = new()
        {
            Schema = ModelCard.CurrentSchema,
            Name = metadata.Name,
            Purpose = ModelCard.PurposeOf(trained),
            File = Path.GetFileName(files.Model),
            Bytes = bytes.Length,
            Sha256 = classifier.Checksum,
            Precision = options.Precision.ToString().ToLowerInvariant(),
            Batch = options.Batch,
            Noise = noise is null or { IsNone: true } ? null : NoiseFile.Write(noise),
            OperatorSet = OnnxFile.OperatorSet,
            Operators = OnnxFile.CountOperators(bytes),
            Input = classifier.Contract.Input(),
            Outputs = classifier.Contract.Outputs(trained.ClassNames, metadata.Circuit),
            Threshold = trained.ClassNames.Length == 2 ? Classifier.DefaultThreshold : null,
            Metrics = result,
            Parity = parity,
            Circuit = JsonSerializer.SerializeToElement(circuit?.Describe(), Json.Options),
            Run = config,
        };
        List<(string, Action<Stream>)> written =
        [
            (
                files.ParityTable,
                AtomicFile.Text(writer => ParityTable.Write(writer, outputs.SelectMany(split => split.Rows())))
            ),
            (files.Model, stream => stream.Write(bytes)),
            (files.Card, Json.Writer(card)),
        ];
        if (files.TritonConfig is { } triton)
            written.Add((triton, AtomicFile.Text(writer => writer.Write(TritonConfig.Text(card)))));
        AtomicFile.WriteAll([.. written]);
        return files;
    }

    private static string? WeightsOf(ImageClassifier model) =>
        model.Quantum is { } layer ? JsonSerializer.Serialize(layer.WeightValues()) : null;

    private static NoiseModel? NoiseOf(RunFolder run, RunConfig config) =>
        config.Noise is { } noise ? NoiseFile.Of($"{run.ConfigFile}, noise", noise) : null;

    /// <exception cref="BadInputException">The weights do not give the metrics that the run's <c>result.json</c> has.</exception>
    private static Evaluation RequireMetrics(
        ImageClassifier model,
        ImageSplit split,
        SplitMetrics recorded,
        string where,
        CancellationToken cancellation
    )
    {
        using ImageTensors tensors = new(split);
        Evaluation evaluation = Evaluation.Run(model, tensors, cancellation);
        RecordedMetrics.Require(evaluation, recorded, where);
        return evaluation;
    }

    // A file that ONNX Runtime reads before it gets its name.
    private static TemporaryFile Candidate(string model, byte[] bytes)
    {
        TemporaryFile candidate = TemporaryFile.Beside(model);
        try
        {
            candidate.Stream.Write(bytes);
            candidate.Stream.Flush();
            return candidate;
        }
        catch (IOException exception)
        {
            candidate.Dispose();
            throw new BadInputException($"{model} can't be written: {exception.AsReason()}", exception);
        }
    }
}
