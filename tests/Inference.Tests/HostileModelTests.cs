using QImpact.Inference.Infer;
using QImpact.Tests;
using Shouldly;
using Xunit;

namespace QImpact.Inference.Tests;

/// <summary>Files of the contract that do harm (tests/fixtures/models/hostile): each is refused in a line that says why.</summary>
public sealed class HostileModelTests : IDisposable
{
    private const string NoModel = "is no ONNX model that ONNX Runtime can load: ";

    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("batch0", "takes 0 images at a time; expected at least 1, or any number")]
    [InlineData("throws", "can't be run: Non-zero status code returned while running Reshape node. ")]
    [InlineData("constant-of-shape", "is smaller than requested bytes of 8000000000; all models together may take ")]
    [InlineData("expand", "is smaller than requested bytes of 8000000000; all models together may take ")]
    [InlineData("overflow", "can't be run: Non-zero status code returned while running Expand node. ")]
    [InlineData("tile", "can't be run: Non-zero status code returned while running Tile node. ")]
    [InlineData("unknown", NoModel)]
    [InlineData("cycle", NoModel + "This is an invalid model. Error: the graph is not acyclic")]
    [InlineData("cut", NoModel + "Failed to load model because protobuf parsing failed")]
    [InlineData("claim", NoModel + "Failed to load model because protobuf parsing failed")]
    [InlineData("outside-absolute", NoModel + "External data path validation failed for initializer: weight.")]
    [InlineData("outside-above", NoModel + "External data path validation failed for initializer: weight.")]
    [InlineData("outside-beside", NoModel + "External data path validation failed for initializer: weight.")]
    [InlineData("more-rows", "gives 'logits' of shape [2, 2] for 1 images; expected [1, 2], as it declares")]
    [InlineData("whole-numbers", "the output 'logits' is Int64 [-1, 2]; expected float32 with 2 axes")]
    [InlineData("other-type", NoModel + "Type Error: Type (tensor(float)) of output arg (logits)")]
    [InlineData("sequence", "the output 'probabilities' is no tensor; expected float32 with 2 axes")]
    [InlineData("large-images", "takes images of 40000x40000x3; expected at most 268435456 values at a time")]
    [InlineData("largest-images", "takes images of 2147483647x2147483647x2147483647; expected at most")]
    [InlineData("large-batch", "takes images of 28x28x1, 1073741824 at a time; expected at most")]
    public void A_hostile_file_is_refused(string model, string expected)
    {
        string problem = Workplace.Problem(Request(model));
        problem.ShouldContain($"{model}.onnx");
        problem.ShouldContain(expected);
        problem.ShouldNotContain("onnxruntime::");
        File.Exists(_place.File("table.csv")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("no-numbers", "the model gives no finite probabilities for this image")]
    [InlineData("no-probabilities", "for this image; expected probabilities from 0 to 1")]
    public void Scores_that_are_no_probabilities_become_rows_that_say_so(string model, string expected)
    {
        IReadOnlyDictionary<string, string> row = Workplace.Rows(Request(model)).Single();
        row["error"].ShouldContain(expected);
        row["decision"].ShouldBeEmpty();
    }

    [Fact]
    public void More_images_at_a_time_than_memory_can_hold_are_refused() =>
        Workplace
            .Problem(
                _place.Request() with
                {
                    BatchSize = int.MaxValue,
                    Images = [_place.Write("a.png", ImageFiles.Grey(28, 9))],
                }
            )
            .ShouldBe("--batch-size=2147483647; expected at most 342392 images of 28x28x1");

    [Fact]
    public void A_card_in_the_place_of_its_model_is_told_from_it() =>
        Workplace
            .Problem(_place.Request(_place.Write("tiny.json", "{}"u8.ToArray())))
            .ShouldBe(
                $"{_place.File("tiny.json")} is no model; a card lies beside its model: expected {_place.File("tiny.onnx")}"
            );

    private InferRequest Request(string model) =>
        _place.Request(Path.Combine(Repository.Root, "tests", "fixtures", "models", "hostile", $"{model}.onnx")) with
        {
            Images = [_place.Write("a.png", ImageFiles.Grey(28, 9))],
        };
}
