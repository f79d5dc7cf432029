using NetArchTest.Rules;
using QImpact.Tests;
using Shouldly;
using Xunit;

namespace QImpact.Architecture.Tests;

public sealed class QuantumRoomTests
{
    private const string Room = "QImpact.Quantum";

    private static readonly string[] Language = ["Circuits", "Gates", "Templates", "Noise", "Text", "Qasm"];
    private static readonly string[] Readers = ["Simulation", "Compilation", "Description", "Emit"];

    // What each reader of the language may know besides it.
    public static TheoryData<string, string[]> Arrows =>
        new()
        {
            { "Simulation", [] },
            { "Compilation", [] },
            { "Description", ["Compilation"] },
            { "Emit", ["Compilation", "Description"] },
        };

    [Fact]
    public void The_language_knows_none_of_its_readers()
    {
        foreach (string part in Language)
            DependentsOf(part, Readers).ShouldBeEmpty(part);
    }

    [Theory]
    [MemberData(nameof(Arrows))]
    public void A_reader_of_the_language_knows_only_the_readers_that_its_arrows_allow(string part, string[] allowed)
    {
        DependentsOf(part, [.. Readers.Except([part, .. allowed])]).ShouldBeEmpty();
    }

    [Fact]
    public void Every_folder_is_a_part_that_the_rules_name()
    {
        Directory
            .GetDirectories(Path.Combine(Repository.Root, "src", "Quantum"))
            .Select(Path.GetFileName)
            .ShouldBe([.. Language, .. Readers], ignoreOrder: true);
    }

    /// <summary>The types in a part that use one of the others.</summary>
    private static IEnumerable<string> DependentsOf(string part, string[] others)
    {
        PredicateList types = Types
            .InAssembly(System.Reflection.Assembly.Load(Room))
            .That()
            .ResideInNamespace($"{Room}.{part}");
        types.GetTypes().ShouldNotBeEmpty(part);
        return types
                .ShouldNot()
                .HaveDependencyOnAny([.. others.Select(other => $"{Room}.{other}")])
                .GetResult()
                .FailingTypes?.Select(type => type.FullName!)
            ?? [];
    }
}
