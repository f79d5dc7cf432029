namespace QImpact.Tests;

/// <summary>The checkout that the tests belong to.</summary>
internal static class Repository
{
    /// <summary>The folder with QImpact.slnx, found upwards from the test program.</summary>
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "QImpact.slnx")))
            folder = folder.Parent;
        return folder?.FullName
            ?? throw new DirectoryNotFoundException($"no folder above {AppContext.BaseDirectory} has QImpact.slnx");
    }
}
