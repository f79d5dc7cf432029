namespace QImpact.Terminal;

/// <summary>A failure whose message is for the person, such as one of a program that this one started.</summary>
/// <param name="message">What went wrong; it becomes the line on standard error.</param>
/// <param name="exitCode">The exit code that this program ends with.</param>
public sealed class ProgramFailedException(string message, int exitCode) : Exception(message)
{
    /// <summary>The exit code that this program ends with.</summary>
    public int ExitCode { get; } = exitCode;
}
