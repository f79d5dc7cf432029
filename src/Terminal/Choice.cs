using System.CommandLine;
using System.CommandLine.Parsing;

namespace QImpact.Terminal;

/// <summary>Options whose value is one of a few names.</summary>
public static class Choice
{
    /// <summary>The option, restricted to names, which <c>--help</c> shows and which are named when another value is given.</summary>
    public static Option<T> AcceptOnly<T>(this Option<T> option, params string[] names)
    {
        Offer(option, names);
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: string given }] && !names.Contains(given))
                result.AddError(Message(option, given, names));
        });
        return option;
    }

    /// <summary>"; did you mean 'NAME'?", or nothing where no name is near.</summary>
    public static string Nearest(string given, IEnumerable<string> names) =>
        SimilarName.To(given, names) is { } name ? $"; did you mean '{name}'?" : "";

    /// <summary>An option whose names are those of an enumeration, in lower case; null where it is not given.</summary>
    /// <param name="name">Of the option.</param>
    /// <param name="description">What it does.</param>
    /// <param name="synonyms">Further names that are understood, but not offered.</param>
    public static Option<T?> Of<T>(
        string name,
        string description,
        params ReadOnlySpan<(string Name, T Value)> synonyms
    )
        where T : struct, Enum
    {
        string[] names = Array.ConvertAll(Enum.GetNames<T>(), value => value.ToLowerInvariant());
        Option<T?> option = new(name) { Description = description };
        Offer(option, names);
        (string Name, T Value)[] understood = [.. names.Zip(Enum.GetValues<T>()), .. synonyms];
        option.CustomParser = result => Parse(result, option, names, understood);
        return option;
    }

    // In the help and to the shell.
    private static void Offer(Option option, string[] names)
    {
        option.HelpName = string.Join('|', names);
        option.CompletionSources.Clear();
        option.CompletionSources.Add(names);
    }

    private static T? Parse<T>(
        ArgumentResult result,
        Option option,
        string[] names,
        (string Name, T Value)[] understood
    )
        where T : struct, Enum
    {
        string given = result.Tokens.Single().Value;
        int index = Array.FindIndex(understood, choice => choice.Name == given);
        if (index >= 0)
            return understood[index].Value;
        result.AddError(Message(option, given, names));
        return null;
    }

    private static string Message(Option option, string given, string[] names) =>
        $"{option.Name}={given}; expected one of {string.Join(", ", names)}{Nearest(given, names)}";
}
