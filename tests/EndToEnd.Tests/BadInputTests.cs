using Shouldly;
using Xunit;

namespace QImpact.EndToEnd.Tests;

public sealed class BadInputTests : IDisposable
{
    private readonly Programs _programs = new();

    public void Dispose() => _programs.Dispose();

    [Fact]
    public async Task An_unknown_option_is_named()
    {
        await Refuses(_programs.Train("--architecture=baseline", "--out=x", "--epoch=3"), "'--epoch=3'");
        await Refuses(_programs.Infer("--modle=x"), "'--modle=x' is not known here; did you mean '--model'?");
        await Refuses(_programs.Train("--architecture=quantum-ned"), "did you mean 'quantum-end'?");
        await Refuses(_programs.Analyze("--runs=x"), "--out");
        await Refuses(_programs.Reproduce("--seed=many"), "many");
        await Refuses(
            _programs.Reproduce("--seeds=2..0"),
            "--seeds=2..0; expected different seeds from 0, such as 0..2"
        );
        await Refuses(_programs.Reproduce("--seeds=1,1"), "--seeds=1,1; expected different seeds from 0");
        await Refuses(
            _programs.Reproduce("--protocol=paper", "--seed=1", "--seeds=0..2"),
            "--seed and --seeds of protocol paper together; expected one of them"
        );
        await Refuses(_programs.Reproduce("--circuit=2: Anglembedding(X) <Z>"), "did you mean AngleEmbedding?");
        await Refuses(
            _programs.Train("--architecture=quantum-end", "--out=x", "--circuit=2: CRX(x0)[0,1] RY(w0)[1] <Z1>"),
            "--circuit: no input changes an output of \"CRX(x0)[0,1] RY(w0)[1] <Z1>\"; expected one that does"
        );
    }

    [Fact]
    public async Task A_value_that_is_out_of_range_is_named()
    {
        await Refuses(_programs.Train("--architecture=quantum", "--out=x"), "quantum");
        await Refuses(
            _programs.Train("--architecture=baseline", "--out=x", "--epochs=0"),
            "--epochs=0; expected at least 1"
        );
        await Refuses(
            _programs.Train("--architecture=baseline", "--out=x", "--learning-rate=-1", "--dataset=phantom"),
            "--learning-rate=-1; expected a positive number"
        );
    }

    [Fact]
    public async Task Training_never_falls_back_to_the_phantom_by_itself()
    {
        await Refuses(
            _programs.Train("--architecture=baseline", "--out=x"),
            "get http://127.0.0.1:9/breastmnist.npz by hand"
        );
        await Refuses(
            _programs.Train("--architecture=baseline", "--out=x", "--offline"),
            "breastmnist.npz was not found in"
        );
    }

    [Fact]
    public async Task A_broken_archive_is_refused_and_the_main_job_does_not_fall_back_for_it()
    {
        Directory.CreateDirectory(_programs.File("data"));
        File.WriteAllText(_programs.File("data/breastmnist.npz"), "cut off");
        await Refuses(_programs.Reproduce("--epochs=1"), "is no .npz archive, or is cut off");
        await Refuses(_programs.Train("--architecture=baseline", "--out=x"), "is no .npz archive, or is cut off");
    }

    [Fact]
    public async Task A_folder_that_can_not_be_written_is_refused_before_any_work()
    {
        File.WriteAllText(_programs.File("file"), "");
        _programs.AddSmallDataset();
        string[] data = ["--dataset=small", "--positive-class=class 0"];
        await Refuses(_programs.Train(["--architecture=baseline", .. data, "--out=file/run"]), "can't be written to");
        await Refuses(_programs.Reproduce([.. data, "--out=file"]), "can't be written to");
    }

    [Fact]
    public async Task A_foreign_or_missing_model_is_refused()
    {
        File.WriteAllText(_programs.File("foreign.onnx"), "not a model");
        await Refuses(
            _programs.Infer("--model=foreign.onnx", "--out=out.csv"),
            "foreign.onnx is no ONNX model that ONNX Runtime can load"
        );
        await Refuses(_programs.Infer("--model=none.onnx", "--out=out.csv"), "the model none.onnx can't be read");
        File.Exists(_programs.File("out.csv")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_folder_that_is_no_run_is_refused()
    {
        Directory.CreateDirectory(_programs.File("empty"));
        await Refuses(_programs.Export("--run=empty", "--out=models"), "empty is no run folder");
        await Refuses(_programs.Analyze("--runs=empty", "--out=report"), "empty");
        await Refuses(_programs.Analyze("--runs=none", "--out=report"), "there is no such folder");
    }

    [Theory]
    [InlineData("train")]
    [InlineData("export")]
    [InlineData("infer")]
    [InlineData("analyze")]
    [InlineData("reproduce")]
    public async Task Help_has_examples(string verb)
    {
        Ending ending = await _programs.Verb(verb, ["--help"]);
        ending.Code.ShouldBe(0);
        ending.Output.ShouldContain("Examples:");
        ending.Output.ShouldContain($"  qimpact {verb} ");
    }

    // One clear line, exit code 2, nothing half-written.
    private async Task Refuses(Task<Ending> running, string expected)
    {
        string[] before = Everything();
        Ending ending = await running;
        ending.Code.ShouldBe(2, ending.Error);
        ending.Error.ShouldStartWith("error: ");
        ending.Error.TrimEnd().ShouldNotContain("\n");
        ending.Error.ShouldContain(expected);
        Everything().Except(before).Where(File.Exists).ShouldBeEmpty();
    }

    private string[] Everything() => Directory.GetFileSystemEntries(_programs.Folder, "*", SearchOption.AllDirectories);
}
