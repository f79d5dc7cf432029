using System.Globalization;
using QImpact.Data;
using QImpact.Terminal;

namespace QImpact.Study.Engines;

/// <summary><c>study.log</c>: one line an event, which begins with the time, UTC. Lines are added, also by the next start.</summary>
/// <param name="file">The file.</param>
internal sealed class StudyLog(string file)
{
    private readonly Lock _writing = new();

    /// <summary>The file's name.</summary>
    public const string Name = "study.log";

    /// <summary>Adds a line, and shows it where output is no terminal; there the table shows what matters.</summary>
    /// <param name="text">What happened.</param>
    /// <param name="always">Whether it is shown on a terminal too.</param>
    public void Add(string text, bool always = false)
    {
        string line = string.Create(
            CultureInfo.InvariantCulture,
            $"{DateTimeOffset.UtcNow:yyyy-MM-dd'T'HH:mm:ss'Z'} {text.ReplaceLineEndings(" ")}"
        );
        lock (_writing)
        {
            try
            {
                File.AppendAllText(file, line + "\n");
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // The runs count, and a full disk is told by them.
                ProgressDisplay.Say($"{file} can't be written: {exception.AsReason()}");
            }
        }
        if (always || !ProgressDisplay.DrawsBars)
            ProgressDisplay.Say(line);
    }
}
