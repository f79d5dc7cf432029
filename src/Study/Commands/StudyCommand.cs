using System.CommandLine;
using QImpact.Terminal;

namespace QImpact.Study.Commands;

/// <summary>The <c>study</c> command: a study of many runs, from a file.</summary>
public static class StudyCommand
{
    /// <summary>The command with its commands.</summary>
    public static Command Create()
    {
        Command command = new("study", "Carry out a study of many runs, which a file defines (docs/study.md).")
        {
            StudyPlanCommand.Create(),
            StudyRunCommand.Create(),
        };
        CommandProgram.AddExamples(command, "study run docs/results/study.yaml --runs=docs/results/runs");
        return command;
    }
}
