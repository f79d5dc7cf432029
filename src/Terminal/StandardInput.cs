using QImpact.Data;

namespace QImpact.Terminal;

/// <summary>Standard input, which may be closed.</summary>
public static class StandardInput
{
    private const string Descriptors = "/proc/self/fd";

    /// <summary>A reader of it.</summary>
    /// <exception cref="BadInputException">It is closed.</exception>
    public static TextReader Open() =>
        IsClosed() ? throw new BadInputException("standard input is closed; expected one file per line") : Console.In;

    // Where descriptor 0 is closed, the runtime's next pipe gets its number, and a reader would wait for ever: such a pipe has its other end,
    // the one that is written to, in this process.
    private static bool IsClosed()
    {
        if (!OperatingSystem.IsLinux() || !Directory.Exists(Descriptors))
            return false;
        return Target("0") is not { } own
            || own.StartsWith("anon_inode:", StringComparison.Ordinal)
            || (
                own.StartsWith("pipe:", StringComparison.Ordinal)
                && Directory
                    .GetFiles(Descriptors)
                    .Select(Path.GetFileName)
                    .Any(other => other != "0" && Target(other!) == own && IsWritable(other!))
            );
    }

    private static string? Target(string descriptor) => new FileInfo($"{Descriptors}/{descriptor}").LinkTarget;

    // The last digit of the flags, an octal number: 0 reads, 1 writes, 2 both.
    private static bool IsWritable(string descriptor) =>
        File.ReadLines($"/proc/self/fdinfo/{descriptor}")
            .FirstOrDefault(line => line.StartsWith("flags:", StringComparison.Ordinal))
            ?.TrimEnd()
            .EndsWith('1')
        ?? false;
}
