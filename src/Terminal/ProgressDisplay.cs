using Spectre.Console;

namespace QImpact.Terminal;

/// <summary>
/// Shows long work on standard error: bars with the time left on a terminal, plain lines elsewhere (log files, pipes), so that
/// standard output carries results alone.
/// </summary>
public static class ProgressDisplay
{
    private const string ShowCursor = "\u001b[?25h";

    // What is drawn on the terminal now.
    private static volatile ProgressBars? live;

    /// <summary>Writes a line to standard error, above bars that are being drawn.</summary>
    public static void Say(string line)
    {
        if (live is { } bars)
            bars.Console.WriteLine(line);
        else
            Console.Error.WriteLine(line);
    }

    /// <summary>Writes results to standard output; where that is the terminal too, above bars that are being drawn.</summary>
    public static void Print(string text)
    {
        if (live is { } bars && !Console.IsOutputRedirected)
            bars.Console.WriteLine(text);
        else
            Console.WriteLine(text);
    }

    /// <summary>Leaves bars as they are drawn and gives the terminal its cursor back: for a program that ends at once.</summary>
    internal static void Abandon()
    {
        if (live is not null)
            Console.Error.Write(ShowCursor);
    }

    /// <summary>Runs work under a display; within <see cref="Share"/> it has a bar among the others.</summary>
    /// <param name="work">What is being done.</param>
    /// <param name="run">The work; it reports the steps done so far, and what there is to say of them, such as a loss; one line.</param>
    public static T Run<T>(LongWork work, Func<Action<int, string>, T> run)
    {
        if (live is not null || !DrawsBars)
            return Reported();
        IAnsiConsole console = OnStandardError();
        console.WriteLine(work.Title);
        return Draw(console, isShared: false, Reported);

        T Reported()
        {
            using ProgressRow row = Begin(work);
            return run(row.Report);
        }
    }

    /// <summary>Runs work of many parts, side by side perhaps: each that is begun meanwhile has a bar of its own while it lasts.</summary>
    public static T Share<T>(Func<T> run) => DrawsBars ? Draw(OnStandardError(), isShared: true, run) : run();

    /// <summary>Begins to show work, until the row is disposed of.</summary>
    public static ProgressRow Begin(LongWork work) =>
        live is { } bars ? bars.Add(work)
        : Supervision.IsOn ? new ProgressRow.JsonLines(work)
        : new ProgressRow.PlainLines(work);

    /// <summary>Whether work is shown as bars on a terminal, and not in lines.</summary>
    public static bool DrawsBars => !Supervision.IsOn && !Console.IsErrorRedirected;

    private static IAnsiConsole OnStandardError() =>
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });

    private static T Draw<T>(IAnsiConsole console, bool isShared, Func<T> run)
    {
        try
        {
            return ProgressBars
                .Layout(console, isShared)
                .Start(context =>
                {
                    live = new ProgressBars(console, context, isShared);
                    return run();
                });
        }
        finally
        {
            live = null;
        }
    }
}
