using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using QImpact.Data;
using QImpact.Terminal;
using QImpact.Training.Runs;

namespace QImpact.Training.Commands;

/// <summary>The <c>runs</c> command.</summary>
public static class RunsCommand
{
    private const int LongestName = 22;

    private static readonly TableColumnSpec[] Columns =
    [
        new("run"),
        new("data set"),
        new("architecture"),
        new("protocol"),
        new("seed", IsNumber: true),
        new("epochs", IsNumber: true),
        new("val\ngmean", IsNumber: true),
        new("val\nAUC", IsNumber: true),
        new("test\ngmean", IsNumber: true),
        new("test\nAUC", IsNumber: true),
        new("state"),
    ];

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Option<string> root = new("--runs")
        {
            Description = "The folder with the runs, at any depth. Default: the working folder.",
            HelpName = "FOLDER",
            DefaultValueFactory = _ => ".",
        };
        Option<bool> json = Options.Json("everything about the runs");
        Command command = new("runs", "List the runs below a folder with their metrics and their state.")
        {
            root,
            json,
        };
        CommandProgram.AddExamples(command, "runs", "runs --runs=results --json");
        CommandProgram.SetAction(
            command,
            parsed =>
            {
                string folder = parsed.GetValue(root)!;
                IReadOnlyList<RunOverview> runs = RunOverview.FindAll(folder);
                if (parsed.GetValue(json))
                    Console.WriteLine(JsonSerializer.Serialize(runs, Json.Options));
                else if (runs.Count == 0)
                    Console.WriteLine($"no runs below {Path.GetFullPath(folder)}");
                else
                {
                    Write(runs);
                    foreach (RunOverview run in runs.Where(run => run.Result?.Training?.StoppingRuleMet == false))
                        Console.WriteLine($"{run.Folder}: {run.Result!.StopReason}");
                }
                foreach (RunOverview run in runs.Where(run => run.Problem is not null))
                    Console.Error.WriteLine($"error: {run.Problem}");
                return runs.Any(run => run.Problem is not null) ? ExitCode.BrokenRows : ExitCode.Done;
            }
        );
        return command;
    }

    // Runs beside one another share a table below the folder's name, so that a name alone fits its column.
    private static void Write(IReadOnlyList<RunOverview> runs)
    {
        foreach (IGrouping<string, RunOverview> group in runs.GroupBy(run => Path.GetDirectoryName(run.Folder) ?? ""))
        {
            if (group.Key.Length > 0)
                Console.WriteLine(group.Key);
            ResultTable.Write(Console.Out, Columns, group.Select(Row));
        }
    }

    private static IReadOnlyList<string> Row(RunOverview run)
    {
        string name = Folded(Path.GetFileName(run.Folder));
        if (run.Config is not { } config)
            return [name, "", "", "", "", "", "", "", "", "", State(run)];
        return
        [
            name,
            config.Dataset.Description.Name,
            config.Architecture,
            config.Protocol,
            config.Seed.ToString(CultureInfo.InvariantCulture),
            $"{run.EpochsDone}/{config.Settings.Epochs}",
            Metric(run.Result?.Validation.Gmean),
            Metric(run.Result?.Validation.Auc),
            Metric(run.Result?.Test.Gmean),
            Metric(run.Result?.Test.Auc),
            State(run),
        ];
    }

    private static string State(RunOverview run) => run.State.ToString().ToLowerInvariant();

    private static string Metric(double? value) => value?.ToString("F3", CultureInfo.InvariantCulture) ?? "";

    // A long name goes on in the next line after a hyphen.
    private static string Folded(string name)
    {
        if (name.Length <= LongestName)
            return name;
        int end = name.LastIndexOf('-', LongestName - 1) + 1;
        if (end <= 0)
            end = LongestName;
        return $"{name[..end]}\n{Folded(name[end..])}";
    }
}
