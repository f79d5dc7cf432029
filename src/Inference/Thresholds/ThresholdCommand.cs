using System.CommandLine;
using System.Globalization;
using QImpact.Data.Models;
using QImpact.Metrics;
using QImpact.Terminal;

namespace QImpact.Inference.Thresholds;

/// <summary>The <c>threshold</c> command.</summary>
public static class ThresholdCommand
{
    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Argument<string[]> models = new("MODEL")
        {
            Description =
                "The .onnx file; its card (.json) beside it receives the threshold. Several: an ensemble's, which is told and not stored.",
            Arity = ArgumentArity.OneOrMore,
        };
        Option<string> rule = new("--rule")
        {
            HelpName = "RULE",
            Description =
                "youden (largest sum of sensitivity and specificity), sensitivity=S (for the positive class at least S), or a number.",
            DefaultValueFactory = _ => "youden",
        };
        Option<string?> data = Options.Data();
        Option<int> threads = Options.Threads("Threads of one run; 0 = all processors.");
        Option<bool> offline = Options.Offline();
        Option<bool> json = Options.Json("the choice");
        Command command = new(
            "threshold",
            "Choose a model's threshold on the validation images of its data set, and store it in its card, where infer finds it."
        )
        {
            models,
            rule,
            data,
            threads,
            offline,
            json,
        };
        CommandProgram.AddExamples(
            command,
            "threshold models/breastmnist-quantum-end-paper-s0.onnx --rule=youden",
            "threshold models/breastmnist-quantum-end-paper-s0.onnx --rule=sensitivity=0.95",
            "threshold models/breastmnist-quantum-end-paper-s0.onnx --rule=0.5",
            "threshold s0.onnx s1.onnx s2.onnx --rule=youden"
        );
        CommandProgram.SetAction(
            command,
            (parsed, cancellation) =>
            {
                ThresholdSummary summary = ThresholdJob.Execute(
                    parsed.GetValue(models)!,
                    ThresholdRule.Parse(parsed.GetValue(rule)!),
                    parsed.GetValue(data),
                    parsed.GetValue(threads),
                    parsed.GetValue(offline),
                    cancellation
                );
                Options.Print(parsed.GetValue(json), summary, Text);
                return ExitCode.Done;
            }
        );
        return command;
    }

    /// <summary>The choice in words.</summary>
    public static string Text(ThresholdSummary summary)
    {
        ThresholdChoice choice = summary.Choice;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            {summary.Model}: threshold {summary.Threshold:0.####} ({choice.Rule}), was {summary.Previous:0.####}
            on {choice.Split}: {choice.Detected} of {choice.Positives} {summary.PositiveName} detected, {choice.Cleared} of {choice.Negatives} others cleared
            {(
                summary.Card is null
                    ? $"state it: infer --ensemble --threshold={summary.Threshold}"
                    : $"wrote   {summary.Card}"
            )}
            """
        );
    }
}
