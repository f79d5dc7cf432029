using System.Diagnostics;
using QImpact.Data;
using QImpact.Data.Images;
using QImpact.Inference.Infer;
using QImpact.Inference.Sources;
using QImpact.Tests;
using Shouldly;
using Xunit;

namespace QImpact.Inference.Tests;

/// <summary>Folders, lists and files that are not what they look like: what can be read is read, the rest is told, nothing waits for ever.</summary>
public sealed class SourceTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Files_of_a_folder_that_are_no_images_are_counted_by_kind()
    {
        foreach (string name in new[] { "a.svs", "b.dcm", "below/c.DCM", "c.png", "README", ".hidden.png" })
            _place.Write($"scans/{name}", ImageFiles.Grey(28, 0));
        InferSummary summary = Infer("scans");
        summary.Images.ShouldBe(1);
        summary.LeftOut.ShouldBe(
            new Dictionary<string, int>
            {
                [".dcm"] = 2,
                [".svs"] = 1,
                ["without an ending"] = 1,
            },
            ignoreOrder: true
        );
        InferCommand
            .Text(summary)
            .ShouldContain(
                $"\nleft out  2 .dcm, 1 .svs, 1 without an ending ({ImageFileNames.DicomAdvice}): images end in .png, .jpg, .jpeg, .bmp, .gif, .webp, .tif, .tiff\n"
            );
    }

    [Fact]
    public void A_folder_without_images_says_what_it_has()
    {
        _place.Write("scans/a.svs", []);
        _place.Write("scans/b.svs", []);
        Workplace
            .Problem(Request("scans"))
            .ShouldBe(
                $"the folder {_place.File("scans")} has no images, but 2 .svs; expected files that end in .png, .jpg, .jpeg, .bmp, .gif, .webp, .tif, .tiff"
            );
    }

    [Fact]
    public void A_folder_that_links_to_itself_or_to_one_above_it_is_read_once()
    {
        _place.Write("scans/a.png", ImageFiles.Grey(28, 0));
        _place.Write("scans/below/b.png", ImageFiles.Grey(28, 0));
        _place.Write("elsewhere/c.png", ImageFiles.Grey(28, 0));
        Link("scans/again", "scans");
        Link("scans/below/up", "scans");
        Link("scans/below/up2", "scans");
        Link("scans/linked", "elsewhere");
        Link("elsewhere/back", "scans");
        Names("scans").ShouldBe(["a.png", "below/b.png", "linked/c.png"]);
        Names("scans/**/*.png").ShouldBe(["a.png", "below/b.png", "linked/c.png"]);
        Names("scans/*/*.png").ShouldBe(["below/b.png", "linked/c.png"]);

        IEnumerable<string> Names(string word) =>
            Workplace
                .Rows(Request(word))
                .Select(row => Path.GetRelativePath(_place.File("scans"), row["sample_id"]).Replace('\\', '/'));
    }

    [Fact]
    public void Pipes_and_devices_are_broken_rows_that_nobody_waits_for()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "pipes with names and /dev/zero are Linux's");
        _place.Write("scans/a.png", ImageFiles.Grey(28, 0));
        using (Process make = Process.Start("mkfifo", _place.File("scans/b.png")))
            make.WaitForExit();
        var rows = Workplace.Rows(Request("scans") with { Images = [_place.File("scans"), "/dev/zero"] });
        rows.Select(row => row["error"])
            .ShouldBe(["", .. Enumerable.Repeat("this is a pipe or a device; expected an image file", 2)]);
        Workplace
            .Problem(_place.Request(_place.File("scans/b.png")) with { Dataset = "phantom", Force = true })
            .ShouldBe(
                $"the model {_place.File("scans/b.png")} is a pipe or a device; expected a file that export wrote"
            );
        using (Process make = Process.Start("mkfifo", _place.File("data.npz")))
            make.WaitForExit();
        Workplace
            .Problem(Request("data.npz") with { Force = true })
            .ShouldBe($"{_place.File("data.npz")} is a pipe or a device; expected an .npz archive");
    }

    [Theory]
    [InlineData("a.png\n\0\0", "line 2 of standard input has a NUL character; expected one file per line")]
    [InlineData(null, "line 1 of standard input has more than 4096 characters; expected one file per line")]
    public void A_list_that_is_none_is_refused(string? text, string expected)
    {
        using TextReader list = text is null ? new Endless() : new StringReader(text);
        Should
            .Throw<BadInputException>(() => LineList.Of(list, CancellationToken.None).Count())
            .Message.ShouldBe(expected);
    }

    [Fact]
    public void Waiting_for_the_next_line_ends_when_it_is_cancelled()
    {
        using CancellationTokenSource stop = new();
        using Waiting list = new("a.png\n");
        using IEnumerator<string> lines = LineList.Of(list, stop.Token).GetEnumerator();
        lines.MoveNext().ShouldBeTrue();
        lines.Current.ShouldBe("a.png");
        stop.Cancel();
        Should.Throw<OperationCanceledException>(() => lines.MoveNext());
    }

    private InferRequest Request(string word) => _place.Request() with { Images = [_place.File(word)] };

    private InferSummary Infer(string word) => InferJob.Execute(Request(word), CancellationToken.None);

    private void Link(string from, string to) =>
        Directory.CreateSymbolicLink(_place.File(from), Path.GetFullPath(_place.File(to)));

    private sealed class Endless : TextReader
    {
        public override int Read() => 'x';
    }

    /// <summary>A text after which nothing comes and nothing ends, until it is closed.</summary>
    private sealed class Waiting(string text) : TextReader
    {
        private readonly ManualResetEventSlim _closed = new();
        private int _at;

        public override int Read()
        {
            if (_at < text.Length)
                return text[_at++];
            _closed.Wait();
            return -1;
        }

        protected override void Dispose(bool disposing)
        {
            _closed.Set();
            base.Dispose(disposing);
        }
    }
}
