using System.CommandLine;

namespace QImpact.Terminal;

/// <summary>The <c>completion</c> command: what a shell needs to complete verbs, options and their values.</summary>
public static class CompletionCommand
{
    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Command bash = new("bash", "For bash 4 or later; what has no names to choose from is completed as a file.");
        CommandProgram.AddExamples(bash, "completion bash >> ~/.bash_completion");
        CommandProgram.SetAction(
            bash,
            parsed =>
            {
                Console.Out.Write(Bash(parsed.RootCommandResult.Command.Name));
                return ExitCode.Done;
            }
        );
        Command command = new("completion", "Print a script that makes a shell complete verbs, options and values.")
        {
            bash,
        };
        CommandProgram.AddExamples(command, "completion bash");
        return command;
    }

    // Bash cuts words at '=' too, and the program completes a value behind a space alone. It is asked as it was typed, with the line
    // as far as the cursor.
    private static string Bash(string program) =>
        $$"""
            _{{program}}() {
                local line="${COMP_LINE:0:COMP_POINT}" word="${COMP_WORDS[COMP_CWORD]}"
                [[ "$word" == "=" ]] && word=""
                line="${line#*"$1"}"
                line="${line/%=$word/ $word}"
                mapfile -t COMPREPLY < <(compgen -X '[-/][?h]' -W "$("$1" "[suggest:${#line}]" "$line" 2>/dev/null)" -- "$word")
            }
            complete -o default -F _{{program}} {{program}} ./{{program}}

            """.ReplaceLineEndings("\n");
}
