using System.CommandLine;
using System.Globalization;
using QImpact.Data.Images;
using QImpact.Inference.Output;
using QImpact.Inference.Sessions;
using QImpact.Inference.Sources;
using QImpact.Terminal;

namespace QImpact.Inference.Infer;

/// <summary>The <c>infer</c> command.</summary>
public static class InferCommand
{
    private const string Fail = "fail";
    private const string Row = "row";

    private static readonly Argument<string[]> Images = new("IMAGES")
    {
        Description =
            "Image files, folders, patterns such as 'scans/**/*.png', or - for a list on standard input. None: a split of the data set.",
        Arity = ArgumentArity.ZeroOrMore,
        DefaultValueFactory = _ => [],
    };
    private static readonly Option<string[]> Models = InferenceOptions.Models();
    private static readonly Option<string> Output = new("--out")
    {
        HelpName = "FILE",
        Description = "The prediction table to write: .csv, .jsonl or .parquet.",
        Required = true,
    };
    private static readonly Option<TableFormat?> Format = Choice.Of<TableFormat>(
        "--format",
        "The table's form, where its name does not say it."
    );
    private static readonly Option<bool> Force = new("--force") { Description = "Replace a table that is there." };
    private static readonly Option<string?> Data = Options.Data();
    private static readonly Option<string?> Dataset = InferenceOptions.Dataset();
    private static readonly Option<string?> Split = new("--split")
    {
        Description = "Which split, or all of them (default: test).",
    };
    private static readonly Option<bool> LabelsFromFolders = new("--labels-from-folders")
    {
        Description = "An image's class is the name, or the number, of the folder that it lies in. Default: unknown.",
    };
    private static readonly Option<bool> Ensemble = new("--ensemble")
    {
        Description = "One row per image: the mean of all models' probabilities.",
    };
    private static readonly Option<double?> Threshold = Options
        .Of<double?>(
            "--threshold",
            "T",
            "Decide class 1 where its probability is at least T. Default: the card's, see 'threshold'."
        )
        .Where(value => value is >= 0 and <= 1, "a probability in [0, 1]");
    private static readonly Option<string?> OnError = new("--on-error")
    {
        Description =
            "What a broken image does: row (default): it becomes a row with its error, and the exit code is 3; fail: it stops the work.",
    };
    private static readonly DeviceOptions Device = InferenceOptions.Device();
    private static readonly Option<int?> BatchSize = Options.Of<int?>(
        "--batch-size",
        "N",
        $"Images per run. Default: {InferRequest.DefaultBatchSize}, on a GPU {InferRequest.GpuBatchSize}."
    );
    private static readonly Option<int> Threads = InferenceOptions.Threads();
    private static readonly Option<bool> Offline = Options.Offline();
    private static readonly Option<bool> AsJson = Options.Json("the summary");

    static InferCommand()
    {
        Split.AcceptOnly([.. QImpact.Data.Dataset.SplitNames, ImageSource.AllSplits]);
        OnError.AcceptOnly(Row, Fail);
        BatchSize.AtLeast(1);
    }

    /// <summary>The command with its options.</summary>
    /// <param name="metrics">What computes metrics for <c>--labels-from-folders</c>; null: decisions are counted alone.</param>
    public static Command Create(MetricsOf? metrics = null)
    {
        Command command = new("infer", "Run exported models over images and write their prediction table.")
        {
            Images,
            Models,
            Output,
            Format,
            Force,
            Data,
            Dataset,
            Split,
            LabelsFromFolders,
            Ensemble,
            Threshold,
            OnError,
            BatchSize,
            Threads,
            Offline,
            AsJson,
        };
        Device.AddTo(command);
        CommandProgram.AddExamples(
            command,
            "infer --model=models/breastmnist-quantum-end-paper-s0.onnx --split=test --out=predictions.csv",
            "infer scans/ --model=model.onnx --out=scans.csv",
            "find scans -name '*.png' | infer - --model=model.onnx --out=scans.parquet",
            "infer 'scans/**/*.png' --model=s0.onnx --model=s1.onnx --model=s2.onnx --ensemble --out=scans.jsonl"
        );
        CommandProgram.SetAction(command, (parsed, cancellation) => Run(parsed, metrics, cancellation));
        return command;
    }

    /// <summary>The summary in words.</summary>
    public static string Text(InferSummary summary)
    {
        List<string> lines = [];
        foreach (ModelTally model in summary.Models)
        {
            string decisions =
                model.Labelled > 0
                    ? $"{model.Correct} of {model.Labelled} right"
                    : string.Join(", ", summary.ClassNames.Select((name, i) => $"{model.Decisions[i]} {name}"));
            lines.Add($"{model.Model} on {summary.Dataset} {summary.Split}: {decisions}");
            if (model.OtherData is { } trained)
                lines.Add($"        these are other data than it was trained on, {trained}");
            if (model.Threshold is { } threshold)
                lines.Add(
                    FormattableString.Invariant($"        threshold {threshold.Value:0.####} ({threshold.Source})")
                );
        }
        foreach (ModelTally model in summary.Models.Where(model => model.Metrics.Count > 0))
            lines.Add(Table(model));
        if (summary.Broken > 0)
            lines.Add($"broken  {summary.Broken} of {summary.Images} images; their rows say why");
        if (!summary.LeftOut.IsEmpty)
            lines.Add(
                $"left out  {ImageFileNames.Counted(summary.LeftOut)}: images end in {string.Join(", ", ImageFileNames.Extensions)}"
            );
        lines.Add(
            $"device  {summary.Device} ({summary.DeviceReason}), {summary.Threads} {(summary.Threads == 1 ? "thread" : "threads")}, {summary.ImagesPerSecond:F0} images/s"
        );
        lines.Add($"wrote   {summary.Output}");
        return string.Join('\n', lines);
    }

    private static string Table(ModelTally model)
    {
        using StringWriter writer = new(CultureInfo.InvariantCulture);
        writer.WriteLine($"\n{model.Model}, {model.Labelled} images; intervals of 95 % from these images");
        ResultTable.Write(
            writer,
            [new("metric"), new("value", IsNumber: true), new("95 % interval", IsNumber: true)],
            model.Metrics.Select(metric =>
                (string[])[metric.Title, Number(metric.Value) ?? metric.Status, Interval(metric) ?? ""]
            )
        );
        return writer.ToString();
    }

    private static string? Number(double? value) => value?.ToString("F4", CultureInfo.InvariantCulture);

    private static string? Interval(LabelledMetric metric) =>
        metric.Lower is null ? null : $"{Number(metric.Lower)} to {Number(metric.Upper)}";

    private static int Run(ParseResult parsed, MetricsOf? metrics, CancellationToken cancellation)
    {
        InferSummary summary = InferJob.Execute(RequestOf(parsed) with { Metrics = metrics }, cancellation);
        Options.Print(parsed.GetValue(AsJson), summary, Text);
        return summary.Broken > 0 ? ExitCode.BrokenRows : ExitCode.Done;
    }

    private static InferRequest RequestOf(ParseResult parsed)
    {
        (DeviceRequest device, CudaSettings cuda) = Device.Read(parsed);
        return new([.. parsed.GetValue(Models)!], parsed.GetValue(Output)!)
        {
            Images = [.. parsed.GetValue(Images)!],
            Dataset = parsed.GetValue(Dataset),
            Data = parsed.GetValue(Data),
            Split = parsed.GetValue(Split),
            Format = parsed.GetValue(Format),
            Force = parsed.GetValue(Force),
            Ensemble = parsed.GetValue(Ensemble),
            Threshold = parsed.GetValue(Threshold),
            LabelsFromFolders = parsed.GetValue(LabelsFromFolders),
            FailOnBroken = parsed.GetValue(OnError) == Fail,
            Device = device,
            Cuda = cuda,
            BatchSize = parsed.GetValue(BatchSize),
            Threads = parsed.GetValue(Threads),
            Offline = parsed.GetValue(Offline),
        };
    }
}
