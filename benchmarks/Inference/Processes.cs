using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using QImpact.Data.Runs;

namespace QImpact.Benchmarks.Inference;

/// <summary>
/// <c>infer</c> as a process of its own: the most memory that it held, and the time from its start to the first prediction. Expect below 600 MB,
/// the same for ten times the images, and below one second.
/// </summary>
internal static class Processes
{
    public static void Print(string folder)
    {
        string model = Networks.Export(Architecture.QuantumEnd, Stem.Imagenet, folder);
        Console.WriteLine("images              peak MB   first result s   images/s");
        foreach (int count in new[] { 100, 10_000, 100_000 })
        {
            string archive = Inputs.Archive(folder, count);
            string pngs = Inputs.PngFolder(folder, count);
            Row($"{count} in an archive", Infer(model, archive, folder));
            Row($"{count} PNG files", Infer(model, pngs, folder));
            Directory.Delete(pngs, recursive: true);
        }
    }

    private static void Row(string name, JsonNode summary) =>
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{name, -20} {(double)summary["peak_memory_mb"]!, 6:F0} {(double)summary["first_result_seconds"]!, 16:F2} {(double)summary["images_per_second"]!, 10:F0}"
            )
        );

    private static JsonNode Infer(string model, string images, string folder)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "QImpact.Inference.dll");
        string[] words =
        [
            "exec",
            program,
            "infer",
            images,
            $"--model={model}",
            $"--out={Path.Combine(folder, "table.csv")}",
            "--force",
            "--json",
        ];
        using Process process = Process.Start(
            new ProcessStartInfo("dotnet", words) { RedirectStandardOutput = true, RedirectStandardError = true }
        )!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? JsonNode.Parse(output)!
            : throw new InvalidOperationException($"infer ended with {process.ExitCode}: {errors.Result}");
    }
}
