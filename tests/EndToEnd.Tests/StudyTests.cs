using System.Diagnostics;
using System.Text.RegularExpressions;
using QImpact.Data.Runs;
using Shouldly;
using Xunit;

namespace QImpact.EndToEnd.Tests;

/// <summary>A study of a few images: two arms, two folds, rates that are chosen, and the paper's protocol.</summary>
public sealed partial class StudyTests : IDisposable
{
    private const string Study = """
        name: small
        title: A small study
        dataset: small
        positive_class: class 0
        parts:
          - name: rates
            role: rates
            arms: [baseline, quantum-end]
            protocol: matched
            changes: {epochs: 1, select: auc}
            rates: [1e-4]
            folds: {count: 2, tested: [1], split_seed: 7, groups: none}
          - name: comparison
            role: comparison
            arms: [baseline, quantum-end]
            protocol: matched
            changes: {epochs: 6, select: auc}
            rates: {chosen_by: rates}
            folds: {count: 2, groups: none}
          - name: literal
            role: literal
            arms: [baseline, quantum-end]
            protocol: paper
            changes: {epochs: 2}
            published: {seeds: [0]}
        """;

    private static readonly string[] Run = ["run", "study.yaml", "--runs=runs", "--work=work"];

    private readonly Programs _programs = new();

    public StudyTests()
    {
        _programs.AddSmallDataset();
        File.WriteAllText(_programs.File("study.yaml"), Study);
    }

    public void Dispose() => _programs.Dispose();

    [Fact]
    public async Task A_study_that_is_killed_again_and_again_ends_with_the_bits_of_one_that_never_was()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "signals are sent by kill, and processes are looked for in /proc");

        Ending whole = await _programs.Verb("study", ["run", "study.yaml", "--runs=whole", "--work=work-whole"]);
        whole.Code.ShouldBe(0, whole.Error);
        whole.Output.ShouldBe(
            "rates: 2 runs done, 0 failed, 0 not carried out\ncomparison: 4 runs done, 0 failed, 0 not carried out\nliteral: 2 runs done, 0 failed, 0 not carried out\n"
        );
        Directory.GetDirectories(_programs.File("work-whole")).ShouldBeEmpty();
        Names("whole").Length.ShouldBe(8);

        // The random numbers are the same in each run of the test; what they meet is not.
        Random random = new(16);
        for (int round = 0; round < 3; round++)
        {
            using Process job = Start();
            await Task.Delay(random.Next(500, 6000));
            int[] children = [.. Processes().Where(id => id != job.Id)];
            if (children.Length > 0)
                await KillAsync("KILL", children[random.Next(children.Length)]);
            await Task.Delay(random.Next(0, 1500));
            await KillAsync("KILL", job.Id);
            await job.WaitForExitAsync();
        }
        int lines = Log().Length;
        using (Process job = Start())
        {
            await Until(() => Log().Length > lines, job);
            Ending second = await _programs.Verb("study", Run);
            if (!job.HasExited)
            {
                second.Code.ShouldBe(2);
                second.Error.ShouldContain("another process carries out a study in");
                await KillAsync("INT", job.Id);
            }
            await job.WaitForExitAsync();
            job.ExitCode.ShouldBeOneOf(0, 130);
        }
        Ending last = await _programs.Verb("study", Run);
        last.Code.ShouldBe(0, last.Error);
        last.Output.ShouldBe(whole.Output);

        Names("runs").ShouldBe(Names("whole"));
        foreach (string name in Names("whole"))
        {
            RunArchive once = RunArchive.Read(_programs.File($"whole/{name}"));
            RunArchive again = RunArchive.Read(_programs.File($"runs/{name}"));
            again.Identity.ShouldBe(once.Identity);
            again.History.ShouldBe(once.History, name);
            again.Result.ShouldBe(once.Result, name);
            again.Scores.Select(Written).ShouldBe(once.Scores.Select(Written), name);
        }

        string[] log = Log();
        log.ShouldAllBe(line => Event().IsMatch(line));
        log.Count(line => line.EndsWith(" begins", StringComparison.Ordinal)).ShouldBeGreaterThanOrEqualTo(8);
        await KillNobodyAndChangeAnArchive();
    }

    // A damaged archive, and one of another identity, are replaced; nothing else is done again.
    private async Task KillNobodyAndChangeAnArchive()
    {
        string[] names = Names("runs");
        DateTime[] times = [.. names.Select(name => File.GetLastWriteTimeUtc(_programs.File($"runs/{name}")))];
        File.WriteAllText(_programs.File($"runs/{names[0]}"), "damaged");
        File.Copy(_programs.File($"runs/{names[2]}"), _programs.File($"runs/{names[1]}"), overwrite: true);
        Ending ending = await _programs.Verb("study", Run);
        ending.Code.ShouldBe(0, ending.Error);
        ending.Error.ShouldContain($"{names[0]} is no archive of a run, or is cut off or damaged");
        ending.Error.ShouldContain($"{names[1]} is another run than the study's of that name: it has '");
        for (int at = 0; at < names.Length; at++)
            (File.GetLastWriteTimeUtc(_programs.File($"runs/{names[at]}")) == times[at]).ShouldBe(at > 1, names[at]);
        foreach (string name in names[..2])
            RunArchive
                .Read(_programs.File($"runs/{name}"))
                .Scores.Select(Written)
                .ShouldBe(RunArchive.Read(_programs.File($"whole/{name}")).Scores.Select(Written));
    }

    [Fact]
    public async Task A_run_that_fails_is_on_record_counted_and_tried_again_when_that_is_asked_for()
    {
        File.WriteAllText(
            _programs.File("study.yaml"),
            """
            name: failing
            title: A run whose weights can't be written
            dataset: small
            positive_class: class 0
            parts:
              - name: official
                role: official
                arms: [baseline]
                protocol: matched
                changes: {epochs: 1}
                published: {seeds: [0, 1]}
            """
        );
        const string failing = "small-baseline-matched-e1-s0";
        Directory.CreateDirectory(_programs.File($"work/{failing}"));
        File.WriteAllText(_programs.File($"work/{failing}/best"), "a file where a folder is to be");

        Ending first = await _programs.Verb("study", Run);
        first.Code.ShouldBe(3, first.Error);
        first.Output.ShouldBe("official: 1 runs done, 1 failed, 0 not carried out\n");
        string record = File.ReadAllText(_programs.File($"runs/{failing}.failed.json"));
        record.ShouldContain("weights.dat can't be written");
        record.ShouldContain("\"exit_code\": 2");

        Ending second = await _programs.Verb("study", Run);
        second.Code.ShouldBe(3, second.Error);
        second.Error.ShouldNotContain("begins");

        Ending third = await _programs.Verb("study", [.. Run, "--retry"]);
        third.Code.ShouldBe(0, third.Error);
        third.Output.ShouldBe("official: 2 runs done, 0 failed, 0 not carried out\n");
        File.Exists(_programs.File($"runs/{failing}.failed.json")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_plan_tells_runs_hours_and_what_can_be_found()
    {
        Ending plan = await _programs.Verb("study", ["plan", "study.yaml", "--list"]);
        plan.Code.ShouldBe(0, plan.Error);
        plan.Output.ShouldContain("small: A small study");
        plan.Output.ShouldContain("8 runs, 0 done; about ");
        plan.Output.ShouldContain("comparison: 4 runs, which are listed once their rates are chosen");
        plan.Output.ShouldContain("steps, now");
        Ending json = await _programs.Verb("study", ["plan", "study.yaml", "--json"]);
        json.Output.ShouldStartWith("{");
        json.Output.ShouldContain("\"runs\": 8");
    }

    [Theory]
    [InlineData(
        "--parts=rate",
        "--parts=rate: the study has no part 'rate'; expected some of rates, comparison, literal; did you mean 'rates'?"
    )]
    [InlineData(
        "--parts=comparison",
        "part 'comparison' waits for the rates that part 'rates' chooses, of which 2 runs are not there; add it to --parts"
    )]
    public async Task Parts_that_can_not_be_carried_out_are_refused(string option, string message)
    {
        Ending ending = await _programs.Verb("study", [.. Run, option]);
        ending.Code.ShouldBe(2);
        ending.Error.ShouldContain(message);
    }

    [GeneratedRegex("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z [a-z]")]
    private static partial Regex Event();

    private string[] Log() =>
        File.Exists(_programs.File("work/study.log")) ? File.ReadAllLines(_programs.File("work/study.log")) : [];

    private string[] Names(string folder) =>
        [
            .. Directory
                .GetFiles(_programs.File(folder), "*.zip")
                .Select(Path.GetFileName)
                .Order(StringComparer.Ordinal)!,
        ];

    private static string Written(ScoreRow row) =>
        $"{row.Split} {row.SampleId} {row.Label} {string.Join(' ', row.Scores)} {string.Join(' ', row.CircuitInputs)} {string.Join(' ', row.Expectations)}";

    private Process Start() =>
        Process.Start(
            new ProcessStartInfo("dotnet", ["exec", Programs.PathOf("Cli", "qimpact"), "study", .. Run])
            {
                WorkingDirectory = _programs.Folder,
            }
        )!;

    private static Task KillAsync(string signal, int process) =>
        CliWrap
            .Cli.Wrap("kill")
            .WithArguments([$"-{signal}", $"{process}"])
            .WithValidation(CliWrap.CommandResultValidation.None)
            .ExecuteAsync();

    private static async Task Until(Func<bool> condition, Process process)
    {
        while (!process.HasExited && !condition())
            await Task.Delay(50);
    }

    // Those that work in the folder of the test.
    private int[] Processes() =>
        [
            .. from folder in Directory.GetDirectories("/proc")
            let id = int.TryParse(Path.GetFileName(folder), out int number) ? number : 0
            where id > 0 && Target(Path.Combine(folder, "cwd")) == _programs.Folder
            select id,
        ];

    private static string? Target(string link)
    {
        try
        {
            return new FileInfo(link).LinkTarget;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
