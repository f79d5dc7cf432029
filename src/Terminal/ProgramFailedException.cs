namespace QImpact.Terminal;

/// <summary>A failure whose message is for the person, such as one of a program that this one started.</summary>
/// <param name="message">What went wrong; it becomes the line on standard error.</param>
/// <param name="exitCode">The exit code that this program ends with.</param>
/// <param name="saidWhy">Whether a program that failed gave the reason itself, rather than being killed.</param>
public sealed class ProgramFailedException(string message, int exitCode, bool saidWhy = true) : Exception(message)
{
    /// <summary>Whether a program that failed gave the reason itself, rather than being killed.</summary>
    public bool SaidWhy { get; } = saidWhy;

    /// <summary>The exit code that this program ends with.</summary>
    public int ExitCode { get; } = exitCode;
}
