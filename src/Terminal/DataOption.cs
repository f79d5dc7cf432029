using System.CommandLine;

namespace QImpact.Terminal;

/// <summary>The options that say where data are, the same in every program.</summary>
public static class DataOption
{
    /// <summary><c>--data</c>.</summary>
    public static Option<string?> Create() =>
        new("--data")
        {
            Description =
                "The MedMNIST archive (.npz), or the folder with it. Default: $MEDMNIST_ROOT; data/ and shared/data/ in "
                + "the working folder or a parent of it; ~/.medmnist.",
            HelpName = "FILE|FOLDER",
        };

    /// <summary><c>--offline</c>.</summary>
    public static Option<bool> CreateOffline() =>
        new("--offline") { Description = "Download nothing, even where the archive is nowhere." };
}
