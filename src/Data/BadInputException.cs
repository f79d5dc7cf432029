namespace QImpact.Data;

/// <summary>
/// Something that a person handed over (a file, a folder, an option) can't be used. The message is one line for that
/// person: what, where, what was expected, how to mend it. Programs print it and end with exit code 2.
/// </summary>
public sealed class BadInputException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>What other libraries' exceptions say, fit for one line of an error.</summary>
public static class ExceptionText
{
    /// <summary>The first line of the message; .NET and native libraries append parameters and stacks below it.</summary>
    public static string FirstLine(this Exception exception) => exception.Message.Split('\n')[0].Trim();

    /// <summary>The message on one line, without the full stop that .NET ends it with.</summary>
    public static string AsReason(this Exception exception) =>
        exception.Message.ReplaceLineEndings(" ").TrimEnd('.', ' ');
}
