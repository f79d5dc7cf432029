using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using QImpact.Data;
using QImpact.Data.Predictions;
using QImpact.Terminal;

namespace QImpact.Inference;

/// <summary>What <c>infer</c> is asked to do.</summary>
/// <param name="Model">The .onnx file.</param>
/// <param name="Dataset">Name of the data set; null for the one that the model was trained on.</param>
/// <param name="Data">The archive or its folder; null to look in the usual places.</param>
/// <param name="Split">train, val or test.</param>
/// <param name="Output">The prediction table to write.</param>
/// <param name="Device">Where the model shall run.</param>
/// <param name="BatchSize">Images per run.</param>
/// <param name="Threads">Threads of one run; 0 for all processors.</param>
/// <param name="Offline">Whether nothing may be downloaded.</param>
public sealed record InferRequest(
    string Model,
    string? Dataset,
    string? Data,
    string Split,
    string Output,
    DeviceRequest Device,
    int BatchSize,
    int Threads,
    bool Offline = false
);

/// <summary>How an inference went.</summary>
/// <param name="Output">The prediction table.</param>
/// <param name="Model">The model's name.</param>
/// <param name="Dataset">The data set's name.</param>
/// <param name="Split">The split's name.</param>
/// <param name="Images">Number of rows.</param>
/// <param name="Correct">How many decisions equal the label.</param>
/// <param name="Seconds">Time of running and writing.</param>
/// <param name="Device">Where the model ran.</param>
/// <param name="DeviceReason">Why there.</param>
public sealed record InferSummary(
    string Output,
    string Model,
    string Dataset,
    string Split,
    int Images,
    int Correct,
    double Seconds,
    string Device,
    string DeviceReason
);

/// <summary>The <c>infer</c> command.</summary>
public static class InferCommand
{
    /// <summary>Runs a model over a split and writes the prediction table.</summary>
    /// <exception cref="BadInputException">Something asked for can't be done.</exception>
    public static InferSummary Execute(InferRequest request, CancellationToken cancellation)
    {
        using Classifier model = Classifier.Load(request.Model, request.Device, request.Threads);
        string name = request.Dataset ?? DatasetName(request.Data) ?? model.Metadata.Dataset;
        Dataset dataset = DataSource.Load(name, request.Data, request.Offline, cancellation);
        ImageSplit split = dataset.Split(request.Split);
        PredictionContext context = SplitInference.Context(model, dataset, split);
        long start = TimeProvider.System.GetTimestamp();
        int correct = 0;
        ProgressDisplay.Run(
            $"infer {model.Metadata.Name}",
            split.Count,
            plainEvery: Math.Max(split.Count / 4, 1),
            display =>
            {
                IEnumerable<Prediction> rows = SplitInference.Run(
                    model,
                    split,
                    request.BatchSize,
                    done => display.Report(done, Rate(done, start)),
                    cancellation
                );
                PredictionTable.Write(request.Output, context, rows.Select(Count));
                return true;
            }
        );
        return new InferSummary(
            Path.GetFullPath(request.Output),
            model.Metadata.Name,
            dataset.Description.Name,
            split.Name,
            split.Count,
            correct,
            TimeProvider.System.GetElapsedTime(start).TotalSeconds,
            model.Device.Name,
            model.Device.Reason
        );

        Prediction Count(Prediction row)
        {
            correct += row.Decision == row.Label ? 1 : 0;
            return row;
        }
    }

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Option<string> model = new("--model")
        {
            HelpName = "FILE",
            Description = "The .onnx file that export wrote.",
            Required = true,
        };
        Option<string?> data = DataOption.Create();
        Option<string?> dataset = new("--dataset")
        {
            HelpName = "NAME",
            Description = "Name of the data set, or 'phantom' (generated). Default: the one the model was trained on.",
        };
        Option<string> split = new("--split") { Description = "Which split.", DefaultValueFactory = _ => "test" };
        Choice.AcceptOnly(split, [.. Data.Dataset.SplitNames]);
        Option<string> output = new("--out")
        {
            HelpName = "FILE",
            Description = "The prediction table (CSV) to write.",
            Required = true,
        };
        Option<DeviceRequest?> device = Choice.Of<DeviceRequest>(
            "--device",
            "Where to run. cuda that can't be had is an error; auto, the default, says what it took."
        );
        Option<int> batch = new("--batch-size")
        {
            HelpName = "N",
            Description = "Images per run.",
            DefaultValueFactory = _ => SplitInference.DefaultBatchSize,
        };
        Option<int> threads = new("--threads")
        {
            HelpName = "N",
            Description = "Threads of one run; 0 = all processors.",
        };
        Option<bool> offline = DataOption.CreateOffline();
        Option<bool> json = new("--json") { Description = "Print the summary as JSON." };
        CommandProgram.RequireAtLeast(batch, 1);
        CommandProgram.RequireAtLeast(threads, 0);

        Command command = new("infer", "Run an exported model over a split and write its prediction table.")
        {
            model,
            data,
            dataset,
            split,
            output,
            device,
            batch,
            threads,
            offline,
            json,
        };
        CommandProgram.AddExamples(
            command,
            "infer --model=models/breastmnist-quantum-end-paper-s0.onnx --split=test --out=predictions.csv",
            "infer --model=model.onnx --data=breastmnist.npz --split=val --out=val.csv --device=cpu --json"
        );
        CommandProgram.SetAction(
            command,
            (parsed, cancellation) =>
            {
                InferSummary summary = Execute(
                    new InferRequest(
                        parsed.GetValue(model)!,
                        parsed.GetValue(dataset),
                        parsed.GetValue(data),
                        parsed.GetValue(split)!,
                        parsed.GetValue(output)!,
                        parsed.GetValue(device) ?? DeviceRequest.Auto,
                        parsed.GetValue(batch),
                        parsed.GetValue(threads),
                        parsed.GetValue(offline)
                    ),
                    cancellation
                );
                Console.WriteLine(
                    parsed.GetValue(json) ? JsonSerializer.Serialize(summary, Json.Options) : Text(summary)
                );
                return ExitCode.Done;
            }
        );
        return command;
    }

    /// <summary>The summary in words.</summary>
    public static string Text(InferSummary summary) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            {summary.Model} on {summary.Dataset} {summary.Split}: {summary.Correct} of {summary.Images} right
            device  {summary.Device} ({summary.DeviceReason}), {summary.Images / summary.Seconds:F0} images/s
            wrote   {summary.Output}
            """
        );

    private static string? DatasetName(string? data) =>
        File.Exists(data) ? Path.GetFileNameWithoutExtension(data).ToLowerInvariant() : null;

    private static string Rate(int done, long start) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{done / TimeProvider.System.GetElapsedTime(start).TotalSeconds:F0} images/s"
        );
}
