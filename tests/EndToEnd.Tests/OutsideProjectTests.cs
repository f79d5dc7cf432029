using System.Reflection;
using CliWrap;
using CliWrap.Buffered;
using QImpact.Tests;
using Shouldly;
using Xunit;

namespace QImpact.EndToEnd.Tests;

/// <summary>The README's layer in a project that lies outside the repository.</summary>
public sealed class OutsideProjectTests : IDisposable
{
    private const string Line = """<Import Project="QImpact/eng/QuantumLayer.targets" />""";

    private const string Usings = """
        using QImpact.Quantum.Circuits;
        using QImpact.Quantum.Templates;
        using QImpact.Training.Layers;
        using TorchSharp;
        using static TorchSharp.torch;
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_readmes_layer_runs_in_a_project_outside_the_repository_by_the_line_that_the_readme_says()
    {
        ReadmeExample.Readme.ShouldContain($"```xml\n{Line}\n```");
        ReadmeExample.Readme.ShouldContain($"```csharp\n{Usings}\n```");
        // As `dotnet new console` writes it, and the line.
        File.WriteAllText(
            _folder.File("Mine.csproj"),
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
              </PropertyGroup>
              {Line.Replace("QImpact/", $"{Repository.Root}/", StringComparison.Ordinal)}
            </Project>
            """
        );
        File.WriteAllText(
            _folder.File("Program.cs"),
            $$"""
            {{Usings}}

            {{ReadmeExample.In("tests/Training.Tests/ReadmeExampleTests.cs")}}
            Console.WriteLine($"outputs {string.Join('x', model.call(inputs).shape)}");
            """
        );

        // The configuration of this test, as it is spelt in the assemblies: with another spelling every room would be built again, under
        // the tests that run beside this one.
        string configuration = typeof(OutsideProjectTests)
            .Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!
            .Configuration;
        Ending build = await Dotnet("build", "-c", configuration, "-v", "quiet", "-nologo");
        build.Code.ShouldBe(0, build.Output);
        build.Output.ShouldContain("0 Warning(s)");
        string program = Directory.GetFiles(_folder.File("bin"), "Mine.dll", SearchOption.AllDirectories).Single();
        Ending run = await Dotnet("exec", program);
        (run.Code, run.Output.Trim()).ShouldBe((0, "outputs 256x2"), run.Error);
    }

    private async Task<Ending> Dotnet(params string[] words)
    {
        BufferedCommandResult result = await Cli.Wrap("dotnet")
            .WithArguments(words)
            .WithWorkingDirectory(_folder.Path)
            // No process may outlive the test.
            .WithEnvironmentVariables(variables => variables.Set("MSBUILDDISABLENODEREUSE", "1"))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync();
        return new Ending(result.ExitCode, result.StandardOutput, result.StandardError);
    }
}
