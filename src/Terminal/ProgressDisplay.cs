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
    /// <param name="unit">So many steps are counted as one, such as the batches of an epoch.</param>
    public static T Run<T>(
        string title,
        int? total,
        int plainEvery,
        Func<Action<int, string>, T> work,
        int from = 0,
        int unit = 1
    )
    {
        if (Console.IsErrorRedirected)
            return work(new PlainLines(title, total, plainEvery, from, unit).Report);
        IAnsiConsole console = AnsiConsole.Create(
            new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) }
        );
        console.WriteLine(title);
        live = console;
        try
        {
            return Draw(console, total, work, from, unit);
        }
        finally
        {
            live = null;
        }
    }

    private static T Draw<T>(IAnsiConsole console, int? total, Func<Action<int, string>, T> work, int from, int unit) =>
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
                ProgressTask task = context.AddTask(Steps(from, total, unit), maxValue: total ?? 1);
                task.IsIndeterminate = total is null;
                task.Value = from;
                return work(
                    (done, status) =>
                    {
                        if (total is not null)
                            task.Value = done;
                        task.Description = Markup.Escape($"{Steps(done, total, unit)} {status}");
                    }
                );
            });

    private static string Steps(int done, int? total, int unit) =>
        total is null ? $"{done / unit}" : $"{done / unit}/{total / unit}";

    private sealed class PlainLines(string title, int? total, int every, int from, int unit)
    {
        // A line comes as often as this where the steps are slow.
        private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(15);

        private readonly long _start = TimeProvider.System.GetTimestamp();
        private long _lastLine = TimeProvider.System.GetTimestamp();
        private readonly int _from = from;
        private int _reported = from;

        public void Report(int done, string status)
        {
            bool isDue = done / every > _reported / every || done == total;
            _reported = done;
            if (!isDue && TimeProvider.System.GetElapsedTime(_lastLine) < LongestSilence)
                return;
            _lastLine = TimeProvider.System.GetTimestamp();
            string left = total is { } all ? $"  {Left(done, all):hh\\:mm\\:ss} left" : "";
            Console.Error.WriteLine($"{title} {Steps(done, total, unit)}  {status}{left}");
        }

        private TimeSpan Left(int done, int all) =>
            TimeProvider.System.GetElapsedTime(_start) * ((double)(all - done) / Math.Max(done - _from, 1));
    }
}
