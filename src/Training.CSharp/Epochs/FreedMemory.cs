using System.Runtime.InteropServices;

namespace QImpact.Training.Epochs;

/// <summary>
/// Tensors of a step have the sizes of those of the step before. GNU's C library would give their memory back to the system in between, and
/// the system would clear it page by page when it is taken again: about a tenth of a step.
/// </summary>
internal static partial class FreedMemory
{
    // Parameters of mallopt, and the largest value that it takes for the second one.
    private const int TrimThreshold = -1;
    private const int MapThreshold = -3;
    private const int LargestMapThreshold = 32 << 20;

    /// <summary>Lets this process keep up to 1 GiB of what it has freed. Where the C library is another one, nothing changes.</summary>
    public static void Keep()
    {
        if (!OperatingSystem.IsLinux())
            return;
        try
        {
            _ = SetOption(TrimThreshold, 1 << 30);
            _ = SetOption(MapThreshold, LargestMapThreshold);
        }
        catch (EntryPointNotFoundException)
        {
            // musl has no such option.
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetOption(int option, int value);
}
