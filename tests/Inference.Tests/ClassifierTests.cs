using System.Security.Cryptography;
using QImpact.Data;
using QImpact.Data.Models;
using QImpact.Terminal;
using Shouldly;
using Xunit;

namespace QImpact.Inference.Tests;

public sealed class ClassifierTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("qimpact-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_model_gives_logits_probabilities_and_expectations_image_by_image()
    {
        using Classifier classifier = Load(new TinyModel { Size = 2 });
        ClassifierOutput output = classifier.Run([1, 1, 1, 1, 0, 0.5f, 0.5f, 1], 2);
        output.Logits.ShouldBe([0, 4, 0, 0]);
        output.Probabilities[1].ShouldBe((float)(1 / (1 + Math.Exp(-4))), 1e-6f);
        output.Probabilities[2..].ShouldBe([0.5f, 0.5f]);
        output.Expectations.ShouldBe([1, 1, 0.5f, 0.5f]);
    }

    [Fact]
    public void Missing_files_folders_and_foreign_files_are_named_by_the_classifier()
    {
        using Classifier classifier = Load(new TinyModel());
        Message("none.png").ShouldEndWith("none.png: there is no such file");
        Message("").ShouldEndWith(": this is a folder; expected an image file");
        Message("model.onnx").ShouldContain("model.onnx: the file is no PNG");

        string Message(string name) =>
            Should.Throw<BadInputException>(() => classifier.ReadImage(Path.Combine(_folder, name))).Message;
    }

    [Fact]
    public void A_classical_model_has_no_expectations()
    {
        using Classifier classifier = Load(new TinyModel { Size = 2, Hybrid = false });
        classifier.Contract.Observables.ShouldBe(0);
        classifier.Run([0, 0, 0, 0], 1).Expectations.ShouldBeEmpty();
    }

    [Fact]
    public void Several_threads_get_what_one_thread_gets()
    {
        using Classifier classifier = Load(new TinyModel { Size = 2 });
        float[][] images = [.. Enumerable.Range(0, 200).Select(i => Enumerable.Repeat(i / 200f, 4).ToArray())];
        float[][] expected = [.. images.Select(image => classifier.Run(image, 1).Probabilities)];
        float[][] found = new float[images.Length][];
        Parallel.For(0, images.Length, i => found[i] = classifier.Run(images[i], 1).Probabilities);
        for (int i = 0; i < images.Length; i++)
            found[i].ShouldBe(expected[i]);
    }

    [Fact]
    public void A_file_of_a_fixed_batch_takes_any_number_of_images()
    {
        using Classifier any = Load(new TinyModel { Size = 2 });
        using Classifier three = Load(new TinyModel { Size = 2, Batch = 3 });
        three.Contract.Batch.ShouldBe(3);
        foreach (int count in new[] { 1, 2, 3, 4, 7 })
        {
            float[] images = [.. Enumerable.Range(0, 4 * count).Select(i => i / 50f)];
            ClassifierOutput expected = any.Run(images, count);
            ClassifierOutput found = three.Run(images, count);
            found.Logits.ShouldBe(expected.Logits);
            found.Probabilities.ShouldBe(expected.Probabilities);
            found.Expectations.ShouldBe(expected.Expectations);
        }
    }

    [Fact]
    public void Metadata_contract_and_checksum_come_from_the_file()
    {
        TinyModel model = new();
        using Classifier classifier = Load(model);
        (classifier.Metadata with { ClassNames = [] }).ShouldBe(TinyModel.Metadata with { ClassNames = [] });
        classifier.Metadata.ClassNames.ShouldBe(["bad", "good"]);
        classifier.Contract.ShouldBe(new ModelContract(1, 28, 2, 2));
        classifier.Checksum.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(model.ToBytes())));
    }

    [Theory]
    [InlineData(new[] { 0.5f, 0.5f }, 0.5, 1)]
    [InlineData(new[] { 0.50001f, 0.49999f }, 0.5, 0)]
    [InlineData(new[] { 0.6f, 0.4f }, 0.3, 1)]
    [InlineData(new[] { 0.2f, 0.4f, 0.4f }, 0.5, 1)]
    [InlineData(new[] { 0.4f, 0.2f, 0.4f }, 0.5, 0)]
    public void Two_classes_are_decided_by_the_threshold_and_more_by_the_largest_probability(
        float[] probabilities,
        double threshold,
        int expected
    )
    {
        Classifier.Decide(probabilities, threshold).ShouldBe(expected);
    }

    [Fact]
    public void The_wrong_number_of_values_is_refused()
    {
        using Classifier classifier = Load(new TinyModel());
        Should
            .Throw<ArgumentException>(() => classifier.Run(new float[10], 1))
            .Message.ShouldContain("10 values for 1 images; expected 1 x 784");
    }

    [Fact]
    public void A_truncated_file_is_refused()
    {
        byte[] bytes = new TinyModel().ToBytes();
        Message(bytes[..(bytes.Length / 2)]).ShouldContain("is no ONNX model that ONNX Runtime can load");
    }

    [Fact]
    public void A_text_file_is_refused()
    {
        Message("hello"u8.ToArray()).ShouldContain("is no ONNX model that ONNX Runtime can load");
    }

    [Fact]
    public void A_foreign_model_is_refused()
    {
        TinyModel foreign = new()
        {
            MetadataChanges = TinyModel.Metadata.ToProperties().ToDictionary(p => p.Key, _ => (string?)null),
        };
        Message(foreign.ToBytes())
            .ShouldContain(
                "has no metadata 'schema_version': it is of another program, or OnnxExporter wrote it without metadata"
            );
    }

    public static TheoryData<string, string?, string> MetadataFlaws =>
        new()
        {
            { "schema_version", "qimpact-model/9", "has the schema qimpact-model/9; expected qimpact-model/1" },
            { "seed", "x", "the metadata 'seed' is 'x', not a whole number" },
            { "class_names", "a, b", "the metadata 'class_names' is 'a, b', not a JSON list of names" },
            { "class_names", "[\"a\"]", "2 logits, 2 probabilities and 1 class names" },
            { "architecture", null, "the metadata 'architecture' is missing" },
        };

    [Theory]
    [MemberData(nameof(MetadataFlaws))]
    public void Flawed_metadata_are_named(string key, string? value, string expected)
    {
        TinyModel model = new() { MetadataChanges = new Dictionary<string, string?> { [key] = value } };
        Message(model.ToBytes()).ShouldContain(expected);
    }

    [Fact]
    public void A_model_with_other_inputs_or_outputs_is_refused()
    {
        Message(new TinyModel { InputName = "x" }.ToBytes()).ShouldContain("has no input 'images' (it has x)");
        Message(new TinyModel { LogitsName = "y" }.ToBytes()).ShouldContain("has no output 'logits'");
    }

    [Fact]
    public void A_model_of_images_that_are_no_squares_is_refused()
    {
        Message(new TinyModel { Width = 14 }.ToBytes()).ShouldEndWith("images are 28x14; expected squares");
    }

    [Fact]
    public void A_missing_file_is_refused()
    {
        Should
            .Throw<BadInputException>(() => Classifier.Load(Path.Combine(_folder, "none.onnx")))
            .Message.ShouldContain("can't be read");
    }

    private string Message(byte[] bytes)
    {
        string message = Should.Throw<BadInputException>(() => Classifier.Load(Save(bytes))).Message;
        message.ShouldNotContain("\n");
        return message;
    }

    private Classifier Load(TinyModel model) => Classifier.Load(Save(model.ToBytes()), DeviceRequest.Cpu, threads: 1);

    private string Save(byte[] bytes)
    {
        string path = Path.Combine(_folder, "model.onnx");
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
