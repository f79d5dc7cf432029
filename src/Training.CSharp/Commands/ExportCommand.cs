using System.CommandLine;
using System.Globalization;
using QImpact.Data.Models;
using QImpact.Data.Runs;
using QImpact.Exchange;
using QImpact.Onnx;
using QImpact.Terminal;
using QImpact.Training.Devices;
using QImpact.Training.Export;

namespace QImpact.Training.Commands;

/// <summary>The <c>export</c> command.</summary>
public static class ExportCommand
{
    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Option<string> run = new("--run")
        {
            Description = "The run folder that train wrote.",
            Required = true,
            HelpName = "FOLDER",
        };
        Option<string> output = new("--out")
        {
            Description = "The folder for NAME.onnx, NAME.json (card) and NAME.parity.csv.",
            DefaultValueFactory = _ => "models",
            HelpName = "FOLDER",
        };
        Option<string?> data = Options.Data();
        Option<int?> batch = Options
            .Of<int?>("--batch", "N", "The number of images that the file takes at a time. Default: any number.")
            .AtLeast(1);
        Option<Precision?> precision = Choice.Of<Precision>(
            "--precision",
            "Numbers that the file computes with; fp16 halves its size, and the card has the error. Default: fp32."
        );
        Option<string?> noise = NoiseOption.Create("that of the training, --noise=none for a file without");
        Option<Layout?> layout = Choice.Of<Layout>(
            "--layout",
            "Three files in one folder, or a model of a Triton model repository. Default: files."
        );
        Option<bool> json = Options.Json("the summary");
        Command command = new(
            "export",
            "Write a run's chosen weights as an ONNX file, and prove that it computes the same."
        )
        {
            run,
            output,
            data,
            batch,
            precision,
            noise,
            layout,
            json,
        };
        CommandProgram.AddExamples(
            command,
            "export --run=runs/end --out=models",
            "export --run=runs/end --out=models --noise=depolarizing=0.01,readout=0.02",
            "export --run=runs/end --out=model_repository --layout=triton --precision=fp16"
        );
        CommandProgram.SetAction(
            command,
            (parsed, cancellation) =>
            {
                LibTorch.Require();
                ExportSummary summary = RunExport.Execute(
                    new RunFolder(parsed.GetValue(run)!),
                    parsed.GetValue(output)!,
                    parsed.GetValue(data),
                    cancellation,
                    new ExportOptions(
                        parsed.GetValue(batch),
                        parsed.GetValue(precision) ?? Precision.Fp32,
                        NoiseOption.Parse(parsed.GetValue(noise)),
                        parsed.GetValue(layout) ?? Layout.Files
                    )
                );
                Options.Print(parsed.GetValue(json), summary, Text);
                return ExitCode.Done;
            }
        );
        return command;
    }

    /// <summary>The summary in words.</summary>
    public static string Text(ExportSummary summary)
    {
        Parity parity = summary.Parity;
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            ONNX Runtime against TorchSharp, {parity.Images} images: largest probability difference {parity.Probabilities.Largest:0.0e-0} (at most {parity.Tolerance:0e-0}), {parity.ChangedDecisions} changed decisions
            """
        );
        if (parity.Expectations is { } expectations)
            text += string.Create(
                CultureInfo.InvariantCulture,
                $"\nexpectations against the float64 reference: TorchSharp {expectations.ReferenceAndTorch.Largest:0.0e-0}, ONNX Runtime {expectations.ReferenceAndOnnx.Largest:0.0e-0}"
            );
        string?[] files = [summary.Model, summary.Card, summary.ParityTable, summary.TritonConfig];
        return text + "\nwrote  " + string.Join("\n       ", files.OfType<string>());
    }
}
