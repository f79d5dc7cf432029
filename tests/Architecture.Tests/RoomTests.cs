using System.Reflection;
using NetArchTest.Rules;
using Shouldly;
using Xunit;

namespace QImpact.Architecture.Tests;

public sealed class RoomTests
{
    // Which rooms and libraries a room may know besides the base class library; arrows point one way.
    public static TheoryData<string, string[]> Arrows =>
        new()
        {
            { "Quantum", [] },
            { "Onnx", ["QImpact.Quantum", "Google.Protobuf"] },
            { "Metrics", ["FSharp.Core"] },
            { "Statistics", ["QImpact.Metrics", "FSharp.Core", "MathNet.Numerics"] },
            {
                "Data",
                ["Sep", "System.IO.Hashing", "SkiaSharp", "StbImageSharp", "BitMiracle.LibTiff.NET", "YamlDotNet"]
            },
            { "Terminal", ["QImpact.Data", "System.CommandLine", "Spectre.Console", "Spectre.Console.Ansi"] },
            {
                "Exchange",
                ["QImpact.Quantum", "QImpact.Onnx", "QImpact.Data", "QImpact.Terminal", "System.CommandLine"]
            },
            {
                "Inference",
                [
                    "QImpact.Data",
                    "QImpact.Metrics",
                    "QImpact.Terminal",
                    "System.CommandLine",
                    "FSharp.Core",
                    "Microsoft.ML.OnnxRuntime",
                    "Microsoft.Extensions.FileSystemGlobbing",
                    "Parquet",
                ]
            },
            {
                "Training",
                [
                    "QImpact.Quantum",
                    "QImpact.Onnx",
                    "QImpact.Exchange",
                    "QImpact.Data",
                    "QImpact.Metrics",
                    "QImpact.Inference",
                    "QImpact.Terminal",
                    "System.CommandLine",
                    "FSharp.Core",
                    "Google.Protobuf",
                    "TorchSharp",
                ]
            },
            {
                "Study",
                [
                    "QImpact.Training",
                    "QImpact.Exchange",
                    "QImpact.Inference",
                    "QImpact.Data",
                    "QImpact.Statistics",
                    "QImpact.Terminal",
                    "System.CommandLine",
                    "FSharp.Core",
                    "TorchSharp",
                ]
            },
            {
                "Analysis",
                [
                    "QImpact.Data",
                    "QImpact.Metrics",
                    "QImpact.Statistics",
                    "QImpact.Terminal",
                    "System.CommandLine",
                    "FSharp.Core",
                    "Spectre.Console",
                    "Spectre.Console.Ansi",
                    "Deedle",
                    "Giraffe.ViewEngine",
                    "XPlot.Plotly",
                    "Plotly.NET",
                ]
            },
        };

    [Theory]
    [MemberData(nameof(Arrows))]
    public void A_room_knows_only_the_rooms_and_libraries_that_its_arrows_allow(string room, string[] allowed)
    {
        Load(room)
            .GetReferencedAssemblies()
            .Select(assembly => assembly.Name!)
            .Where(name => !IsBaseClassLibrary(name))
            .Except(allowed)
            .ShouldBeEmpty();
    }

    [Fact]
    public void No_library_room_writes_to_the_console()
    {
        foreach (string room in new[] { "Quantum", "Onnx", "Metrics", "Statistics", "Data" })
            Types
                .InAssembly(Load(room))
                .ShouldNot()
                .HaveDependencyOn("System.Console")
                .GetResult()
                .IsSuccessful.ShouldBeTrue(room);
    }

    [Fact]
    public void Records_of_the_run_folder_and_the_circuits_are_sealed()
    {
        foreach (string room in new[] { "Quantum", "Data" })
            Types
                .InAssembly(Load(room))
                .That()
                .AreClasses()
                .And()
                .AreNotAbstract()
                .And()
                .ArePublic()
                .Should()
                .BeSealed()
                .GetResult()
                .IsSuccessful.ShouldBeTrue(room);
    }

    private static Assembly Load(string room) => Assembly.Load($"QImpact.{room}");

    private static bool IsBaseClassLibrary(string name) =>
        name is "System.Runtime" or "netstandard" or "mscorlib"
        || File.Exists(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, name + ".dll"));
}
