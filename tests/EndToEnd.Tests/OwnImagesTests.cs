using QImpact.Tests;
using Shouldly;
using Xunit;

namespace QImpact.EndToEnd.Tests;

/// <summary>A person's own folder of images, from the first look at it to a judged model.</summary>
public sealed class OwnImagesTests : IDisposable
{
    private readonly Programs _programs = new();

    public void Dispose() => _programs.Dispose();

    [Fact]
    public async Task A_folder_is_looked_at_trained_on_and_written_as_an_archive_that_gives_the_same_run()
    {
        AddImages();
        File.WriteAllText(_programs.File("scans/well/broken.png"), "no image");
        Ending refused = await _programs.Verb("data", ["--images=scans"]);
        refused.Code.ShouldBe(2);
        refused.Error.ShouldContain("well/broken.png");
        refused.Error.ShouldContain("--on-unreadable=skip");
        Ending looked = await _programs.Verb(
            "data",
            ["--images=scans", "--on-unreadable=skip", "--out=look", "--write=scans.npz"]
        );
        looked.Code.ShouldBe(0, looked.Error);
        File.Exists(_programs.File("look/data.html")).ShouldBeTrue();

        string[] settings =
        [
            "--architecture=quantum-mid",
            "--protocol=matched",
            "--epochs=1",
            "--batch-size=8",
            "--positive-class=ill",
            "--threads=1",
        ];
        Ending fromFolder = await _programs.Train([
            .. settings,
            "--images=scans",
            "--on-unreadable=skip",
            "--out=folder",
        ]);
        fromFolder.Code.ShouldBe(0, fromFolder.Error);
        fromFolder.Error.ShouldContain("classes by name: 0 ill (12), 1 well (12)");
        fromFolder.Error.ShouldContain("divided 70/10/20 with seed 0");
        Ending fromArchive = await _programs.Train([
            .. settings,
            "--dataset=scans",
            "--data=scans.npz",
            "--out=archive",
        ]);
        fromArchive.Code.ShouldBe(0, fromArchive.Error);
        File.ReadAllText(_programs.File("archive/history.csv"))
            .ShouldBe(File.ReadAllText(_programs.File("folder/history.csv")));

        Ending exported = await _programs.Export("--run=folder", "--out=models");
        exported.Code.ShouldBe(0, exported.Error);
        string model = Directory.GetFiles(_programs.File("models"), "*.onnx").ShouldHaveSingleItem();
        Ending evaluated = await _programs.Verb("evaluate", [$"--model={model}", "--images=scans", "--out=judged"]);
        // The broken image is a row with its reason.
        evaluated.Code.ShouldBe(3, evaluated.Error);
        evaluated.Output.ShouldContain("scans all, 24 images; positive class: ill");
    }

    private void AddImages()
    {
        string images = Path.Combine(Repository.Root, "tests", "fixtures", "images");
        foreach ((string name, string image) in new[] { ("ill", "grey.jpg"), ("well", "grey-smaller.png") })
        {
            Directory.CreateDirectory(_programs.File($"scans/{name}"));
            for (int copy = 0; copy < 12; copy++)
                File.Copy(
                    Path.Combine(images, image),
                    _programs.File($"scans/{name}/{copy}{Path.GetExtension(image)}")
                );
        }
    }
}
