using System.CommandLine;
using QImpact.Terminal;

namespace QImpact.Study.Commands;

/// <summary>The <c>study</c> command: a study of many runs, from a file.</summary>
public static class StudyCommand
{
    /// <summary>The command with its commands.</summary>
    /// <param name="report">The one that reports on what there is of a study.</param>
    public static Command Create(Command report)
    {
        Command command = new("study", "Carry out a study of many runs, which a file defines (docs/study.md).")
        {
            StudyPlanCommand.Create(),
            StudyRunCommand.Create(),
            report,
        };
        CommandProgram.AddExamples(command, "study run docs/results/study.yaml --runs=docs/results/runs");
        return command;
    }
}
