using System.Security.Cryptography;
using System.Text;
using QImpact.Inference.Infer;
using QImpact.Tests;
using Shouldly;
using Xunit;

namespace QImpact.Inference.Tests;

public sealed class SeveralModelsTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Each_image_has_a_row_for_each_model_and_cells_that_a_model_lacks_are_empty()
    {
        Scans();
        string steep = _place.Model("steep", new TinyModel { Slope = 16, Offset = 8 });
        string classical = _place.Model("classical", new TinyModel { Hybrid = false });
        var rows = Workplace.Rows(_place.Request(classical, steep) with { Images = [_place.File("scans")] });
        rows.Select(row => row["model"]).ShouldBe(["classical", "steep", "classical", "steep"]);
        rows[0]["expectation_0"].ShouldBe("");
        Workplace.Number(rows[1]["expectation_0"]).ShouldBe(0, 1e-6);
        Workplace.Number(rows[2]["score_1"]).ShouldBe(Workplace.Score(0.6), 1e-5);
        Workplace.Number(rows[3]["score_1"]).ShouldBe(Workplace.Score(0.6, 16, 8), 1e-5);
    }

    [Fact]
    public void An_ensemble_has_one_row_per_image_with_the_mean_of_the_probabilities()
    {
        Scans();
        string[] models =
        [
            _place.Model("net-s0", new TinyModel { MetadataChanges = Seed(0) }),
            _place.Model(
                "net-s1",
                new TinyModel
                {
                    Slope = 16,
                    Offset = 8,
                    MetadataChanges = Seed(1),
                }
            ),
            _place.Model(
                "net-s2",
                new TinyModel
                {
                    Slope = 2,
                    Offset = 3,
                    MetadataChanges = Seed(2),
                }
            ),
        ];
        InferRequest request = _place.Request(models) with { Images = [_place.File("scans")], Ensemble = true };
        var rows = Workplace.Rows(request);
        rows.Count.ShouldBe(2);
        double expected = (Workplace.Score(0.6) + Workplace.Score(0.6, 16, 8) + Workplace.Score(0.6, 2, 3)) / 3;
        Workplace.Number(rows[1]["score_1"]).ShouldBe(expected, 1e-5);
        (Workplace.Number(rows[1]["score_0"]) + Workplace.Number(rows[1]["score_1"])).ShouldBe(1, 1e-6);
        rows[0]["model"].ShouldBe("net-ensemble3");
        rows[0]["seed"].ShouldBe("");
        rows[0].Keys.ShouldNotContain("expectation_0");
        string checksums = string.Join('\n', models.Select(model => Hash(File.ReadAllBytes(model))));
        rows[0]["model_checksum"].ShouldBe(Hash(Encoding.ASCII.GetBytes(checksums)));
    }

    [Fact]
    public void An_ensemble_of_one_model_is_that_model()
    {
        Scans();
        InferRequest request = _place.Request() with { Images = [_place.File("scans")] };
        string[] alone = [.. Workplace.Rows(request).Select(row => row["score_1"])];
        Workplace.Rows(request with { Ensemble = true }).Select(row => row["score_1"]).ShouldBe(alone);
    }

    [Fact]
    public void Models_that_do_not_go_together_are_refused_by_name()
    {
        Scans();
        string one = _place.Model("one");
        string small = _place.Model("small", new TinyModel { Size = 14 });
        string others = _place.Model(
            "others",
            new TinyModel { MetadataChanges = new Dictionary<string, string?> { ["class_names"] = "[\"a\",\"b\"]" } }
        );
        string elsewhere = _place.Model(
            "elsewhere",
            new TinyModel { MetadataChanges = new Dictionary<string, string?> { ["dataset_md5"] = "34" } }
        );
        Problem(one, small)
            .ShouldBe($"{one} takes images of 28x28x1, {small} of 14x14x1; expected the same: run them one at a time");
        Problem(one, others)
            .ShouldBe(
                $"{one} has the classes [bad | good], {others} [a | b]; expected the same: run them one at a time"
            );
        Problem(one, one).ShouldBe($"{one} and {one} are both called one; expected each model once");
        Workplace
            .Problem(Request(one, elsewhere) with { Ensemble = true })
            .ShouldBe(
                $"{one} was trained on phantom (MD5 12), {elsewhere} on phantom (MD5 34); expected the same for an ensemble"
            );

        string Problem(params string[] models) => Workplace.Problem(Request(models));
        InferRequest Request(params string[] models) => _place.Request(models) with { Images = [_place.File("scans")] };
    }

    private static Dictionary<string, string?> Seed(int seed) => new() { ["seed"] = $"{seed}" };

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private void Scans()
    {
        _place.Write("scans/0.png", ImageFiles.Grey(28, 0));
        _place.Write("scans/1.png", ImageFiles.Grey(28, 153));
    }
}
