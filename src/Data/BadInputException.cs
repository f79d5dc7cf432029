namespace QImpact.Data;

/// <summary>
/// Something that a person handed over (a file, a folder, an option) can't be used. The message is one line for that
/// person: what, where, what was expected, how to mend it. Programs print it and end with exit code 2.
/// </summary>
public sealed class BadInputException : Exception
{
    /// <summary>Creates the exception with its line.</summary>
    public BadInputException(string message)
        : base(message) { }

    /// <summary>Creates the exception with its line and the failure behind it.</summary>
    public BadInputException(string message, Exception inner)
        : base(message, inner) { }
}
