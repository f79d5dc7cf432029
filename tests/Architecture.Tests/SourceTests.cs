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

    [Fact]
    public void A_file_that_answers_where_something_is_declares_what_it_is_named_after()
    {
        string page = File.ReadAllText(Path.Combine(Root, "docs", "architecture.md"));
        string table = page.Split("\n## Where is\n")[1].Split("\n## ")[0];
        string[] files = [.. NamedFile().Matches(table).Select(match => match.Groups[1].Value)];
        files.Length.ShouldBeGreaterThan(10);
        files.Where(file => !DeclaresItsName(Path.Combine(Root, file))).ShouldBeEmpty();
    }

    [Fact]
    public void In_a_room_the_namespace_is_the_folder()
    {
        string[] strangers =
        [
            .. from project in Rooms()
            let room = Path.GetDirectoryName(project)! + Path.DirectorySeparatorChar
            from source in Sources()
            where source.StartsWith(room, StringComparison.Ordinal)
            let declared = Namespace().Match(File.ReadAllText(source))
            where declared.Success // the first statements of a program have none
            let folder = Path.GetRelativePath(room, Path.GetDirectoryName(source)!)
            let name = Path.Combine(Path.GetFileNameWithoutExtension(project), folder).TrimEnd('.', '/', '\\')
            where declared.Groups["folder"].Value != name.Replace(Path.DirectorySeparatorChar, '.')
            select Path.GetRelativePath(Root, source),
        ];
        strangers.ShouldBeEmpty();
    }

    [Fact]
    public void No_room_sees_anothers_internals()
    {
        Rooms()
            .SelectMany(project => Friend().Matches(File.ReadAllText(project)))
            .Select(friend => friend.Groups[1].Value)
            .Where(name => !name.EndsWith("Tests", StringComparison.Ordinal))
            .Where(name => !name.EndsWith("Benchmarks", StringComparison.Ordinal))
            .ShouldBeEmpty();
    }

    // A file in the plural holds some of its kind.
    private static bool DeclaresItsName(string file) =>
        Regex.IsMatch(
            File.ReadAllText(file),
            $@"^[^/\n]*\b(class|record|module|type)\b[^\n]*{Path.GetFileNameWithoutExtension(file).TrimEnd('s')}",
            RegexOptions.Multiline
        );

    private static IEnumerable<string> Rooms() =>
        Files("*.csproj")
            .Concat(Files("*.fsproj"))
            .Where(project => project.StartsWith(Path.Combine(Root, "src"), StringComparison.Ordinal));

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

    // An F# module stands in its namespace: the last name is its own.
    [GeneratedRegex(
        @"^(?:namespace (?<folder>[\w.]+)|module (?:internal )?(?<folder>[\w.]+)\.\w+)",
        RegexOptions.Multiline
    )]
    private static partial Regex Namespace();

    [GeneratedRegex("InternalsVisibleTo Include=\"([^\"]+)\"")]
    private static partial Regex Friend();

    [GeneratedRegex("`((?:src|tests)/[^`]+)`")]
    private static partial Regex NamedFile();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
