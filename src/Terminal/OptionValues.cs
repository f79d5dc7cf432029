using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.RegularExpressions;

namespace QImpact.Terminal;

/// <summary>
/// What the words of a command line must be for an option or an argument of a type. A refusal names the option, the word and what was
/// expected; the parser's own readers take "1,5" for 15 and name .NET's types.
/// </summary>
internal static partial class OptionValues
{
    [GeneratedRegex(@"^[+-]?\d+$")]
    private static partial Regex Digits { get; }

    /// <summary>Gives every option and argument of a command and of those below it the readers of this house.</summary>
    public static void Guard(Command command)
    {
        foreach (Option option in command.Options)
            Guard(option);
        foreach (Argument argument in command.Arguments)
            argument.Validators.Add(result => RequireWords(result, argument.Name + " "));
        foreach (Command part in command.Subcommands)
            Guard(part);
    }

    /// <summary>Reads a number that is not infinite: digits, one point, an exponent.</summary>
    public static bool TryNumber(string text, out double value) =>
        double.TryParse(
            text,
            NumberStyles.Float & ~NumberStyles.AllowLeadingWhite & ~NumberStyles.AllowTrailingWhite,
            CultureInfo.InvariantCulture,
            out value
        ) && double.IsFinite(value);

    /// <summary>The refusal of a value that the library's own reader refused, or null where it refused something else.</summary>
    public static string? Refused(ParseError error) =>
        error.SymbolResult switch
        {
            OptionResult { Tokens: [], Option: { } option, IdentifierTokenCount: 1 } =>
                $"{option.Name} has no value; expected {option.Name}={option.HelpName ?? "VALUE"}",
            OptionResult { IdentifierTokenCount: > 1 and var times, Option: { } option }
                when option.Arity.MaximumNumberOfValues == 1 => $"{option.Name} is given {times} times; expected once",
            OptionResult { Tokens: [{ Value: { } given }, ..], Option: { } option } when IsForeign(error) =>
                $"{option.Name}={given}; expected {option.HelpName ?? "another value"}",
            _ => null,
        };

    private static bool IsForeign(ParseError error) =>
        error.Message.StartsWith("Cannot parse", StringComparison.Ordinal);

    private static void Guard(Option option)
    {
        switch (option)
        {
            case Option<int> whole:
                whole.CustomParser ??= result => Whole(result, option) ?? 0;
                break;
            case Option<int?> whole:
                whole.CustomParser ??= result => Whole(result, option);
                break;
            case Option<double> number:
                number.CustomParser ??= result => Number(result, option) ?? 0;
                break;
            case Option<double?> number:
                number.CustomParser ??= result => Number(result, option);
                break;
            case Option<bool> flag:
                flag.CustomParser ??= result => Flag(result, option) ?? false;
                break;
            case Option<bool?> flag:
                flag.CustomParser ??= result => Flag(result, option);
                break;
            case Option<string> or Option<string[]>:
                option.Validators.Add(result => RequireWords(result, option.Name + "="));
                break;
        }
    }

    private static int? Whole(ArgumentResult result, Option option)
    {
        string given = result.Tokens[0].Value;
        if (int.TryParse(given, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value))
            return value;
        string limit = Digits.IsMatch(given) ? $" from {int.MinValue} to {int.MaxValue}" : "";
        return Refuse<int>(result, option, $"a whole number{limit}");
    }

    private static double? Number(ArgumentResult result, Option option) =>
        TryNumber(result.Tokens[0].Value, out double value)
            ? value
            : Refuse<double>(result, option, "a finite number, such as 0.05 or 1e-4");

    // A flag may stand alone.
    private static bool? Flag(ArgumentResult result, Option option) =>
        result.Tokens switch
        {
            [] => true,
            [{ Value: "true" }] => true,
            [{ Value: "false" }] => false,
            _ => Refuse<bool>(result, option, "true or false"),
        };

    private static T? Refuse<T>(ArgumentResult result, Option option, string expected)
        where T : struct
    {
        result.AddError($"{option.Name}={result.Tokens[0].Value}; expected {expected}");
        return null;
    }

    private static void RequireWords(SymbolResult result, string place)
    {
        if (result.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value)))
            result.AddError($"{place}'' is empty; expected a value");
    }
}
