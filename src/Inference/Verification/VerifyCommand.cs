using System.CommandLine;
using System.Text.Json;
using QImpact.Data;
using QImpact.Terminal;

namespace QImpact.Inference.Verification;

/// <summary>The <c>verify</c> command.</summary>
public static class VerifyCommand
{
    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Argument<string> model = new("MODEL")
        {
            Description = "The .onnx file; its card (.json) and parity table (.parity.csv) are expected beside it.",
        };
        Option<string?> data = Options.Data();
        Option<int> threads = new("--threads")
        {
            HelpName = "N",
            Description = "Threads of one run; 0 = all processors.",
        };
        CommandProgram.RequireAtLeast(threads, 0);
        Option<bool> json = new("--json") { Description = "Print the checks as JSON." };
        Command command = new(
            "verify",
            "Check an exported file: its checksum, contract and metadata against the card, and what ONNX Runtime computes "
                + "here against the parity table. Exit code 1 where a check fails, 2 where a file is no such file."
        )
        {
            model,
            data,
            threads,
            json,
        };
        CommandProgram.AddExamples(
            command,
            "verify models/breastmnist-quantum-end-paper-s0.onnx",
            "verify models/breastmnist-quantum-end-paper-s0.onnx --data=breastmnist.npz --json"
        );
        CommandProgram.SetAction(
            command,
            (parsed, cancellation) =>
            {
                VerifyResult result = Verifier.Verify(
                    parsed.GetValue(model)!,
                    parsed.GetValue(data),
                    parsed.GetValue(threads),
                    cancellation
                );
                Console.WriteLine(
                    parsed.GetValue(json) ? JsonSerializer.Serialize(result, Json.Options) : Text(result)
                );
                return result.Passed ? ExitCode.Done : ExitCode.Failure;
            }
        );
        return command;
    }

    /// <summary>One line per check.</summary>
    public static string Text(VerifyResult result) =>
        string.Join(
            '\n',
            result
                .Checks.Select(check => $"{check.Name, -9} {(check.Passed ? "ok     " : "FAILED ")} {check.Detail}")
                .Prepend(result.Model)
        );
}
