using System.CommandLine;
using QImpact.Data;
using QImpact.Inference.Infer;
using QImpact.Inference.Sessions;
using QImpact.Inference.Sources;
using QImpact.Terminal;

namespace QImpact.Inference.Evaluate;

/// <summary>The <c>evaluate</c> command.</summary>
public static class EvaluateCommand
{
    private const int DefaultWorst = 12;
    private const int MostWorst = 200;

    private static readonly Option<string[]> Models = InferenceOptions.Models();
    private static readonly Option<string> Output = new("--out")
    {
        HelpName = "FOLDER",
        Description =
            "The folder for report.html, predictions.csv, metrics.csv, confusion.csv, mistakes.csv and pictures.",
        Required = true,
    };
    private static readonly Option<string?> Images = Options.Of<string?>(
        "--images",
        "FOLDER|CSV",
        "Images with their classes: a folder CLASS/... or test/CLASS/..., or a CSV of path,label[,split]."
    );
    private static readonly Option<string?> Data = Options.Data();
    private static readonly Option<string?> Dataset = InferenceOptions.Dataset();
    private static readonly Option<string?> Split = new("--split")
    {
        Description = "Which images. Default: test, and all images of a folder without splits.",
    };
    private static readonly Option<int> Worst = Options
        .Of<int>("--worst", "N", "Most confident mistakes of each model to show.")
        .AtLeast(0)
        .Where(value => value <= MostWorst, $"at most {MostWorst}");
    private static readonly Option<bool> Ensemble = new("--ensemble")
    {
        Description = "Judge the mean of all models' probabilities as one model.",
    };
    private static readonly DeviceOptions Device = InferenceOptions.Device();
    private static readonly Option<int> Threads = InferenceOptions.Threads();
    private static readonly Option<bool> Offline = Options.Offline();
    private static readonly Option<bool> AsJson = Options.Json("the outcome");

    static EvaluateCommand()
    {
        Split.AcceptOnly([.. QImpact.Data.Dataset.SplitNames, ImageSource.AllSplits]);
        Worst.DefaultValueFactory = _ => DefaultWorst;
    }

    /// <summary>The command with its options.</summary>
    /// <param name="write">What judges the table and writes the page.</param>
    public static Command Create(WriteEvaluation write)
    {
        Command command = new(
            "evaluate",
            "Judge exported models on images whose classes are known: every metric with its interval, confusion matrix, worst mistakes."
        )
        {
            Models,
            Output,
            Images,
            Dataset,
            Data,
            Split,
            Worst,
            Ensemble,
            Threads,
            Offline,
            AsJson,
        };
        Device.AddTo(command);
        CommandProgram.AddExamples(
            command,
            "evaluate --model=models/breastmnist-baseline-paper-s0.onnx --out=results/evaluated",
            "evaluate --model=model.onnx --images=my-clinic/ --out=results/my-clinic",
            "evaluate --model=s0.onnx --model=s1.onnx --images=labels.csv --split=test --out=results/both",
            "evaluate --model=model.onnx --split=all --out=results/all"
        );
        CommandProgram.SetAction(command, (parsed, cancellation) => Run(parsed, write, cancellation));
        return command;
    }

    private static int Run(ParseResult parsed, WriteEvaluation write, CancellationToken cancellation)
    {
        string folder = parsed.GetValue(Output)!;
        string? images = parsed.GetValue(Images);
        if (images is not null && (parsed.GetValue(Data) ?? parsed.GetValue(Dataset)) is { } data)
            throw new BadInputException(
                $"--images={images} and the data set {data} are both named; expected one of them"
            );
        (DeviceRequest device, CudaSettings cuda) = Device.Read(parsed);
        InferRequest infer = new([.. parsed.GetValue(Models)!], Path.Combine(folder, "predictions.csv"))
        {
            Labelled = images,
            Dataset = parsed.GetValue(Dataset),
            Data = parsed.GetValue(Data),
            Split = parsed.GetValue(Split),
            Force = true,
            Ensemble = parsed.GetValue(Ensemble),
            Device = device,
            Cuda = cuda,
            Threads = parsed.GetValue(Threads),
            Offline = parsed.GetValue(Offline),
        };
        InferSummary summary = EvaluateJob.Execute(
            new EvaluateRequest(folder, infer, parsed.GetValue(Worst)),
            write,
            parsed.GetValue(AsJson),
            cancellation
        );
        if (summary.Broken == 0)
            return ExitCode.Done;
        Console.Error.WriteLine(
            $"{summary.Broken} of {summary.Images} images can't be used; their rows in {summary.Output} say why"
        );
        return ExitCode.BrokenRows;
    }
}
