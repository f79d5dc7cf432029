namespace QImpact.Data.Runs;

/// <summary>
/// Held while a process trains in a run folder, so that no second one writes there and <c>runs</c> can say which runs are
/// going on; or while a study writes to its folders. The system releases it when the process ends, however it ends.
/// </summary>
public sealed class RunLock : IDisposable
{
    private readonly FileStream _stream;

    private RunLock(FileStream stream) => _stream = stream;

    /// <summary>Takes the lock of a run folder, which exists.</summary>
    /// <exception cref="BadInputException">Another process trains there, or nothing can be written there.</exception>
    public static RunLock Take(RunFolder run) =>
        Take(run, $"another process is training in {run.Path}; wait for it, or choose another --out");

    /// <summary>Takes the lock of a folder, which exists.</summary>
    /// <param name="run">The folder.</param>
    /// <param name="held">What is said where another process holds it.</param>
    /// <exception cref="BadInputException">One does, or nothing can be written there.</exception>
    public static RunLock Take(RunFolder run, string held)
    {
        try
        {
            return new RunLock(
                new FileStream(
                    run.LockFile,
                    new FileStreamOptions
                    {
                        Mode = FileMode.OpenOrCreate,
                        Access = FileAccess.ReadWrite,
                        Share = FileShare.None,
                        Options = FileOptions.DeleteOnClose,
                    }
                )
            );
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(
                exception is IOException && IsHeld(run)
                    ? held
                    : $"{run.LockFile} can't be written: {exception.AsReason()}",
                exception
            );
        }
    }

    /// <summary>Whether a process holds the lock of a run folder.</summary>
    public static bool IsHeld(RunFolder run)
    {
        try
        {
            using FileStream stream = new(run.LockFile, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return exception is IOException;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();
}
