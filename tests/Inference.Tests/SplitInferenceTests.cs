using QImpact.Data;
using QImpact.Inference.Infer;
using QImpact.Tests;
using Shouldly;
using Xunit;

namespace QImpact.Inference.Tests;

public sealed class SplitInferenceTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void The_prediction_table_has_one_row_per_image_in_the_splits_order()
    {
        InferSummary summary = Execute(Request(new TinyModel()));
        ImageSplit split = Workplace.Phantom.Test;
        string[] lines = File.ReadAllLines(summary.Output);

        lines.Length.ShouldBe(157);
        lines[0]
            .ShouldStartWith("dataset,split,sample_id,label,model,seed,score_0,score_1,expectation_0,expectation_1,");
        for (int i = 0; i < split.Count; i++)
        {
            string[] cells = lines[i + 1].Split(',');
            cells[..6].ShouldBe(["phantom", "test", $"{i}", $"{split.Labels[i]}", "tiny", "5"]);
            double mean = split.Image(i).ToArray().Average(pixel => pixel / 255.0);
            double score = double.Parse(cells[7], System.Globalization.CultureInfo.InvariantCulture);
            score.ShouldBe(1 / (1 + Math.Exp(4 - 8 * mean)), 1e-5);
            cells[10].ShouldBe(score >= 0.5 ? "1" : "0");
            cells[11].ShouldBe(score >= 0.5 ? "good" : "bad");
            cells[12].ShouldBe("0");
            cells[13].ShouldBe("0.5");
        }
        summary.Images.ShouldBe(156);
        summary.Models[0].Correct.ShouldBe(lines.Skip(1).Count(line => line.Split(',')[3] == line.Split(',')[10]));
    }

    [Fact]
    public void An_archive_of_colour_images_is_read_as_it_goes()
    {
        const int count = 70;
        byte[] pixels = ArchiveBuilder.Pixels(count * 28 * 28 * 3);
        string archive = _place.Archive(
            new ArchiveBuilder()
                .WithSplit("test", count, size: 28)
                .With("test_images", ArchiveBuilder.Npy("|u1", $"({count}, 28, 28, 3)", pixels))
        );
        string model = _place.Model("colour", new TinyModel { Channels = 3 });
        var rows = Workplace.Rows(_place.Request(model) with { Images = [archive] });
        rows.Count.ShouldBe(count);
        for (int i = 0; i < count; i++)
        {
            double mean = pixels.Skip(i * 28 * 28 * 3).Take(28 * 28 * 3).Average(pixel => pixel / 255.0);
            Workplace.Number(rows[i]["score_1"]).ShouldBe(Workplace.Score(mean), 1e-5);
            rows[i]["label"].ShouldBe($"{i % 2}");
        }
    }

    [Fact]
    public void The_batch_size_does_not_change_the_predictions()
    {
        string whole = File.ReadAllText(Execute(Request(new TinyModel())).Output);
        File.ReadAllText(Execute(Request(new TinyModel()) with { BatchSize = 7, Force = true }).Output).ShouldBe(whole);
    }

    [Fact]
    public void The_data_set_that_the_model_was_trained_on_is_the_default()
    {
        InferSummary summary = Execute(Request(new TinyModel()) with { Dataset = null });
        summary.Dataset.ShouldBe("phantom");
    }

    [Fact]
    public void Images_of_another_size_are_refused_and_no_table_is_left()
    {
        InferRequest request = Request(new TinyModel { Size = 14 });
        Should
            .Throw<BadInputException>(() => Execute(request))
            .Message.ShouldEndWith("takes images of 14x14x1; the test split has 28x28x1");
        File.Exists(request.Output).ShouldBeFalse();
    }

    [Fact]
    public void An_unknown_split_is_refused()
    {
        Should
            .Throw<BadInputException>(() => Execute(Request(new TinyModel()) with { Split = "every" }))
            .Message.ShouldBe("there is no split 'every'; expected one of train, val, test");
    }

    [Fact]
    public void An_interrupted_inference_leaves_no_half_written_table()
    {
        using CancellationTokenSource stopped = new();
        stopped.Cancel();
        InferRequest request = Request(new TinyModel());
        Should.Throw<OperationCanceledException>(() => InferJob.Execute(request, stopped.Token));
        Directory.GetFiles(_place.File("")).ShouldBe(request.Models);
    }

    private static InferSummary Execute(InferRequest request) => InferJob.Execute(request, CancellationToken.None);

    private InferRequest Request(TinyModel model) =>
        _place.Request(_place.Model("tiny", model)) with
        {
            Dataset = "phantom",
            Split = "test",
        };
}
