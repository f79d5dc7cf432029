using QImpact.Tests;
using Shouldly;
using Xunit;

namespace QImpact.Inference.Tests;

public sealed class ReadmeExampleTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void The_readmes_example_classifies_an_image_of_any_size()
    {
        string model = _place.Model();
        Example(model, _place.Write("dark.png", ImageFiles.Grey(50, 51))).ShouldBe("bad: 0.917");
        Example(model, _place.Write("light.png", ImageFiles.Grey(9, 204))).ShouldBe("good: 0.917");
    }

    [Fact]
    public void The_readme_shows_exactly_this_example()
    {
        ReadmeExample.Readme.ShouldContain(ReadmeExample.In("tests/Inference.Tests/ReadmeExampleTests.cs"));
    }

    private static string Example(string model, string scan)
    {
        // README: from here
        using Classifier classifier = Classifier.Load(model);

        float[] image = classifier.ReadImage(scan); // any size, grey or colours
        ClassifierOutput output = classifier.Run(image, count: 1);

        int decision = classifier.Decide(output.Probabilities); // with the card's threshold
        string answer = $"{classifier.Metadata.ClassNames[decision]}: {output.Probabilities[decision]:F3}";
        // README: to here
        return answer;
    }
}
