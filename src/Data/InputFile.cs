namespace QImpact.Data;

/// <summary>Reads files and folders that a person named.</summary>
public static class InputFile
{
    /// <summary>What <paramref name="read"/> gives; <paramref name="what"/> names the file or folder in the message of a failure.</summary>
    /// <exception cref="BadInputException">It can't be read.</exception>
    public static T Read<T>(string what, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"{what} can't be read: {exception.Message}", exception);
        }
    }
}
