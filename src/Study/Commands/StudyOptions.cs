using System.Collections.Immutable;
using System.CommandLine;
using QImpact.Data;
using QImpact.Data.Studies;
using QImpact.Study.Engines;
using QImpact.Terminal;

namespace QImpact.Study.Commands;

/// <summary>What the commands of a study have in common.</summary>
internal static class StudyOptions
{
    /// <summary>The file of the study.</summary>
    public static Argument<string> File { get; } =
        new("FILE") { Description = "The study, in YAML or JSON (docs/study.md)." };

    /// <summary><c>--runs</c>.</summary>
    public static Option<string?> Runs { get; } =
        Options.Of<string?>(
            "--runs",
            "FOLDER",
            "The archives of finished runs, one a run. Default: results/NAME/runs, NAME being the study's."
        );

    /// <summary><c>--data</c>.</summary>
    public static Option<string?> Data { get; } = Options.Data();

    /// <summary><c>--offline</c>.</summary>
    public static Option<bool> Offline { get; } = Options.Offline();

    /// <summary>The study that a command line names, with its data.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="work">Where runs are trained; null for the usual place.</param>
    /// <param name="keepWeights">Whether their folders stay.</param>
    /// <param name="cancellation">Stops a download.</param>
    /// <exception cref="BadInputException">The file is no study, or the data can't be had.</exception>
    public static StudyPlace Place(ParseResult parsed, string? work, bool keepWeights, CancellationToken cancellation)
    {
        StudyDefinition study = StudyFile.Read(parsed.GetValue(File)!);
        string? data = parsed.GetValue(Data);
        Dataset dataset = DataSource
            .Load(study.Dataset, data, parsed.GetValue(Offline), cancellation)
            .WithPositiveClass(study.PositiveClass);
        dataset.Description.RequirePositiveClass();
        string folder = Path.Combine("results", study.Name);
        return new StudyPlace(
            study,
            dataset,
            data,
            parsed.GetValue(Runs) ?? Path.Combine(folder, "runs"),
            work ?? Path.Combine(folder, "work"),
            keepWeights
        );
    }

    /// <summary>The parts that a list names; all where there is none.</summary>
    /// <exception cref="BadInputException">The study has no such part.</exception>
    public static ImmutableArray<string> Parts(StudyDefinition study, string? list)
    {
        string[] names = [.. study.Parts.Select(part => part.Name)];
        if (list is null)
            return [.. names];
        string[] given = list.Split(',');
        return given.FirstOrDefault(name => !names.Contains(name)) is { } unknown
            ? throw new BadInputException(
                $"--parts={list}: the study has no part '{unknown}'; expected some of {string.Join(", ", names)}{Choice.Nearest(unknown, names)}"
            )
            : [.. names.Where(given.Contains)];
    }
}
