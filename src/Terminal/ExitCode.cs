namespace QImpact.Terminal;

/// <summary>What a program's exit code says.</summary>
public static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>A failure of the program or the machine.</summary>
    public const int Failure = 1;

    /// <summary>Input or usage that a person can mend.</summary>
    public const int BadInput = 2;

    /// <summary>Done, but some rows are broken and say so.</summary>
    public const int BrokenRows = 3;

    /// <summary>Interrupted by Ctrl-C.</summary>
    public const int Interrupted = 130;
}
