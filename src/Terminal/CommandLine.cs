using System.CommandLine;
using System.CommandLine.Parsing;

namespace QImpact.Terminal;

/// <summary>Reads command lines, and says in a sentence what is wrong with one.</summary>
internal static class CommandLine
{
    // A word that begins with @ is the name of a file, and not a file of further words.
    private static readonly ParserConfiguration Configuration = new() { ResponseFileTokenReplacer = null };

    /// <summary>Reads a command line; "help VERB" is "VERB --help".</summary>
    /// <returns>What was read, and what is wrong with it: null where nothing is, or where help is asked for.</returns>
    public static (ParseResult Parsed, string? Problem) Read(RootCommand root, string[] arguments)
    {
        OptionValues.Guard(root);
        string[] words = arguments is ["help", .. string[] verb] ? [.. verb, "--help"] : arguments;
        ParseResult parsed = root.Parse(words, Configuration);
        return (parsed, parsed.Action is { ClearsParseErrors: true } ? null : Problem(root, parsed, words));
    }

    private static string? Problem(RootCommand root, ParseResult parsed, string[] words)
    {
        Command command = parsed.CommandResult.Command;
        bool isGroup = command.Subcommands.Count > 0;
        string help = $"'{command.Name} --help' lists the {(isGroup ? "commands" : "options")}";
        if (WrongFlag(command, words) is { } flag)
            return $"{command.Name}: {flag}; expected true or false; {help}";
        if (Unknown(parsed) is { } unknown)
        {
            string near = Choice.Nearest(unknown.Split('=')[0], NamesIn(command));
            return $"{command.Name}: '{unknown}' is not known here{(near.Length > 0 ? near : ";")} {help}";
        }
        if (parsed.Errors is not [ParseError first, ..])
            return null;
        if (isGroup)
            return $"{command.Name}: name one of its commands: {string.Join(", ", command.Subcommands.Select(verb => verb.Name))}";
        ParseError error = ErrorOfWhatIsGiven(root, command, words) ?? first;
        string problem = OptionValues.Refused(error) ?? error.Message.ReplaceLineEndings(" ").TrimEnd('.');
        return $"{command.Name}: {problem}{(problem.EndsWith('?') ? "" : ";")} {help}";
    }

    // The parser stops where something is missing; what was given is told before that.
    private static ParseError? ErrorOfWhatIsGiven(RootCommand root, Command command, string[] words)
    {
        Option[] required = [.. command.Options.Where(option => option.Required)];
        SetRequired(false);
        try
        {
            return root.Parse(words, Configuration).Errors.FirstOrDefault(error => error.SymbolResult is OptionResult);
        }
        finally
        {
            SetRequired(true);
        }

        void SetRequired(bool value) => Array.ForEach(required, option => option.Required = value);
    }

    // The parser takes "true" and "false" alone behind a flag, and anything else for a word by itself.
    private static string? WrongFlag(Command command, string[] words) =>
        words.FirstOrDefault(word =>
            word.Split('=', 2) is [{ } name, { } value]
            && value is not ("true" or "false")
            && command.Options.Any(option => option.Name == name && (option is Option<bool> or Option<bool?>))
        );

    // A misspelt option is read as a word where a command or the option before it takes words; a file of such a name is ./-NAME.
    private static string? Unknown(ParseResult parsed) =>
        parsed
            .CommandResult.Children.Where(TakesWords)
            .SelectMany(result => result.Tokens)
            .Select(token => token.Value)
            .Where(word => word.Length > 1 && word.StartsWith('-'))
            .Concat(parsed.UnmatchedTokens)
            .FirstOrDefault();

    private static bool TakesWords(SymbolResult result) =>
        result is ArgumentResult or OptionResult { Option: Option<string> or Option<string[]> };

    private static IEnumerable<string> NamesIn(Command command) =>
        command.Options.Select(option => option.Name).Concat(command.Subcommands.Select(verb => verb.Name));
}
