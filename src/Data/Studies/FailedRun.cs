using QImpact.Data.Runs;

namespace QImpact.Data.Studies;

/// <summary>
/// A run that failed, such as one that diverged; the content of <c>NAME.failed.json</c> beside the archives. It is counted, and not tried again
/// unasked: the same run fails again.
/// </summary>
/// <param name="Identity">Which run it was.</param>
/// <param name="Reason">What it said, one line.</param>
/// <param name="ExitCode">What it ended with.</param>
public sealed record FailureRecord(RunIdentity Identity, string Reason, int ExitCode)
{
    /// <summary>The ending of such a file's name.</summary>
    public const string Extension = ".failed.json";

    /// <summary>Reads one.</summary>
    /// <exception cref="BadInputException">It is damaged or not of this form.</exception>
    public static FailureRecord Read(string file)
    {
        FailureRecord record = Json.ReadFile<FailureRecord>(file);
        record.Identity.Require(file);
        return record;
    }

    /// <summary>Writes it, whole or not at all.</summary>
    /// <exception cref="BadInputException">It can't be written.</exception>
    public void Write(string file) => Json.WriteFile(file, this);
}

/// <summary>A run of the list that failed, and why.</summary>
public sealed record FailedRun(PlannedRun Plan, string Reason, int ExitCode);
