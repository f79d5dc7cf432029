namespace QImpact.Terminal;

/// <summary>Ctrl-C or SIGTERM stopped work that can go on later.</summary>
/// <param name="where">Where it stopped, in words.</param>
/// <param name="goOn">How it goes on, in words.</param>
public sealed class InterruptedException(string where, string goOn) : OperationCanceledException($"{where}; {goOn}")
{
    /// <summary>Where it stopped, in words.</summary>
    public string Where { get; } = where;
}
