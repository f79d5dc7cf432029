using System.CommandLine;
using QImpact.Inference.Sessions;
using QImpact.Terminal;

namespace QImpact.Inference.Infer;

/// <summary>The options of every command that runs models over images.</summary>
internal static class InferenceOptions
{
    /// <summary><c>--model</c>, needed.</summary>
    public static Option<string[]> Models() =>
        new("--model")
        {
            HelpName = "FILE",
            Description = "The .onnx file that export wrote; several: --model=A --model=B.",
            Required = true,
        };

    /// <summary><c>--dataset</c>.</summary>
    public static Option<string?> Dataset() =>
        Options.Of<string?>(
            "--dataset",
            "NAME",
            "Name of the data set, or 'phantom' (generated). Default: the one the model was trained on."
        );

    /// <summary><c>--device</c> and what goes with it.</summary>
    public static DeviceOptions Device() =>
        new("Where to run. cuda that can't be had is an error; auto, the default, says what it took.");

    /// <summary><c>--threads</c>.</summary>
    public static Option<int> Threads() =>
        Options.Threads("Batches at a time, one thread each; 0 = as many as processors.");
}
