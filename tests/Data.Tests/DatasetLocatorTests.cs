using QImpact.Tests;
using Shouldly;
using Xunit;

namespace QImpact.Data.Tests;

[Collection(nameof(DatasetLocatorTests))]
[CollectionDefinition(nameof(DatasetLocatorTests), DisableParallelization = true)]
public sealed class DatasetLocatorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _workingFolder = Directory.GetCurrentDirectory();
    private readonly string? _root = Environment.GetEnvironmentVariable(DatasetLocator.RootVariable);

    public void Dispose()
    {
        Directory.SetCurrentDirectory(_workingFolder);
        Environment.SetEnvironmentVariable(DatasetLocator.RootVariable, _root);
        _folder.Dispose();
    }

    [Fact]
    public void An_archive_named_by_the_option_is_taken()
    {
        string path = ArchiveBuilder.Valid().Save(_folder, "any-name.npz");
        DatasetLocator.Find("sample", path).ShouldBe(path);
    }

    [Fact]
    public void A_folder_named_by_the_option_is_searched_for_the_data_sets_archive()
    {
        string path = ArchiveBuilder.Valid().Save(_folder);
        DatasetLocator.Find("sample", _folder.Path).ShouldBe(path);
    }

    [Fact]
    public void A_named_folder_without_the_archive_is_an_error_and_nothing_else_is_searched()
    {
        string elsewhere = _folder.File("elsewhere");
        Directory.CreateDirectory(elsewhere);
        ArchiveBuilder.Valid().Save(_folder);
        Environment.SetEnvironmentVariable(DatasetLocator.RootVariable, _folder.Path);
        Should
            .Throw<BadInputException>(() => DatasetLocator.Find("sample", elsewhere))
            .Message.ShouldBe($"--data={elsewhere}: the folder has no sample.npz; name the archive itself");
    }

    [Fact]
    public void The_environment_variable_comes_before_the_working_folder_and_its_parents()
    {
        string working = Folder("work/inner");
        string inData = ArchiveIn("work/data");
        string inShared = ArchiveIn("work/inner/shared/data");
        string inRoot = ArchiveIn("root");
        Directory.SetCurrentDirectory(working);
        Environment.SetEnvironmentVariable(DatasetLocator.RootVariable, Path.GetDirectoryName(inRoot));

        DatasetLocator.Find("sample", null).ShouldBe(inRoot);
        File.Delete(inRoot);
        DatasetLocator.Find("sample", null).ShouldBe(inShared);
        File.Delete(inShared);
        DatasetLocator.Find("sample", null).ShouldBe(inData);
    }

    [Fact]
    public void The_last_place_is_the_folder_that_MedMNIST_itself_uses()
    {
        DatasetLocator.UsualPlaces().Last().ShouldEndWith(".medmnist");
    }

    [Fact]
    public void A_data_set_that_is_nowhere_is_an_error_that_says_where_it_was_looked_for_and_what_to_do()
    {
        string message = Should.Throw<BadInputException>(() => DatasetLocator.Load("no-such-set", null)).Message;
        message.ShouldContain("no-such-set.npz was not found in ");
        message.ShouldContain("--data=FILE");
        message.ShouldContain("--dataset=phantom");
    }

    [Fact]
    public void The_phantom_needs_no_file()
    {
        DatasetLocator.Load(DatasetLocator.Phantom, null).Description.IsPhantom.ShouldBeTrue();
    }

    private string Folder(string name) => Directory.CreateDirectory(_folder.File(name)).FullName;

    private string ArchiveIn(string name)
    {
        string folder = Folder(name);
        return ArchiveBuilder.Valid().Save(_folder, Path.Combine(folder, "sample.npz"));
    }
}
