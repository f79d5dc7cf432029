using QImpact.Data;
using QImpact.Data.Runs;
using QImpact.Tests;
using QImpact.Training.Export;
using QImpact.Training.Runs;
using Shouldly;
using Xunit;

namespace QImpact.Training.Tests;

public sealed class DamagedRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_that_is_damaged_or_unfinished_is_refused_and_leaves_no_file()
    {
        string data = Phantoms.Archive(_folder);
        RunFolder run = Phantoms.Train(_folder.File("run"), data);
        byte[] weights = File.ReadAllBytes(run.BestWeightsFile);
        byte[] result = File.ReadAllBytes(run.ResultFile);
        RunResult sound = run.ReadResult();
        Change(run.BestWeightsFile, weights[..1000]);
        Message(run).ShouldContain("weights.dat is not the file that training wrote");
        Reseal();
        Message(run).ShouldContain("does not hold the weights of quantum-mid");
        byte[] flipped = [.. weights];
        flipped[weights.Length / 2] ^= 1;
        Change(run.BestWeightsFile, flipped);
        Message(run).ShouldContain("weights.dat is not the file that training wrote");
        Change(run.BestWeightsFile, weights);
        Reseal();
        Change(run.ResultFile, [.. result[..^3], (byte)' ', .. result[^3..]]);
        Message(run).ShouldContain("result.json is not the file that training wrote");
        Change(run.ResultFile, result);

        RunChecksums.Seal(run, sound with { Test = sound.Test with { Loss = sound.Test.Loss + 2e-4 } });
        Message(run).ShouldContain("result.json: test.loss is ");
        RunChecksums.Seal(run, sound with { Validation = sound.Validation with { Auc = sound.Validation.Auc / 2 } });
        Message(run).ShouldContain("but the weights of the run give");
        File.Delete(run.ChecksumsFile);
        Message(run).ShouldContain("has no SHA256SUMS");
        Reseal();

        RunConfig config = run.ReadConfig();
        Json.WriteFile(run.ConfigFile, config with { Name = "../../X" });
        Reseal();
        Message(run).ShouldContain("config.json: name is '../../X'; expected the name of a file without a folder");
        File.WriteAllText(run.ConfigFile, "");
        Reseal();
        RunOverview broken = RunOverview.FindAll(run.Path).Single();
        broken.State.ShouldBe(RunState.Broken);
        broken.Problem.ShouldBe($"{run.ConfigFile} is empty; expected JSON");
        Json.WriteFile(run.ConfigFile, config);
        Reseal();
        File.Delete(run.BestWeightsFile);
        Message(run).ShouldContain("the run has not ended");
        File.Delete(run.ResultFile);
        Message(run).ShouldContain("the run has not ended");
        Message(new RunFolder(_folder.File("none"))).ShouldContain("is no run folder");

        void Change(string file, byte[] bytes) => File.WriteAllBytes(file, bytes);

        void Reseal() => RunChecksums.Seal(run, sound);

        string Message(RunFolder folder)
        {
            string models = _folder.File("refused");
            string message = Should
                .Throw<BadInputException>(() => RunExport.Execute(folder, models, data, CancellationToken.None))
                .Message;
            message.ShouldNotContain("\n");
            (Directory.Exists(models) ? Directory.GetFiles(models) : []).ShouldBeEmpty();
            return message;
        }
    }
}
