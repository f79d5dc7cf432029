using System.Text.Json;
using System.Text.Json.Nodes;
using QImpact.Data.Models;
using QImpact.Tests;
using Shouldly;
using Xunit;

namespace QImpact.Data.Tests;

public sealed class ModelCardTests : IDisposable
{
    private static readonly ThresholdChoice Choice = new("youden", "val", "12", 0, 20, 21, 40, 57);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("baseline.json")]
    [InlineData("quantum-mid-threshold.json")]
    public void A_card_is_written_as_it_was_read(string name)
    {
        string card = Copy(name);
        Json.WriteFile(card, ModelCard.Read(card));
        // The fixtures' balancing has the form that is read too: true.
        string expected = Fixture(name)
            .Replace("\"balance\": true", "\"balance\": \"undersample\"", StringComparison.Ordinal);
        File.ReadAllText(card).ShouldBe(expected);
    }

    [Fact]
    public void A_threshold_changes_its_two_members_and_nothing_else()
    {
        string card = Copy("baseline.json");
        ModelCard.StoreThreshold(card, 0.25, Choice);
        ModelCard.Read(card).Threshold.ShouldBe(0.25);
        ModelCard.Read(card).ThresholdChoice.ShouldBe(Choice);
        string expected = Fixture("baseline.json")
            .Replace("\"threshold\": 0.5,", "\"threshold\": 0.25,", StringComparison.Ordinal);
        File.ReadAllText(card).ShouldStartWith(expected[..expected.LastIndexOf("\n}", StringComparison.Ordinal)]);
    }

    [Fact]
    public void Members_of_a_later_version_survive_a_threshold()
    {
        string card = Copy("baseline.json");
        Change(card, json => (json["later"], json["run"]!["later"]) = ("kept", "too"));
        ModelCard.StoreThreshold(card, 0.25, Choice);
        JsonNode stored = JsonNode.Parse(File.ReadAllText(card))!;
        (stored["later"]!.GetValue<string>(), stored["run"]!["later"]!.GetValue<string>()).ShouldBe(("kept", "too"));
    }

    [Fact]
    public void A_card_from_before_circuits_and_devices_were_recorded_is_read_and_stays_without()
    {
        string card = Copy("baseline.json");
        Change(
            card,
            json =>
            {
                json.Remove("circuit");
                json["run"]!.AsObject().Remove("device");
            }
        );
        ModelCard.Read(card).Circuit.ValueKind.ShouldBe(JsonValueKind.Undefined);
        ModelCard.Read(card).Run.Device.ShouldBe("cpu");
        ModelCard.StoreThreshold(card, 0.25, Choice);
        JsonNode.Parse(File.ReadAllText(card))!.AsObject().ContainsKey("circuit").ShouldBeFalse();
    }

    [Fact]
    public void A_card_of_another_version_is_refused_with_its_version_whatever_else_it_has()
    {
        string card = _folder.File("old.json");
        File.WriteAllText(card, """{ "schema": "qimpact-card/1", "model": "old" }""");
        Should
            .Throw<BadInputException>(() => ModelCard.Read(card))
            .Message.ShouldBe($"{card} has the schema qimpact-card/1; expected qimpact-card/2: export the run again");
    }

    [Fact]
    public void A_file_of_another_version_is_refused_with_its_version()
    {
        Should
            .Throw<BadInputException>(() =>
                ModelMetadata.FromProperties(
                    "m.onnx",
                    new Dictionary<string, string> { ["schema_version"] = "other/7" }
                )
            )
            .Message.ShouldBe("m.onnx has the schema other/7; expected qimpact-model/1: export it again");
    }

    private static string Fixture(string name) =>
        File.ReadAllText(Path.Combine(Repository.Root, "tests", "fixtures", "models", name));

    private string Copy(string name)
    {
        string card = _folder.File(name);
        File.WriteAllText(card, Fixture(name));
        return card;
    }

    private static void Change(string card, Action<JsonObject> change)
    {
        JsonObject json = JsonNode.Parse(File.ReadAllText(card))!.AsObject();
        change(json);
        File.WriteAllText(card, json.ToJsonString(Json.Options));
    }
}
