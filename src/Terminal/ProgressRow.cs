using Spectre.Console;

namespace QImpact.Terminal;

/// <summary>Work that takes long, as a display shows it.</summary>
/// <param name="Title">What is being done.</param>
/// <param name="Total">Number of steps; null where it is not known before the end.</param>
/// <param name="PlainEvery">Without a terminal, a line is written each time this many steps are done.</param>
/// <param name="From">Steps that were done before, in work that goes on.</param>
/// <param name="Unit">So many steps are counted as one, such as the batches of an epoch.</param>
public sealed record LongWork(string Title, int? Total, int PlainEvery, int From = 0, int Unit = 1)
{
    internal string Steps(int done) => Total is null ? $"{done / Unit}" : $"{done / Unit}/{Total / Unit}";
}

/// <summary>Work as it is shown: one bar among others, or lines.</summary>
public abstract class ProgressRow : IDisposable
{
    private protected ProgressRow() { }

    /// <summary>Shows the steps done so far, and what there is to say of them.</summary>
    public abstract void Report(int done, string status);

    /// <summary>The work is over.</summary>
    public abstract void Dispose();

    /// <summary>For a program that supervises this one.</summary>
    internal sealed class JsonLines(LongWork work) : ProgressRow
    {
        public override void Report(int done, string status) =>
            Console.Error.WriteLine($"{new ProgressLine(work, done, status)}");

        public override void Dispose() { }
    }

    /// <summary>For log files and pipes.</summary>
    internal sealed class PlainLines(LongWork work) : ProgressRow
    {
        // A line comes as often as this where the steps are slow.
        private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(15);

        private readonly long _start = TimeProvider.System.GetTimestamp();
        private long _lastLine = TimeProvider.System.GetTimestamp();
        private int _reported = work.From;

        public override void Report(int done, string status)
        {
            bool isDue = done / work.PlainEvery > _reported / work.PlainEvery || done == work.Total;
            _reported = done;
            if (!isDue && TimeProvider.System.GetElapsedTime(_lastLine) < LongestSilence)
                return;
            _lastLine = TimeProvider.System.GetTimestamp();
            string left = work.Total is { } all ? $"  {Left(done, all):hh\\:mm\\:ss} left" : "";
            Console.Error.WriteLine($"{work.Title} {work.Steps(done)}  {status}{left}");
        }

        public override void Dispose() { }

        private TimeSpan Left(int done, int all) =>
            TimeProvider.System.GetElapsedTime(_start) * ((double)(all - done) / Math.Max(done - work.From, 1));
    }
}

/// <summary>Bars on a terminal, one for each work that goes on.</summary>
/// <param name="console">The terminal.</param>
/// <param name="context">What draws.</param>
/// <param name="isShared">Whether the bars carry the titles of their work, and go when it is over.</param>
internal sealed class ProgressBars(IAnsiConsole console, ProgressContext context, bool isShared)
{
    /// <summary>The terminal; what is written to it stands above the bars.</summary>
    public IAnsiConsole Console => console;

    /// <summary>Bar, time left and status share a line, of 80 columns where one bar stands alone.</summary>
    public static Progress Layout(IAnsiConsole console, bool isShared) =>
        console
            .Progress()
            .HideCompleted(isShared)
            .Columns(
                new ProgressBarColumn { Width = isShared ? 8 : 14 },
                new RemainingTimeColumn(),
                new TaskDescriptionColumn { Alignment = Justify.Left }
            );

    /// <summary>A bar.</summary>
    public ProgressRow Add(LongWork work)
    {
        string title = isShared ? $"{work.Title} " : "";
        ProgressTask task = context.AddTask(
            Markup.Escape($"{title}{work.Steps(work.From)}"),
            maxValue: work.Total ?? 1
        );
        task.IsIndeterminate = work.Total is null;
        task.Value = work.From;
        return new Bar(work, title, task);
    }

    private sealed class Bar(LongWork work, string title, ProgressTask task) : ProgressRow
    {
        public override void Report(int done, string status)
        {
            if (work.Total is not null)
                task.Value = done;
            task.Description = Markup.Escape($"{title}{work.Steps(done)} {status}");
        }

        public override void Dispose() => task.StopTask();
    }
}
