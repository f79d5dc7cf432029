using System.Reflection;
using System.Text.RegularExpressions;
using CliWrap;
using CliWrap.Buffered;
using QImpact.Tests;
using Shouldly;
using Xunit;

namespace QImpact.EndToEnd.Tests;

/// <summary>
/// The packages of this build, installed from a folder into an empty home outside the clone: what is not ours comes from the machine's own
/// folder of packages, so no network is needed, and nothing is written to it.
/// </summary>
public sealed partial class PackageTests(PackageTests.Home home) : IClassFixture<PackageTests.Home>
{
    [Fact]
    public async Task The_tool_describes_emits_infers_and_compares()
    {
        Ending installed = await home.Dotnet("tool", "install", "qimpact", "--tool-path", "tools");
        installed.Code.ShouldBe(0, installed.Output + installed.Error);
        long size = new DirectoryInfo(home.File("tools"))
            .EnumerateFiles("*", SearchOption.AllDirectories)
            .Sum(file => file.Length);
        size.ShouldBeLessThan(150_000_000);

        (await Tool("describe")).ShouldContain("0: ──RX(x0)");
        (await Tool("emit", "--as=qasm")).ShouldContain("OPENQASM 3");
        (await Tool("infer", "scan.png", "--model=model.onnx", "--out=one.csv")).ShouldContain("one.csv");
        home.Copy("tests/fixtures/runs/breastmnist-baseline-paper-s0", "baseline");
        home.Copy("tests/fixtures/runs/breastmnist-quantum-end-paper-s0", "end");
        (
            await Tool("compare", "--predictions=baseline/predictions.csv", "--predictions=end/predictions.csv")
        ).ShouldContain("accuracy");

        Ending training = await home.Run(
            home.File("tools/qimpact"),
            "train",
            "--architecture=baseline",
            "--dataset=phantom",
            "--out=run"
        );
        training.Code.ShouldBe(1);
        training.Error.ShouldMatch(
            @"^error: libtorch 2\.10\.0, which training needs, was not found; `dotnet package download libtorch-cpu-\S+@2\.10\.0 --output \S+` brings it"
        );

        async Task<string> Tool(params string[] words)
        {
            Ending ending = await home.Run(home.File("tools/qimpact"), words);
            ending.Code.ShouldBe(0, ending.Error);
            return ending.Output;
        }
    }

    [Fact]
    public async Task The_examples_of_the_packages_run_and_the_layer_says_where_libtorch_comes_from()
    {
        Example[] examples = Examples("csharp");
        examples.Select(example => example.Package).ShouldContain("QImpact.TorchSharp");
        home.Write("app/App.csproj", Project(examples.Select(example => (example.Package, Home.Version))));
        foreach (Example example in examples)
            home.Write($"app/{example.Name}.cs", example.AsClass());
        // The layer's is the last one, so that the others have run where it stops.
        string[] calls =
        [
            .. examples
                .OrderBy(example => example.Package == "QImpact.TorchSharp")
                .Select(example => $"await {example.Name}.Run();"),
        ];
        home.Write("app/Program.cs", string.Join('\n', calls));

        Ending build = await home.Dotnet("build", "app", "-nologo", "-v", "quiet");
        build.Code.ShouldBe(0, build.Output);
        build.Output.ShouldContain("warning QIMPACT001: QImpact.TorchSharp needs libtorch");
        string program = Directory.GetFiles(home.File("app/bin"), "App.dll", SearchOption.AllDirectories).Single();
        Ending without = await home.Dotnet("exec", program);
        without.Error.ShouldContain("libtorch 2.10.0, which training needs, was not found");
        without.Code.ShouldNotBe(0);

        // As `dotnet package download` or `dotnet add package` would bring it, without half a gigabyte of copying.
        Ending run = await home.Dotnet([("QIMPACT_LIBTORCH", home.LibTorch)], "exec", program);
        run.Code.ShouldBe(0, run.Error);
        foreach (Example example in examples)
            run.Output.ShouldContain(example.Output, customMessage: example.Package);
    }

    [Fact]
    public async Task A_script_uses_the_statistics_and_the_metrics()
    {
        Example[] examples = Examples("fsharp");
        examples.Length.ShouldBe(2);
        IEnumerable<string> references = examples.Select(example => $"#r \"nuget: {example.Package}, {Home.Version}\"");
        home.Write("script.fsx", string.Join('\n', references.Concat(examples.Select(example => example.Code))));
        Ending ending = await home.Dotnet("fsi", "script.fsx");
        ending.Code.ShouldBe(0, ending.Output + ending.Error);
        foreach (Example example in examples)
            ending.Output.ShouldContain(example.Output, customMessage: example.Package);
    }

    private static string Project(IEnumerable<(string Package, string Version)> packages) =>
        $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
              </PropertyGroup>
              <ItemGroup>
                {string.Concat(
                packages.Select(package =>
                    $"<PackageReference Include=\"{package.Package}\" Version=\"{package.Version}\" />"
                )
            )}
              </ItemGroup>
            </Project>
            """;

    // The code of each package's page, and what it says that it prints.
    private static Example[] Examples(string language) =>
        [
            .. Directory
                .GetFiles(Path.Combine(Repository.Root, "docs", "packages"), "*.md")
                .Order(StringComparer.Ordinal)
                .Select(file => (Package: Path.GetFileNameWithoutExtension(file), Text: File.ReadAllText(file)))
                .Where(page => page.Text.Contains($"```{language}\n", StringComparison.Ordinal))
                .Select(page => new Example(page.Package, Block(page.Text, language), Block(page.Text, "text"))),
        ];

    private static string Block(string page, string language) => page.Split($"```{language}\n")[1].Split("\n```")[0];

    private sealed partial record Example(string Package, string Code, string Output)
    {
        public string Name => Package.Replace(".", "", StringComparison.Ordinal);

        public string AsClass()
        {
            string[] lines = Code.Split('\n');
            string[] usings = [.. lines.TakeWhile(line => Using().IsMatch(line) || line.Length == 0)];
            return $$"""
                {{string.Join('\n', usings)}}
                internal static class {{Name}}
                {
                    public static async Task Run()
                    {
                        await Task.CompletedTask;
                {{string.Join('\n', lines.Skip(usings.Length))}}
                    }
                }
                """;
        }

        [GeneratedRegex(@"^using (static )?[\w.]+;$")]
        private static partial Regex Using();
    }

    /// <summary>An empty home, whose only source of packages is what this build packs.</summary>
    public sealed class Home : IAsyncLifetime
    {
        public const string Version = "0.1.0";

        private readonly TemporaryFolder _folder = new();

        private static readonly string Machine = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            is { Length: > 0 } named
            ? named
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

        /// <summary>The build's own copy.</summary>
        public string LibTorch { get; } = Path.Combine(Repository.Root, "artifacts", "libtorch");

        public async ValueTask InitializeAsync()
        {
            // As it is spelt in the assemblies.
            string configuration = typeof(PackageTests)
                .Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!
                .Configuration;
            BufferedCommandResult packed = await Cli.Wrap("dotnet")
                .WithArguments([
                    "pack",
                    "QImpact.slnx",
                    "--no-build",
                    "--configuration",
                    configuration,
                    "-nologo",
                    "-p:PackTool=true",
                    "--output",
                    File("feed"),
                    $"-p:ToolFolder={File("tool")}/",
                ])
                .WithWorkingDirectory(Repository.Root)
                .WithEnvironmentVariables(variables => variables.Set("MSBUILDDISABLENODEREUSE", "1"))
                .WithValidation(CommandResultValidation.None)
                .ExecuteBufferedAsync();
            packed.ExitCode.ShouldBe(0, packed.StandardOutput);
            Write(
                ".nuget/NuGet/NuGet.Config",
                $"""
                <configuration>
                  <packageSources><clear /><add key="feed" value="{File("feed")}" /></packageSources>
                  <fallbackPackageFolders><add key="machine" value="{Machine}" /></fallbackPackageFolders>
                </configuration>
                """
            );
            Copy("tests/fixtures/models/sound.onnx", "model.onnx");
            Copy("tests/fixtures/images/grey-larger.png", "scan.png");
        }

        public ValueTask DisposeAsync()
        {
            _folder.Dispose();
            return ValueTask.CompletedTask;
        }

        public string File(string name) => _folder.File(name);

        public void Write(string name, string text)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(File(name))!);
            System.IO.File.WriteAllText(File(name), text);
        }

        /// <summary>Copies a file, or the files of a folder, of the clone.</summary>
        public void Copy(string from, string to)
        {
            string source = Path.Combine(Repository.Root, from);
            if (System.IO.File.Exists(source))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(File(to))!);
                System.IO.File.Copy(source, File(to), overwrite: true);
                return;
            }
            foreach (string file in Directory.GetFiles(source))
                Copy(Path.Combine(from, Path.GetFileName(file)), $"{to}/{Path.GetFileName(file)}");
        }

        public Task<Ending> Dotnet(params string[] words) => Start("dotnet", words, []);

        public Task<Ending> Dotnet((string Name, string Value)[] environment, params string[] words) =>
            Start("dotnet", words, environment);

        public Task<Ending> Run(string program, params string[] words) => Start(program, words, []);

        private async Task<Ending> Start(string program, string[] words, (string Name, string Value)[] environment)
        {
            BufferedCommandResult result = await Cli.Wrap(program)
                .WithArguments(words)
                .WithWorkingDirectory(_folder.Path)
                .WithEnvironmentVariables(variables =>
                {
                    variables
                        .Set("HOME", _folder.Path)
                        .Set("USERPROFILE", _folder.Path)
                        .Set("DOTNET_CLI_HOME", _folder.Path)
                        .Set("NUGET_PACKAGES", null)
                        // No process may outlive the test.
                        .Set("MSBUILDDISABLENODEREUSE", "1")
                        .Set("DOTNET_CLI_USE_MSBUILD_SERVER", "0")
                        .Set("UseSharedCompilation", "false")
                        .Set("DOTNET_CLI_TELEMETRY_OPTOUT", "1");
                    foreach ((string name, string value) in environment)
                        variables.Set(name, value);
                })
                .WithValidation(CommandResultValidation.None)
                .ExecuteBufferedAsync();
            return new Ending(result.ExitCode, result.StandardOutput, result.StandardError);
        }
    }
}
