using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using QImpact.Data;
using QImpact.Data.Runs;
using QImpact.Terminal;
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
        Option<string?> data = DataOption.Create();
        Option<bool> json = new("--json") { Description = "Print the summary as JSON." };
        Command command = new(
            "export",
            "Write a run's chosen weights as an ONNX file, and prove that it computes the same."
        )
        {
            run,
            output,
            data,
            json,
        };
        CommandProgram.AddExamples(command, "export --run=runs/end --out=models");
        CommandProgram.SetAction(
            command,
            (parsed, cancellation) =>
            {
                ExportSummary summary = RunExport.Execute(
                    new RunFolder(parsed.GetValue(run)!),
                    parsed.GetValue(output)!,
                    parsed.GetValue(data),
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
    public static string Text(ExportSummary summary) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            ONNX Runtime against TorchSharp, {summary.Parity.Images} images: largest probability difference {summary.Parity.LargestProbabilityDifference:0.0e-0} (at most {summary.Parity.Tolerance:0e-0}), {summary.Parity.ChangedDecisions} changed decisions
            wrote  {summary.Model}
                   {summary.Card}
                   {summary.ParityTable}
            """
        );
}
