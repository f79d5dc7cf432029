using System.Diagnostics;
using System.Text.Json;

namespace QImpact.Terminal;

/// <summary>What a supervised program says of its work, as a line of JSON on standard error.</summary>
/// <param name="Work">What is being done.</param>
/// <param name="Done">Steps done so far.</param>
/// <param name="Status">What there is to say of them.</param>
internal sealed record ProgressLine(LongWork Work, int Done, string Status)
{
    // One line each.
    private static readonly JsonSerializerOptions OneLine = new(Data.Json.Options) { WriteIndented = false };

    /// <summary>Reads a line; null where it is none of these.</summary>
    public static ProgressLine? Parse(string line)
    {
        if (!line.StartsWith('{'))
            return null;
        try
        {
            return JsonSerializer.Deserialize<ProgressLine>(line, OneLine);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => JsonSerializer.Serialize(this, OneLine);
}

/// <summary>
/// Programs of this house that one of them starts and watches. A supervised program says how far it is in lines of JSON, and when its
/// standard input ends it stops as after Ctrl-C: whoever started it asks for that, or has ended, however it ended. So nothing goes on
/// unwatched, and no signal has to be passed on.
/// </summary>
public static class Supervision
{
    // "1" in the environment of a supervised program.
    private const string Variable = "QIMPACT_SUPERVISED";

    /// <summary>Whether this program is supervised.</summary>
    internal static bool IsOn { get; } = Environment.GetEnvironmentVariable(Variable) == "1";

    /// <summary>Calls back when the one who started this program is gone or wants it to stop.</summary>
    internal static void OnEnd(Action stop)
    {
        if (IsOn)
            new Thread(() =>
            {
                using Stream input = Console.OpenStandardInput();
                Span<byte> ignored = stackalloc byte[64];
                while (input.Read(ignored) > 0) { }
                stop();
            })
            {
                IsBackground = true,
            }.Start();
    }

    /// <summary>Runs a verb of this program in a process of its own; its progress is shown here, and what else it says on standard error.</summary>
    /// <param name="name">What messages call it.</param>
    /// <param name="words">The command line behind the program's name.</param>
    /// <param name="cancellation">Asks it to stop; its end is waited for.</param>
    /// <param name="isQuiet">Whether neither is shown.</param>
    /// <returns>What it wrote to standard output.</returns>
    /// <exception cref="OperationCanceledException">It was asked to stop, and did.</exception>
    /// <exception cref="ProgramFailedException">It failed; the message is its own, or says that it was killed.</exception>
    public static async Task<string> RunAsync(
        string name,
        IEnumerable<string> words,
        CancellationToken cancellation,
        bool isQuiet = false
    )
    {
        cancellation.ThrowIfCancellationRequested();
        using Process process = Process.Start(StartOf(words))!;
        using (cancellation.Register(() => process.StandardInput.Close()))
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            string? error = await ListenAsync(name, process.StandardError, isQuiet).ConfigureAwait(false);
            string text = await output.ConfigureAwait(false);
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            if (process.ExitCode == ExitCode.Done)
                return text;
            cancellation.ThrowIfCancellationRequested();
            bool isOwn = error is not null && process.ExitCode <= ExitCode.Interrupted;
            throw new ProgramFailedException(
                error ?? Killed(process.ExitCode),
                isOwn ? process.ExitCode : ExitCode.Failure,
                isOwn
            );
        }
    }

    private static ProcessStartInfo StartOf(IEnumerable<string> words)
    {
        string program = Environment.ProcessPath!;
        bool isHost = Path.GetFileNameWithoutExtension(program) == "dotnet";
        string[] own = isHost ? ["exec", Environment.GetCommandLineArgs()[0]] : [];
        return new ProcessStartInfo(program, [.. own, .. words])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { [Variable] = "1" },
        };
    }

    // Returns the reason that it gave for failing.
    private static async Task<string?> ListenAsync(string name, TextReader said, bool isQuiet)
    {
        string? error = null;
        Dictionary<LongWork, ProgressRow> rows = [];
        while (await said.ReadLineAsync(CancellationToken.None).ConfigureAwait(false) is { } line)
        {
            if (ErrorLine.MessageIn(line) is { } message)
                error = message;
            else if (isQuiet)
                continue;
            else if (ProgressLine.Parse(line) is not { } progress)
                ProgressDisplay.Say(line.StartsWith(name, StringComparison.Ordinal) ? line : $"{name}: {line}");
            else
                Row(progress.Work).Report(progress.Done, progress.Status);
        }
        foreach (ProgressRow row in rows.Values)
            row.Dispose();
        return error;

        ProgressRow Row(LongWork work) =>
            rows.TryGetValue(work, out ProgressRow? row) ? row : rows[work] = ProgressDisplay.Begin(work);
    }

    private static string Killed(int code) =>
        code > 128
            ? $"it was killed by signal {code - 128}{(code == 137 ? ", as systems do where memory runs out" : "")}"
            : $"it ended with exit code {code} and gave no reason";
}
