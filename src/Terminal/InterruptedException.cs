namespace QImpact.Terminal;

/// <summary>Ctrl-C or SIGTERM stopped work that can go on later: where it stopped, and how it goes on, in words.</summary>
public sealed class InterruptedException(string where, string goOn) : OperationCanceledException($"{where}; {goOn}");
