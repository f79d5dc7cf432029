using System.CommandLine;
using QImpact.Inference.Sessions;
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
        Option<int> threads = Options.Threads("Threads of one run; 0 = all processors.");
        DeviceOptions device = new("Where ONNX Runtime computes; default: auto, which says what it took.");
        Option<bool> json = Options.Json("the checks");
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
        device.AddTo(command);
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
                    device.Read(parsed),
                    parsed.GetValue(threads),
                    cancellation
                );
                Options.Print(parsed.GetValue(json), result, Text);
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
