using System.Globalization;
using QImpact.Data;
using QImpact.Data.Models;
using QImpact.Inference.Sessions;
using QImpact.Inference.Verification;
using QImpact.Terminal;
using Shouldly;
using Xunit;

namespace QImpact.Inference.Tests;

public sealed class VerifyTests : IDisposable
{
    private static readonly Dataset Phantom = Workplace.Phantom;

    private readonly string _folder = Directory.CreateTempSubdirectory("qimpact-").FullName;

    private string Model => Path.Combine(_folder, "tiny.onnx");

    private string Card => Path.Combine(_folder, "tiny.json");

    private string Table => Path.Combine(_folder, "tiny.parity.csv");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_file_as_it_was_exported_passes_every_check()
    {
        Export(new TinyModel());
        VerifyResult result = Verify();
        result.Checks.ShouldAllBe(check => check.Passed);
        result.Checks.Select(check => check.Name).ShouldBe(["checksum", "contract", "metadata", "parity"]);
        result.Parity.Images.ShouldBe(78 + 156);
        result.Parity.LargestProbabilityDifference.ShouldBe(0);
        VerifyCommand.Create().Parse([Model]).Invoke().ShouldBe(0);
    }

    [Fact]
    public void A_file_that_was_changed_fails_by_its_checksum()
    {
        Export(new TinyModel());
        byte[] bytes = new TinyModel { MetadataChanges = Changes(("seed", "6")) }.ToBytes();
        File.WriteAllBytes(Model, bytes);
        VerifyResult result = Verify();
        Failures(result).Select(check => check.Name).ShouldBe(["checksum", "metadata"]);
        Failures(result)[0].Detail.ShouldEndWith("it was changed since it was exported");
        Failures(result)[1].Detail.ShouldBe("seed is '6' in the file and '5' in the card");
        VerifyCommand.Create().Parse([Model]).Invoke().ShouldBe(1);
    }

    [Fact]
    public void Another_contract_than_the_cards_fails()
    {
        Export(new TinyModel());
        Replace(Card, "\"name\": \"expectations\"", "\"name\": \"angles\"");
        Failures(Verify())
            .ShouldHaveSingleItem()
            .Detail.ShouldBe(
                "the file has expectations float32 [batch, 2] where the card has angles float32 [batch, 2]"
            );
    }

    [Fact]
    public void Other_numbers_than_the_tables_fail()
    {
        Export(new TinyModel());
        string[] lines = File.ReadAllLines(Table);
        string[] cells = lines[5].Split(',');
        double score = double.Parse(cells[8], CultureInfo.InvariantCulture);
        cells[8] = (score + 2e-5).ToString(CultureInfo.InvariantCulture);
        lines[5] = string.Join(',', cells);
        File.WriteAllLines(Table, lines);
        VerifyResult result = Verify();
        VerifyCheck failure = Failures(result).ShouldHaveSingleItem();
        failure.Name.ShouldBe("parity");
        failure.Detail.ShouldStartWith(
            "234 images on cpu (asked for): largest probability difference 2.0e-5 (at most 1e-5), 0 changed"
        );
    }

    [Fact]
    public void Files_that_are_missing_or_foreign_are_bad_input()
    {
        Message().ShouldContain("tiny.onnx can't be read");
        Export(new TinyModel());
        Replace(Card, ModelCard.CurrentSchema, "qimpact-card/1");
        Message()
            .ShouldEndWith($"has the schema qimpact-card/1; expected {ModelCard.CurrentSchema}: export the run again");
        File.Delete(Card);
        Message().ShouldContain("tiny.json can't be read");

        Export(new TinyModel());
        Replace(Table, "split,sample_id", "sample_id,split");
        Message().ShouldContain("line 1 is 'sample_id,split,");
        Export(new TinyModel());
        Replace(Table, "\nval,3,", "\nval,three,");
        Message().ShouldContain("line 5 has the cell 'three'; expected a whole number from 0");
        Export(new TinyModel());
        Replace(Table, "\nval,3,", "\nval,300,");
        Message().ShouldContain("has the image 300 of val; expected 0 to 77");

        Export(new TinyModel());
        Replace(Card, Phantom.Description.Md5, "0123");
        Message().ShouldContain("was trained on 0123");
    }

    private static VerifyCheck[] Failures(VerifyResult result) => [.. result.Checks.Where(check => !check.Passed)];

    private VerifyResult Verify() =>
        Verifier.Verify(Model, null, (DeviceRequest.Cpu, new CudaSettings()), threads: 1, CancellationToken.None);

    private string Message()
    {
        string message = Should.Throw<BadInputException>(() => Verify()).Message;
        message.ShouldNotContain("\n");
        return message;
    }

    private static void Replace(string path, string old, string @new)
    {
        string text = File.ReadAllText(path);
        text.ShouldContain(old);
        File.WriteAllText(path, text.Replace(old, @new, StringComparison.Ordinal));
    }

    private static Dictionary<string, string?> Changes(params (string Key, string Value)[] more)
    {
        Dictionary<string, string?> changes = new() { ["dataset_md5"] = Phantom.Description.Md5 };
        foreach ((string key, string value) in more)
            changes[key] = value;
        return changes;
    }

    /// <summary>The model, its card and its parity table, as export writes them.</summary>
    private void Export(TinyModel model)
    {
        File.WriteAllBytes(Model, (model with { MetadataChanges = Changes() }).ToBytes());
        using Classifier classifier = Classifier.Load(Model, DeviceRequest.Cpu, threads: 1);
        AtomicFile.WriteText(
            Table,
            writer =>
                ParityTable.Write(writer, Phantom.Validation.Rows(classifier).Concat(Phantom.Test.Rows(classifier)))
        );
        Json.WriteFile(Card, Cards.Of(classifier));
    }
}

file static class SplitRows
{
    public static IEnumerable<ParityRow> Rows(this ImageSplit split, Classifier classifier)
    {
        ClassifierOutput output = classifier.Run(split, [.. Enumerable.Range(0, split.Count)]);
        for (int i = 0; i < split.Count; i++)
            yield return new ParityRow(
                split.Name,
                i,
                split.Labels[i],
                output.Expectations[(2 * i)..(2 * i + 2)],
                output.Logits[(2 * i)..(2 * i + 2)],
                output.Probabilities[(2 * i)..(2 * i + 2)],
                [0, 0]
            );
    }
}
