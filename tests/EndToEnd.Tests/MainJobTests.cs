using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace QImpact.EndToEnd.Tests;

public sealed class MainJobTests : IDisposable
{
    private static readonly string[] Architectures = ["baseline", "quantum-end", "quantum-mid"];

    private readonly Programs _programs = new();

    public void Dispose() => _programs.Dispose();

    [Fact]
    public async Task Without_BreastMNIST_the_main_job_runs_on_the_phantom_and_nobody_can_miss_it()
    {
        Ending ending = await _programs.Reproduce("--protocol=paper", "--epochs=1", "--threads=1", "--out=results");

        ending.Code.ShouldBe(0, ending.Error);
        ending.Error.ShouldContain("PHANTOM DATA, NOT BREASTMNIST");
        ending.Error.ShouldContain("its download failed: Connection refused");
        ending.Error.ShouldContain("get this file by hand, put it into data/");
        ending.Output.ShouldContain("PHANTOM");
        ending.Output.ShouldContain("report.html");
        string results = _programs.File("results");
        foreach (string architecture in Architectures)
        {
            string name = $"phantom-{architecture}-paper-e1-s0";
            string run = Path.Combine(results, "runs", name);
            string[] predictions = File.ReadAllLines(Path.Combine(run, "predictions.csv"));
            predictions.Length.ShouldBe(157);
            predictions.Skip(1).ShouldAllBe(line => line.StartsWith("phantom,test,", StringComparison.Ordinal));
            JsonNode card = JsonNode.Parse(File.ReadAllText(Path.Combine(results, "models", name + ".json")))!;
            card["purpose"]!.GetValue<string>().ShouldStartWith("PHANTOM");
            card["parity"]!["probabilities"]!["largest"]!.GetValue<double>().ShouldBeLessThan(1e-5);
        }
        string report = File.ReadAllText(Path.Combine(results, "report", "report.html"));
        report.ShouldContain("phantom");
        string[] metrics = File.ReadAllLines(Path.Combine(results, "report", "metrics.csv"));
        metrics[0].ShouldBe("dataset,split,model,seed,metric,positive_class,value,lower,upper,status");
        metrics.Skip(1).ShouldAllBe(line => line.StartsWith("phantom,test,", StringComparison.Ordinal));

        // ONNX Runtime's telemetry would leave an identifier and a database below the home folder.
        Directory.GetFileSystemEntries(_programs.Home).ShouldBeEmpty();

        Ending again = await _programs.Reproduce("--protocol=paper", "--epochs=1", "--threads=1", "--out=results");
        again.Code.ShouldBe(0, again.Error);
        again.Output.ShouldContain("phantom-quantum-mid-paper-e1-s0: already trained with these settings, kept");
    }

    [Fact]
    public async Task Unless_a_protocol_is_named_the_papers_and_matched_stand_side_by_side_in_one_report()
    {
        _programs.AddSmallDataset();
        Ending ending = await _programs.Reproduce(
            "--dataset=small",
            "--positive-class=class 0",
            "--epochs=1",
            "--threads=1",
            "--seeds=1"
        );
        ending.Code.ShouldBe(0, ending.Error);
        string results = _programs.File("results/small-paper-e1-s0-matched-e1-s1");
        Directory
            .GetDirectories(Path.Combine(results, "runs"))
            .Select(Path.GetFileName)
            .Order(StringComparer.Ordinal)
            .ShouldBe(
                [
                    .. Architectures.Select(architecture => $"small-{architecture}-matched-e1-s1"),
                    .. Architectures.Select(architecture => $"small-{architecture}-paper-e1-s0"),
                ],
                ignoreOrder: true
            );
        string report = File.ReadAllText(Path.Combine(results, "report", "report.html"));
        report.ShouldContain("The protocols stand side by side (matched, paper)");
        report
            .IndexOf("What may be said", StringComparison.Ordinal)
            .ShouldBeLessThan(report.IndexOf("images (recall", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_main_job_takes_another_circuit_into_both_hybrids()
    {
        _programs.AddSmallDataset();
        Ending ending = await _programs.Reproduce(
            "--dataset=small",
            "--positive-class=class 0",
            "--protocol=matched",
            "--epochs=1",
            "--out=results",
            "--circuit=3: AngleEmbedding(Y) StronglyEntanglingLayers(layers=1) <Z>"
        );
        ending.Code.ShouldBe(0, ending.Error);
        string[] cards = Directory.GetFiles(Path.Combine(_programs.File("results"), "models"), "*.json");
        cards
            .Select(card => (string?)JsonNode.Parse(File.ReadAllText(card))!["run"]!["circuit"])
            .Count(text =>
                text is not null
                && text.Contains("StronglyEntanglingLayers(layers=1, wires=3)", StringComparison.Ordinal)
            )
            .ShouldBe(2);
        cards.Count(card => Path.GetFileName(card).Contains("-c893e3d35-s0", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public async Task Each_stage_works_by_itself_and_reads_what_the_one_before_wrote()
    {
        _programs.AddSmallDataset();
        Ending train = await _programs.Train(
            "--architecture=quantum-mid",
            "--protocol=matched",
            "--seed=3",
            "--dataset=small",
            "--positive-class=class 0",
            "--epochs=1",
            "--threads=1",
            "--out=runs/mid",
            "--json"
        );
        train.Code.ShouldBe(0, train.Error);
        JsonNode.Parse(train.Output)!["epochs_run"]!.GetValue<int>().ShouldBe(1);

        Ending export = await _programs.Export("--run=runs/mid", "--out=models", "--json");
        export.Code.ShouldBe(0, export.Error);
        string model = JsonNode.Parse(export.Output)!["model"]!.GetValue<string>();
        Path.GetFileName(model).ShouldBe("small-quantum-mid-matched-e1-s3.onnx");

        Ending verify = await _programs.Verify(model, "--json");
        verify.Code.ShouldBe(0, verify.Error);
        JsonNode.Parse(verify.Output)!["passed"]!.GetValue<bool>().ShouldBeTrue();

        Ending infer = await _programs.Infer(
            $"--model={model}",
            "--split=test",
            "--out=runs/mid/predictions.csv",
            "--json"
        );
        infer.Code.ShouldBe(0, infer.Error);
        JsonNode.Parse(infer.Output)!["images"]!.GetValue<int>().ShouldBe(10);

        Ending analyze = await _programs.Analyze("--runs=runs", "--out=report", "--json");
        analyze.Code.ShouldBe(0, analyze.Error);
        File.Exists(JsonNode.Parse(analyze.Output)!["report"]!.GetValue<string>()).ShouldBeTrue();
    }

    [Fact]
    public async Task The_two_moons_example_learns_its_task_and_its_file_runs_in_ONNX_Runtime()
    {
        Ending ending = await _programs.Run("TwoMoons", ["moons.onnx"]);
        ending.Code.ShouldBe(0, ending.Error);
        int right = int.Parse(ending.Output.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
        right.ShouldBeGreaterThan(950);
        File.Exists(_programs.File("moons.onnx")).ShouldBeTrue();
        Directory.GetFileSystemEntries(_programs.Home).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("runs")]
    [InlineData("describe")]
    [InlineData("emit", "--as=csharp")]
    [InlineData("audit", "--out=audit")]
    public async Task A_verb_that_needs_no_tensors_does_not_load_libtorch(string verb, params string[] words)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "glibc's loader is asked what it loads");
        Ending ending = await _programs.Verb(
            verb,
            words,
            ("LD_DEBUG", "files"),
            ("LD_DEBUG_OUTPUT", _programs.File("loaded"))
        );
        ending.Code.ShouldBe(0, ending.Error);
        string loaded = string.Concat(Directory.GetFiles(_programs.Folder, "loaded.*").Select(File.ReadAllText));
        loaded.ShouldContain("libcoreclr.so");
        loaded.ShouldNotContain("torch");
    }

    [Fact]
    public async Task Inference_is_a_program_of_its_own_too()
    {
        Ending ending = await _programs.Run("Inference", "infer", "--model=none.onnx", "--out=out.csv");
        ending.Code.ShouldBe(2);
        ending.Error.ShouldContain("the model none.onnx can't be read");
    }

    [Fact]
    public void The_inference_program_carries_no_tensor_library_and_libtorch_is_there_once()
    {
        Directory
            .GetFiles(Programs.FolderOf("Inference"), "*", SearchOption.AllDirectories)
            .Select(Path.GetFileName)
            .ShouldNotContain(name => name!.Contains("torch", StringComparison.OrdinalIgnoreCase));
        string artifacts = Path.GetFullPath(Path.Combine(Programs.FolderOf("Inference"), "..", "..", ".."));
        Directory
            .GetFiles(artifacts, "*torch_cpu.*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".so" or ".dll" or ".dylib")
            .ShouldHaveSingleItem();
    }
}
