using CliWrap;
using CliWrap.Buffered;
using QImpact.Tests;

namespace QImpact.EndToEnd.Tests;

/// <summary>How a program ended.</summary>
public sealed record Ending(int Code, string Output, string Error);

/// <summary>
/// Runs the built programs in an empty folder of their own, with an empty home folder and no data set within reach.
/// </summary>
public sealed class Programs : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("qimpact-");

    public Programs()
    {
        Directory.CreateDirectory(Home);
        Directory.CreateDirectory(Folder);
    }

    /// <summary>The home folder of the programs.</summary>
    public string Home => Path.Combine(_root.FullName, "home");

    /// <summary>The working folder of the programs.</summary>
    public string Folder => Path.Combine(_root.FullName, "work");

    public string File(string name) => Path.Combine(Folder, name);

    /// <summary>Puts an archive of few images where the programs look for one: the data set <c>small</c>.</summary>
    public void AddSmallDataset()
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(File("data"));
        System.IO.File.Move(ArchiveBuilder.ToTrainOn().Save(folder, "small.npz"), File("data/small.npz"));
    }

    public Task<Ending> Train(params string[] words) => Verb("train", words);

    public Task<Ending> Export(params string[] words) => Verb("export", words);

    public Task<Ending> Infer(params string[] words) => Verb("infer", words);

    public Task<Ending> Verify(params string[] words) => Verb("verify", words);

    public Task<Ending> Analyze(params string[] words) => Verb("analyze", words);

    public Task<Ending> Reproduce(params string[] words) => Verb("reproduce", words);

    /// <summary>A verb of the one program.</summary>
    public Task<Ending> Verb(string verb, string[] words, params (string Name, string Value)[] environment) =>
        Start(PathOf("Cli", "qimpact"), [verb, .. words], environment);

    /// <summary>A program that stands alone, such as an example.</summary>
    public Task<Ending> Run(string program, params string[] words) =>
        Start(PathOf(program, $"QImpact.{program}"), words, []);

    private async Task<Ending> Start(string path, string[] words, (string Name, string Value)[] environment)
    {
        BufferedCommandResult result = await Cli.Wrap("dotnet")
            .WithArguments(["exec", path, .. words])
            .WithWorkingDirectory(Folder)
            .WithEnvironmentVariables(variables =>
            {
                variables.Set("HOME", Home).Set("USERPROFILE", Home).Set("MEDMNIST_ROOT", null);
                foreach ((string name, string value) in environment)
                    variables.Set(name, value);
            })
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync();
        return new Ending(result.ExitCode, result.StandardOutput, result.StandardError);
    }

    public void Dispose() => _root.Delete(recursive: true);

    // artifacts/bin/QImpact.EndToEnd.Tests/CONFIGURATION/ -> artifacts/bin/QImpact.PROGRAM/CONFIGURATION/
    public static string FolderOf(string program)
    {
        DirectoryInfo own = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(own.Parent!.Parent!.FullName, $"QImpact.{program}", own.Name);
    }

    public static string PathOf(string program, string name) => Path.Combine(FolderOf(program), $"{name}.dll");
}
