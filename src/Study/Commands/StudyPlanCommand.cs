using System.CommandLine;
using System.Globalization;
using QImpact.Study.Engines;
using QImpact.Study.Outlook;
using QImpact.Terminal;

namespace QImpact.Study.Commands;

/// <summary>The <c>study plan</c> command.</summary>
internal static class StudyPlanCommand
{
    private static readonly TableColumnSpec[] PartColumns =
    [
        new("Part"),
        new("Role"),
        new("Arms", IsNumber: true),
        new("Runs", IsNumber: true),
        new("Done", IsNumber: true),
        new("Failed", IsNumber: true),
        new("Hours", IsNumber: true),
        new("Measured by"),
    ];

    private static readonly TableColumnSpec[] RunColumns =
    [
        new("Run"),
        new("Identity"),
        new("State"),
        new("Seconds", IsNumber: true),
    ];

    private static readonly Option<bool> List = new("--list") { Description = "Every run, in the order of the list." };
    private static readonly Option<bool> AsJson = Options.Json("all of it");

    public static Command Create()
    {
        Command command = new(
            "plan",
            "What a study will do: its runs, its hours, and the smallest difference that it can find."
        )
        {
            StudyOptions.File,
            StudyOptions.Runs,
            List,
            StudyOptions.Data,
            StudyOptions.Offline,
            AsJson,
        };
        CommandProgram.AddExamples(
            command,
            "study plan docs/results/study.yaml --runs=docs/results/runs",
            "study plan docs/results/study.yaml --list"
        );
        CommandProgram.SetAction(command, Run);
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        StudyPlace place = StudyOptions.Place(parsed, work: null, keepWeights: false, cancellation);
        StudyOutlook outlook = StudyOutlook.Of(place, cancellation);
        if (parsed.GetValue(AsJson))
            Options.Print(true, outlook, _ => "");
        else
            Write(outlook, place.Study.Title, parsed.GetValue(List));
        return ExitCode.Done;
    }

    private static void Write(StudyOutlook outlook, string title, bool list)
    {
        Console.WriteLine($"{outlook.Name}: {title}\n");
        ResultTable.Write(Console.Out, PartColumns, outlook.Parts.Select(Row));
        Console.WriteLine();
        Console.WriteLine(
            Text(
                $"{outlook.Runs} runs, {outlook.Done} done; about {outlook.Hours:0.0} h are left here, {outlook.SideBySide} runs of one thread side by side"
            )
        );
        foreach (Detectable found in outlook.Detectable)
            Console.WriteLine(Sentence(found));
        foreach (string problem in outlook.Problems)
            Console.WriteLine(problem);
        if (!list)
            return;
        Console.WriteLine();
        ResultTable.Write(
            Console.Out,
            RunColumns,
            outlook.List.Select(run =>
                new[] { run.Name, run.Identity[..8], $"{run.State}".ToLowerInvariant(), Text($"{run.Seconds:0}") }
            )
        );
        foreach (PartOutlook part in outlook.Parts.Where(part => part.WaitsForRates))
            Console.WriteLine($"{part.Name}: {part.Runs} runs, which are listed once their rates are chosen");
    }

    private static string[] Row(PartOutlook part) =>
        [
            part.Name,
            $"{part.Role}".ToLowerInvariant(),
            $"{part.Arms}",
            $"{part.Runs}",
            $"{part.Done}",
            $"{part.Failed}",
            Text($"{part.Hours:0.0}"),
            part.Measured ? "steps, now" : "runs that are done",
        ];

    private static string Sentence(Detectable found) =>
        Text(
            $"{found.Part}: {found.Repeats} repeats over {found.Class0 + found.Class1} images find a difference of the AUC of {found.Lowest:0.000} to {found.Highest:0.000} with a power of {Detectable.Power} at a level of {found.Alpha:0.####} (AUC {Detectable.Auc}, correlation {Detectable.Correlation.Low} to {Detectable.Correlation.High}, SD between seeds {Detectable.SeedDeviation.Low} to {Detectable.SeedDeviation.High})"
        );

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
