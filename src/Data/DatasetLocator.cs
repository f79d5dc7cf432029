using System.Collections.Immutable;
using QImpact.Data.Archives;
using QImpact.Data.Phantom;

namespace QImpact.Data;

/// <summary>
/// Finds a data set by name (its archive is NAME.npz; the phantoms are generated): in an archive or its folder where one is named (data), or
/// else in the usual places, in the order in which a user of MedMNIST would look for it.
/// </summary>
public static class DatasetLocator
{
    /// <summary>The name of the generated data set.</summary>
    public const string Phantom = "phantom";

    /// <summary>The environment variable that names a folder with archives.</summary>
    public const string RootVariable = "MEDMNIST_ROOT";

    /// <summary>The generated data sets: two classes, grey; five; five in colour.</summary>
    public static ImmutableArray<string> Phantoms { get; } =
    [Phantom, SeveralClassesPhantom.Name, SeveralClassesPhantom.ColourName];

    // Drawing one takes half a second, and a job asks for it several times.
    private static readonly Dictionary<string, Lazy<Dataset>> Generated = new()
    {
        [Phantom] = new(() => PhantomGenerator.Generate(PhantomOptions.Default)),
        [SeveralClassesPhantom.Name] = new(() => SeveralClassesPhantom.Generate(inColour: false)),
        [SeveralClassesPhantom.ColourName] = new(() => SeveralClassesPhantom.Generate(inColour: true)),
    };

    /// <summary>Loads a data set.</summary>
    /// <exception cref="BadInputException">It is nowhere, or is not what it should be.</exception>
    public static Dataset Load(string name, string? data)
    {
        if (data is null && Generated.TryGetValue(name, out Lazy<Dataset>? phantom))
            return phantom.Value;
        return MedMnistArchive.Read(Require(name, data));
    }

    /// <summary>Opens one split (<c>train</c>, <c>val</c> or <c>test</c>) to be read image by image.</summary>
    /// <exception cref="BadInputException">It is nowhere, or is not what it should be.</exception>
    public static SplitReader OpenSplit(string name, string? data, string split)
    {
        if (!Dataset.SplitNames.Contains(split))
            throw Dataset.NoSuchSplit(split);
        if (data is null && Generated.TryGetValue(name, out Lazy<Dataset>? phantom))
            return SplitReader.Of(phantom.Value.Split(split), phantom.Value.Description.Md5);
        return MedMnistArchive.OpenSplit(Require(name, data), split);
    }

    /// <summary>Where a downloaded archive is stored: MedMNIST's own folder.</summary>
    /// <exception cref="BadInputException">This user has no home folder.</exception>
    public static string DownloadTarget(string name) =>
        HomeFolder() is { } folder
            ? Path.Combine(folder, name + ".npz")
            : throw new BadInputException(
                $"there is no home folder to store {name}.npz in; name the archive with --data=FILE"
            );

    /// <summary>The path of an archive, or null where it is in none of the usual places.</summary>
    /// <exception cref="BadInputException"><paramref name="data"/> is given and the archive is not there.</exception>
    public static string? Find(string name, string? data)
    {
        string file = name + ".npz";
        if (data is null)
            return UsualPlaces().Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists);
        if (File.Exists(data))
            return data;
        if (!Directory.Exists(data))
            throw new BadInputException(
                $"--data={data}: there is no such file or folder; expected {file} or its folder"
            );
        string inside = Path.Combine(data, file);
        return File.Exists(inside)
            ? inside
            : throw new BadInputException($"--data={data}: the folder has no {file}; name the archive itself");
    }

    /// <summary>
    /// Where archives are looked for: <c>$MEDMNIST_ROOT</c>, <c>data/</c> and <c>shared/data/</c> in the working folder
    /// and each of its parents, <c>~/.medmnist</c>.
    /// </summary>
    public static IEnumerable<string> UsualPlaces()
    {
        if (Environment.GetEnvironmentVariable(RootVariable) is { Length: > 0 } root)
            yield return root;
        for (DirectoryInfo? folder = new(Directory.GetCurrentDirectory()); folder is not null; folder = folder.Parent)
        {
            yield return Path.Combine(folder.FullName, "data");
            yield return Path.Combine(folder.FullName, "shared", "data");
        }
        if (HomeFolder() is { } home)
            yield return home;
    }

    private static string Require(string name, string? data) =>
        Find(name, data)
        ?? throw new BadInputException(
            $"{name}.npz was not found in {string.Join(", ", UsualPlaces())}; name it with --data=FILE, set "
                + $"${RootVariable} to its folder, or put it in data/ (or use --dataset={Phantom}, generated images)"
        );

    private static string? HomeFolder()
    {
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return home.Length > 0 ? Path.Combine(home, ".medmnist") : null;
    }
}
