using System.CommandLine;
using System.CommandLine.Parsing;

namespace QImpact.Terminal;

/// <summary>Options whose value is one of a few names.</summary>
public static class Choice
{
    /// <summary>Restricts an option to names, shows them in <c>--help</c>, and names them when another value is given.</summary>
    public static void AcceptOnly(Option option, params string[] names)
    {
        Offer(option, names);
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: string given }] && !names.Contains(given))
                result.AddError(Message(option, given, names));
        });
    }

    /// <summary>An option whose names are those of an enumeration, in lower case; null where it is not given.</summary>
    public static Option<T?> Of<T>(string name, string description)
        where T : struct, Enum
    {
        string[] names = Array.ConvertAll(Enum.GetNames<T>(), value => value.ToLowerInvariant());
        Option<T?> option = new(name) { Description = description };
        Offer(option, names);
        option.CustomParser = result => Parse<T>(result, option, names);
        return option;
    }

    // In the help and to the shell.
    private static void Offer(Option option, string[] names)
    {
        option.HelpName = string.Join('|', names);
        option.CompletionSources.Clear();
        option.CompletionSources.Add(names);
    }

    private static T? Parse<T>(ArgumentResult result, Option option, string[] names)
        where T : struct, Enum
    {
        string given = result.Tokens.Single().Value;
        int index = Array.IndexOf(names, given);
        if (index >= 0)
            return Enum.GetValues<T>()[index];
        result.AddError(Message(option, given, names));
        return null;
    }

    private static string Message(Option option, string given, string[] names) =>
        $"{option.Name}={given}; expected one of {string.Join(", ", names)}{Nearest.Hint(given, names)}";
}
