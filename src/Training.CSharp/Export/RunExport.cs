using System.Text.Json;
using QImpact.Data;
using QImpact.Data.Models;
using QImpact.Data.Runs;
using QImpact.Inference;
using QImpact.Onnx;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Description;
using QImpact.Terminal;
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
    /// <summary>Exports to a folder; the data set is found as <see cref="DatasetLocator"/> does, the token checked between the steps.</summary>
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
        DatasetDescription trained = config.Dataset.Description;
        Dataset dataset = DatasetLocator.Load(trained.Name, data).RequireMd5(trained.Md5, "the run was trained on");
        AtomicFile.RequireWritableFolder(output);
        torch.set_num_threads(config.Threads);
        using ImageClassifier model = TrainedNetwork.Load(run, config, options.Noise);
        Circuit? circuit = model.Quantum?.Circuit;
        ModelMetadata metadata = ModelMetadata.Of(options.NameOf(config.Name), config, circuit?.ToString());
        byte[] bytes = OnnxExporter.Export(
            model,
            OnnxExporter.ContractOf(model, trained.Channels, trained.Size, metadata) with
            {
                Batch = options.Batch,
                Precision = options.Precision,
            }
        );
        cancellation.ThrowIfCancellationRequested();

        string candidate = Path.Combine(output, metadata.Name + ".onnx.unchecked");
        try
        {
            AtomicFile.Write(candidate, stream => stream.Write(bytes));
            using Classifier classifier = Classifier.Load(candidate, DeviceRequest.Cpu, config.Threads);
            SplitOutputs[] outputs =
            [
                SplitOutputs.Of(model, classifier, dataset.Validation),
                SplitOutputs.Of(model, classifier, dataset.Test),
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
                Noise = options.Noise is { } noise ? JsonSerializer.SerializeToElement(noise, Json.Options) : null,
                OperatorSet = OnnxFile.OperatorSet,
                Operators = OnnxFile.CountOperators(bytes),
                Input = classifier.Contract.Input(),
                Outputs = classifier.Contract.Outputs(trained.ClassNames, metadata.Circuit),
                Threshold = Classifier.DefaultThreshold,
                Metrics = result,
                Parity = parity,
                Circuit = JsonSerializer.SerializeToElement(circuit?.Describe(), Json.Options),
                Run = config,
            };
            Directory.CreateDirectory(Path.GetDirectoryName(files.Model)!);
            ParityTable.Write(files.ParityTable, outputs.SelectMany(split => split.Rows()));
            if (files.TritonConfig is { } triton)
                AtomicFile.WriteText(triton, writer => writer.Write(TritonConfig.Text(card)));
            File.Move(candidate, files.Model, overwrite: true);
            Json.WriteFile(files.Card, card);
            return files;
        }
        finally
        {
            AtomicFile.DeleteIfPresent(candidate);
        }
    }
}
