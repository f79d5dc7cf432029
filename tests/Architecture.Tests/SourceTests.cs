using System.Text.RegularExpressions;
using QImpact.Tests;
using Shouldly;
using Xunit;

namespace QImpact.Architecture.Tests;

public sealed partial class SourceTests
{
    private const int LongestFile = 350;

    private static readonly string Root = Repository.Root;

    [Fact]
    public void No_source_file_is_longer_than_a_subject_needs()
    {
        Sources()
            .Where(file => File.ReadLines(file).Count() > LongestFile)
            .Select(file => Path.GetRelativePath(Root, file))
            .ShouldBeEmpty();
    }

    [Fact]
    public void No_source_file_names_a_machines_folder()
    {
        Sources().Where(file => MachinePath().IsMatch(File.ReadAllText(file))).ShouldBeEmpty();
    }

    [Fact]
    public void Every_project_is_in_the_solution_and_has_its_lock_file()
    {
        string solution = File.ReadAllText(Path.Combine(Root, "QImpact.slnx"));
        foreach (string project in Files("*.csproj").Concat(Files("*.fsproj")))
        {
            solution.ShouldContain(Path.GetRelativePath(Root, project).Replace('\\', '/'));
            Directory.GetFiles(Path.GetDirectoryName(project)!, "packages.*.lock.json").ShouldNotBeEmpty(project);
        }
    }

    [Fact]
    public void Links_between_documents_lead_somewhere()
    {
        foreach (string file in Files("*.md"))
        foreach (Match link in Link().Matches(File.ReadAllText(file)))
        {
            string target = link.Groups[1].Value;
            if (target.Contains("://", StringComparison.Ordinal) || target.StartsWith('#'))
                continue;
            string path = Path.Combine(Path.GetDirectoryName(file)!, target.Split('#')[0]);
            (File.Exists(path) || Directory.Exists(path)).ShouldBeTrue($"{Path.GetRelativePath(Root, file)}: {target}");
        }
    }

    [Fact]
    public void Files_that_the_architecture_page_names_are_there()
    {
        string page = File.ReadAllText(Path.Combine(Root, "docs", "architecture.md"));
        string[] files = [.. NamedFile().Matches(page).Select(match => match.Groups[1].Value)];
        files.Length.ShouldBeGreaterThan(10);
        files.Where(file => !File.Exists(Path.Combine(Root, file))).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("src/Quantum", "QImpact.Quantum")]
    public void A_namespace_is_its_folder(string folder, string root)
    {
        foreach (string file in Directory.GetFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories))
        {
            string path = Path.GetRelativePath(Path.Combine(Root, folder), Path.GetDirectoryName(file)!);
            string expected = path == "." ? root : $"{root}.{path.Replace(Path.DirectorySeparatorChar, '.')}";
            File.ReadAllText(file).ShouldContain($"namespace {expected};", customMessage: file);
        }
    }

    private static IEnumerable<string> Sources() => Files("*.cs").Concat(Files("*.fs")).Concat(Files("*.fsi"));

    private static IEnumerable<string> Files(string pattern) =>
        new[] { "src", "tests", "eng", "benchmarks", "examples", "docs", "models" }
            .Select(folder => Path.Combine(Root, folder))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.GetFiles(folder, pattern, SearchOption.AllDirectories))
            .Where(file => !file.Contains("node_modules", StringComparison.Ordinal)) // others' packages, not ours
            .Concat(Directory.GetFiles(Root, pattern));

    [GeneratedRegex(@"""/(home|root|work|Users)/|[A-Z]:\\\\Users")]
    private static partial Regex MachinePath();

    [GeneratedRegex("`((?:src|tests)/[^`]+)`")]
    private static partial Regex NamedFile();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
