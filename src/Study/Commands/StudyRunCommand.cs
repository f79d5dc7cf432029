using System.CommandLine;
using System.Globalization;
using QImpact.Data.Studies;
using QImpact.Study.Engines;
using QImpact.Terminal;
using QImpact.Training.Devices;

namespace QImpact.Study.Commands;

/// <summary>The <c>study run</c> command.</summary>
internal static class StudyRunCommand
{
    private static readonly Option<string?> Work = Options.Of<string?>(
        "--work",
        "FOLDER",
        "Where runs are trained, and study.log is. Default: results/NAME/work."
    );
    private static readonly Option<string?> Parts = Options.Of<string?>(
        "--parts",
        "A,B",
        "These parts of the study alone. Default: all."
    );
    private static readonly Option<string> Engine = new Option<string>("--engine")
    {
        Description = "What carries out the runs: processes on this machine.",
        DefaultValueFactory = _ => LocalEngine.Name,
    }.AcceptOnly(LocalEngine.Name);
    private static readonly Option<int?> AtOnce = Options
        .Of<int?>(
            "--at-once",
            "N",
            "At most so many runs side by side, of one thread each. Default: as many as processors and memory hold."
        )
        .AtLeast(1);
    private static readonly Option<int?> Limit = Options
        .Of<int?>("--limit", "N", "Stop when so many runs have been carried out.")
        .AtLeast(1);
    private static readonly Option<bool> Retry = new("--retry") { Description = "Try runs again that failed." };
    private static readonly Option<bool> KeepWeights = new("--keep-weights")
    {
        Description = "Keep the work folder of a finished run, with its weights of up to 45 MB.",
    };

    public static Command Create()
    {
        Command command = new("run", "Carry out what is not done of a study; started again, it goes on.")
        {
            StudyOptions.File,
            StudyOptions.Runs,
            Work,
            Parts,
            Engine,
            AtOnce,
            Limit,
            Retry,
            KeepWeights,
            StudyOptions.Data,
            StudyOptions.Offline,
        };
        CommandProgram.AddExamples(
            command,
            "study run docs/results/study.yaml --runs=docs/results/runs",
            "study run docs/results/study.yaml --runs=docs/results/runs --parts=literal,benchmark --at-once=1"
        );
        CommandProgram.SetAction(command, Run);
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        LibTorch.Require();
        StudyPlace place = StudyOptions.Place(
            parsed,
            parsed.GetValue(Work),
            parsed.GetValue(KeepWeights),
            cancellation
        );
        int atOnce = Math.Min(parsed.GetValue(AtOnce) ?? int.MaxValue, Environment.ProcessorCount);
        StudyChoice choice = new(
            StudyOptions.Parts(place.Study, parsed.GetValue(Parts)),
            parsed.GetValue(Retry),
            parsed.GetValue(Limit)
        );
        (StudyRuns found, int undone) = StudyJob.Execute(place, choice, new LocalEngine(atOnce), atOnce, cancellation);
        Console.WriteLine(Summary(found, choice));
        if (undone > 0)
            throw new ProgramFailedException(
                $"{undone} runs were not carried out; {Path.Combine(place.Work, StudyLog.Name)} says why, and the same command tries them again",
                ExitCode.Failure
            );
        return found.Failed.Any(failed => choice.Parts.Contains(failed.Plan.Part))
            ? ExitCode.BrokenRows
            : ExitCode.Done;
    }

    private static string Summary(StudyRuns found, StudyChoice choice) =>
        string.Join(
            '\n',
            choice.Parts.Select(part =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{part}: {found.Found.Count(run => run.Plan.Part == part)} runs done, {found.Failed.Count(run => run.Plan.Part == part)} failed, {Waiting(found, part)} not carried out"
                )
            )
        );

    private static int Waiting(StudyRuns found, string part) =>
        found.Missing.Count(run => run.Part == part)
        + found.Pending.Where(pending => pending.Part.Name == part).Sum(pending => pending.Runs);
}
