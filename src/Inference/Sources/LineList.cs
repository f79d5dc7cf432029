using System.Collections.Concurrent;
using QImpact.Data;

namespace QImpact.Inference.Sources;

/// <summary>The lines of a list that somebody is still writing, such as standard input. Waiting for the next one ends when it is cancelled.</summary>
internal static class LineList
{
    /// <summary>The longest line, in characters; no system has longer paths.</summary>
    private const int MaximumLength = 4096;

    private const int ReadAhead = 256;

    /// <summary>The lines, trimmed, without those that are blank.</summary>
    /// <exception cref="BadInputException">The list can't be read, or has a line that names no file.</exception>
    public static IEnumerable<string> Of(TextReader list, CancellationToken cancellation)
    {
        // A thread of its own: nothing interrupts a reader that waits for input. It goes with the process.
        BlockingCollection<string> lines = new(ReadAhead);
        Task reading = Task.Factory.StartNew(
            () =>
            {
                try
                {
                    for (int number = 1; Next(list, number) is { } line; number++)
                        if (line.Trim() is { Length: > 0 } trimmed)
                            lines.Add(trimmed, cancellation);
                }
                finally
                {
                    lines.CompleteAdding();
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );
        foreach (string line in lines.GetConsumingEnumerable(cancellation))
            yield return line;
        reading.GetAwaiter().GetResult();
    }

    private static string? Next(TextReader list, int number)
    {
        Span<char> line = stackalloc char[MaximumLength];
        for (int length = 0; ; )
        {
            int next = Read(list);
            if (next < 0 || next == '\n')
                return next < 0 && length == 0 ? null : line[..length].ToString();
            if (next == 0)
                throw Wrong("a NUL character");
            if (length == MaximumLength)
                throw Wrong($"more than {MaximumLength} characters");
            line[length++] = (char)next;
        }

        BadInputException Wrong(string what) =>
            new($"line {number} of standard input has {what}; expected one file per line");
    }

    private static int Read(TextReader list)
    {
        try
        {
            return list.Read();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"standard input can't be read: {exception.AsReason()}", exception);
        }
    }
}
