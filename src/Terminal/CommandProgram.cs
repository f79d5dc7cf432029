using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using QImpact.Data;

namespace QImpact.Terminal;

/// <summary>
/// Runs a command line the way every program of this project does: usage errors and bad input give one line on standard
/// error and exit code 2, Ctrl-C and SIGTERM give 130, anything unforeseen gives one line and 1.
/// </summary>
public static class CommandProgram
{
    /// <summary>The environment variable that adds the stack trace to the report of an unforeseen failure.</summary>
    public const string TraceVariable = "QIMPACT_TRACE";

    /// <summary>Runs a program to its end; the arguments leave out its name.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(RootCommand root, string[] arguments)
    {
        StandardStreams.Guard();
        AddExamples(root);
        using StopSignals signals = new();
        try
        {
            (ParseResult parsed, string? problem) = CommandLine.Read(root, arguments);
            if (problem is not null)
                return Report(problem, ExitCode.BadInput);
            InvocationConfiguration configuration = new()
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            return await parsed.InvokeAsync(configuration, signals.Token).ConfigureAwait(false);
        }
        catch (BadInputException exception)
        {
            return Report(exception.Message, ExitCode.BadInput);
        }
        catch (ProgramFailedException exception)
        {
            return Report(exception.Message, exception.ExitCode);
        }
        catch (InterruptedException exception)
        {
            return Report(exception.Message, ExitCode.Interrupted);
        }
        catch (OperationCanceledException)
        {
            return Report("interrupted", ExitCode.Interrupted);
        }
        catch (Exception exception) when (Environment.GetEnvironmentVariable(TraceVariable) is null or "")
        {
            return Report(
                $"{exception.GetType().Name}: {exception.Message} (set {TraceVariable}=1 for the stack trace)",
                ExitCode.Failure
            );
        }
    }

    /// <summary>Gives a command its work, which returns one of <see cref="ExitCode"/>; Ctrl-C and SIGTERM cancel its token.</summary>
    public static void SetAction(Command command, Func<ParseResult, CancellationToken, int> work) =>
        command.SetAction((parsed, cancellation) => Task.Run(() => work(parsed, cancellation), CancellationToken.None));

    /// <summary>Gives a command its work, which Ctrl-C and SIGTERM leave where it is: it has nothing to tidy up.</summary>
    public static void SetAction(Command command, Func<ParseResult, int> work) =>
        command.SetAction(
            (parsed, cancellation) => Task.Run(() => work(parsed), CancellationToken.None).WaitAsync(cancellation)
        );

    /// <summary>Adds examples to a command's <c>--help</c>.</summary>
    /// <param name="command">The command; its own help option is added to it.</param>
    /// <param name="examples">Command lines without the program's name, which is put before the command's; of a program: none, it shows the first of each of its commands.</param>
    public static void AddExamples(Command command, params string[] examples)
    {
        HelpOption? help = command.Options.OfType<HelpOption>().FirstOrDefault();
        if (help is null)
        {
            help = new HelpOption();
            command.Options.Add(help);
        }
        help.Action = new ExampleHelp(command, examples);
    }

    private static int Report(string line, int code)
    {
        Console.Error.WriteLine(ErrorLine.Of(line));
        return code;
    }

    private sealed class ExampleHelp(Command command, string[] examples) : SynchronousCommandLineAction
    {
        private const int Width = 100;

        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            int code = new HelpAction { MaxWidth = Width }.Invoke(parseResult);
            TextWriter output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (string example in Of(parseResult.RootCommandResult.Command.Name))
                output.WriteLine($"  {example}");
            return code;
        }

        private IEnumerable<string> Of(string program) =>
            command is RootCommand
                ? command
                    .Subcommands.SelectMany(verb => verb.Options)
                    .Select(option => option.Action)
                    .OfType<ExampleHelp>()
                    .SelectMany(help => help.Of(program).Take(1))
                : examples.Select(example =>
                    example.Insert(example.IndexOf(Verb(command), StringComparison.Ordinal), $"{program} ")
                );

        // The word behind the program's name, of a command within another one too.
        private static string Verb(Command command) =>
            command.Parents.OfType<Command>().FirstOrDefault(parent => parent is not RootCommand) is { } outer
                ? Verb(outer)
                : command.Name;
    }
}
