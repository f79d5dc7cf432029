using QImpact.Data;
using QImpact.Inference.Evaluate;
using QImpact.Inference.Infer;
using QImpact.Tests;
using Shouldly;
using Xunit;

namespace QImpact.Inference.Tests;

/// <summary>Labelled images through <c>evaluate</c>, up to the page that judges them.</summary>
public sealed class EvaluateTests : IDisposable
{
    private static readonly TinyModel Four = new() { Classes = 4, Channels = 3 };

    private readonly Workplace _place = new();
    private EvaluatedTable? _judged;

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Images_are_called_and_labelled_as_their_folder_says_by_the_classes_of_the_model()
    {
        // In the folder's own order class 3 comes first: the model's order is what counts.
        Image("a 3/dark.png", 0);
        Image("class 1/middle.png", 85);
        string list = List("path,label,split\na 3/dark.png,3,train\nclass 1/middle.png,class 1,test\n");

        Evaluate(list, "all");
        Rows().ShouldBe([("a 3/dark.png", "3", "0"), ("class 1/middle.png", "1", "1")]);
        Evaluate(list, null);
        Rows().ShouldBe([("class 1/middle.png", "1", "1")]);
        _judged!.ClassNames.ShouldBe(["class 0", "class 1", "class 2", "class 3"]);
    }

    [Fact]
    public void The_pictures_of_rows_are_PNG_files_of_what_the_model_sees_and_what_can_not_be_read_has_none()
    {
        Image("class 0/dark.png", 0);
        Image("class 1/middle.png", 85);
        _place.Write("scans/class 1/broken.png", "no image"u8.ToArray());
        Evaluate(Scans, null);
        IReadOnlyDictionary<string, byte[]> pictures = _judged!.Pictures([
            "class 0/dark.png",
            "class 1/broken.png",
            "nowhere",
        ]);
        pictures.Keys.ShouldBe(["class 0/dark.png"]);
        using SkiaSharp.SKBitmap picture = SkiaSharp.SKBitmap.Decode(pictures["class 0/dark.png"]);
        (picture.Width, picture.Height).ShouldBe((28, 28));
        picture.GetPixel(5, 5).ShouldBe(new SkiaSharp.SKColor(0, 0, 0));
    }

    [Fact]
    public void What_the_model_was_trained_on_is_not_known_without_its_card()
    {
        Image("class 0/dark.png", 0);
        Image("class 1/middle.png", 85);
        Evaluate(Scans, null);
        _judged!.Copies["four"].Unknown.ShouldNotBeNull().ShouldContain("what it was trained on");
    }

    [Fact]
    public void Of_images_that_the_model_was_trained_on_every_one_is_told_to_have_a_copy()
    {
        InferRequest request = _place.Request(_place.ModelWithCard()) with { Split = "all" };
        EvaluateJob.Execute(
            new EvaluateRequest(
                _place.File("out"),
                request with
                {
                    Output = _place.File("out/predictions.csv"),
                },
                Worst: 0
            ),
            (table, _) => _judged = table,
            asJson: false,
            CancellationToken.None
        );
        CopiedImages copied = _judged!.Copies.Values.Single();
        copied.Unknown.ShouldBeNull();
        copied.Ids.Count(id => id.StartsWith("train/", StringComparison.Ordinal)).ShouldBe(546);
        // The phantom's images are drawn anew for each split.
        copied.Ids.Length.ShouldBe(546);
        File.ReadLines(_judged.Table).Count().ShouldBe(1 + 546 + 78 + 156);
    }

    [Theory]
    [InlineData(
        "path,label\ndark.png,class 9\nother.png,0\n",
        "the class 'class 9' is no class; expected one of 'class 0'"
    )]
    [InlineData("path,label,split\ndark.png,0,train\nother.png,1,val\n", "--split=test: ")]
    public void What_can_not_be_judged_is_refused_in_one_line(string list, string expected)
    {
        Image("dark.png", 0);
        Image("other.png", 200);
        string message = Should.Throw<BadInputException>(() => Evaluate(List(list), null)).Message;
        message.ShouldContain(expected);
        message.ShouldNotContain('\n');
        _judged.ShouldBeNull();
    }

    private string Scans => _place.File("scans");

    private void Image(string name, byte value) => _place.Write($"scans/{name}", ImageFiles.Grey(28, value));

    private string List(string content)
    {
        string list = _place.File("scans/list.csv");
        File.WriteAllText(list, content);
        return list;
    }

    private void Evaluate(string images, string? split) =>
        EvaluateJob.Execute(
            new EvaluateRequest(
                _place.File("out"),
                _place.Request(_place.Model("four", Four)) with
                {
                    Output = _place.File("out/predictions.csv"),
                    Labelled = images,
                    Split = split,
                    Force = true,
                },
                Worst: 3
            ),
            (table, _) => _judged = table,
            asJson: false,
            CancellationToken.None
        );

    private IEnumerable<(string Id, string Label, string Decision)> Rows() =>
        File.ReadLines(_judged!.Table)
            .Skip(1)
            .Select(line => line.Split(','))
            .Select(cells => (cells[2], cells[3], cells[12]));
}
