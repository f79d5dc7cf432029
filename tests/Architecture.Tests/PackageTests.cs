using System.Reflection;
using System.Xml.Linq;
using QImpact.Tests;
using Shouldly;
using Xunit;

namespace QImpact.Architecture.Tests;

public sealed class PackageTests
{
    private const string WriteVariable = "QIMPACT_WRITE_API";

    private static readonly string Root = Repository.Root;

    // The name of each package, and its project.
    private static readonly Dictionary<string, string> Projects = Directory
        .GetFiles(Path.Combine(Root, "src"), "*.*proj", SearchOption.AllDirectories)
        .Where(file => Property(file, "IsPackable") == "true")
        .ToDictionary(file => Property(file, "PackageId") ?? Path.GetFileNameWithoutExtension(file));

    public static TheoryData<string> Packages => [.. Projects.Keys.Order()];

    [Theory]
    [MemberData(nameof(Packages))]
    public void The_public_interface_of_a_package_is_the_one_that_is_written_down(string package)
    {
        string file = Path.Combine(Root, "docs", "api", $"{package}.txt");
        string[] found = PublicApi.Of(Assembly.Load(Path.GetFileNameWithoutExtension(Projects[package])));
        if (Environment.GetEnvironmentVariable(WriteVariable) is { Length: > 0 })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, string.Concat(found.Select(line => $"{line}\n")));
        }
        string[] written = File.Exists(file) ? File.ReadAllLines(file) : [];
        string[] changes =
        [
            .. written.Except(found).Select(line => $"- {line}"),
            .. found.Except(written).Select(line => $"+ {line}"),
        ];
        changes.ShouldBeEmpty(
            $"docs/api/{package}.txt differs from the code; if that is meant, ./build.sh api writes it anew"
        );
    }

    [Fact]
    public void Every_interface_that_is_written_down_is_a_packages()
    {
        Directory
            .GetFiles(Path.Combine(Root, "docs", "api"), "*.txt")
            .Select(Path.GetFileNameWithoutExtension)
            .Except(Projects.Keys)
            .ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void A_package_says_what_it_is_and_its_rooms_are_packages_too(string package)
    {
        string project = Projects[package];
        Property(project, "Description").ShouldNotBeNullOrEmpty();
        Property(project, "PackageTags").ShouldNotBeNullOrEmpty();
        File.ReadAllText(Path.Combine(Root, "docs", "packages", $"{package}.md")).ShouldStartWith($"# {package}\n");
        XDocument
            .Load(project)
            .Descendants("ProjectReference")
            .Select(reference =>
                Path.GetFullPath(reference.Attribute("Include")!.Value, Path.GetDirectoryName(project)!)
            )
            .Except(Projects.Values)
            .ShouldBeEmpty();
    }

    [Fact]
    public void Every_page_is_in_the_contents_of_the_site()
    {
        string docs = Path.Combine(Root, "docs");
        string contents = File.ReadAllText(Path.Combine(docs, "toc.yml"));
        Directory
            .GetFiles(docs, "*.md")
            .Concat(Directory.GetFiles(Path.Combine(docs, "packages"), "*.md"))
            .Select(page => Path.GetRelativePath(docs, page).Replace('\\', '/'))
            .Where(page => !contents.Contains($"href: {page}\n", StringComparison.Ordinal))
            .ShouldBeEmpty("docs/toc.yml lacks them");
    }

    private static string? Property(string project, string name) =>
        XDocument.Load(project).Descendants(name).FirstOrDefault()?.Value;
}
