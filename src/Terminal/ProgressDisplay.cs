using Spectre.Console;

namespace QImpact.Terminal;

/// <summary>
/// Shows long work on standard error: a bar with the time left on a terminal, plain lines elsewhere (log files, pipes),
/// so that standard output carries results alone.
/// </summary>
public static class ProgressDisplay
{
    private const string ShowCursor = "\u001b[?25h";

    // The terminal while a bar is drawn on it.
    private static volatile IAnsiConsole? live;

    /// <summary>Writes a line to standard error, above a bar that is being drawn.</summary>
    internal static void Say(string line)
    {
        if (live is { } console)
            console.WriteLine(line);
        else
            Console.Error.WriteLine(line);
    }

    /// <summary>Leaves a bar as it is drawn and gives the terminal its cursor back: for a program that ends at once.</summary>
    internal static void Abandon()
    {
        if (live is not null)
            Console.Error.Write(ShowCursor);
    }

    /// <summary>Runs work under a display.</summary>
    /// <param name="title">What is being done.</param>
    /// <param name="total">Number of steps; null where it is not known before the end.</param>
    /// <param name="plainEvery">Without a terminal, a line is written each time this many steps are done.</param>
    /// <param name="work">The work; it reports the steps done so far, and what there is to say of them, such as a loss; one line.</param>
    /// <param name="from">Steps that were done before, in work that goes on.</param>
    public static T Run<T>(string title, int? total, int plainEvery, Func<Action<int, string>, T> work, int from = 0)
    {
        if (Console.IsErrorRedirected)
            return work(new PlainLines(title, total, plainEvery, from).Report);
        IAnsiConsole console = AnsiConsole.Create(
            new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) }
        );
        console.WriteLine(title);
        live = console;
        try
        {
            return Draw(console, total, work, from);
        }
        finally
        {
            live = null;
        }
    }

    private static T Draw<T>(IAnsiConsole console, int? total, Func<Action<int, string>, T> work, int from) =>
        // Bar, time left and status share a line of 80 columns.
        console
            .Progress()
            .Columns(
                new ProgressBarColumn { Width = 14 },
                new RemainingTimeColumn(),
                new TaskDescriptionColumn { Alignment = Justify.Left }
            )
            .Start(context =>
            {
                ProgressTask task = context.AddTask(Steps(from, total), maxValue: total ?? 1);
                task.IsIndeterminate = total is null;
                task.Value = from;
                return work(
                    (done, status) =>
                    {
                        if (total is not null)
                            task.Value = done;
                        task.Description = Markup.Escape($"{Steps(done, total)} {status}");
                    }
                );
            });

    private static string Steps(int done, int? total) => total is null ? $"{done}" : $"{done}/{total}";

    private sealed class PlainLines(string title, int? total, int every, int from)
    {
        private readonly long _start = TimeProvider.System.GetTimestamp();
        private int? _written;

        public void Report(int done, string status)
        {
            if (done < (_written ?? from) + every && (total is null || done < total))
                return;
            _written = done;
            string left = total is { } all ? $"  {Left(done, all):hh\\:mm\\:ss} left" : "";
            Console.Error.WriteLine($"{title} {Steps(done, total)}  {status}{left}");
        }

        private TimeSpan Left(int done, int all) =>
            TimeProvider.System.GetElapsedTime(_start) * ((double)(all - done) / Math.Max(done - from, 1));
    }
}
