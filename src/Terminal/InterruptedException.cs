namespace QImpact.Terminal;

/// <summary>Ctrl-C or SIGTERM stopped work that can go on later; it says how.</summary>
public sealed class InterruptedException(string where, string goOn) : OperationCanceledException($"{where}; {goOn}")
{
    /// <summary>Where it stopped, in words.</summary>
    public string Where { get; } = where;
}
