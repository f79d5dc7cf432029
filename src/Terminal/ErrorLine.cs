using System.Globalization;
using System.Text;

namespace QImpact.Terminal;

/// <summary>An error as a person reads it: one line of bounded length, whatever content of a file it quotes.</summary>
public static class ErrorLine
{
    /// <summary>The most characters of a line, "error: " among them.</summary>
    public const int Longest = 500;

    private const string Prefix = "error: ";
    private const string Gap = " ... ";

    // A message says what is wrong at its beginning and how to mend it at its end: of a long one both stay.
    private const int LongestEnd = 150;

    /// <summary>
    /// The line for a message: "error: " and the message, without line breaks, control and direction-changing characters
    /// (which could rewrite the terminal) written as \u001b, the middle of a long one left out.
    /// </summary>
    public static string Of(string message)
    {
        string line = Prefix + Visible(message);
        if (line.Length <= Longest)
            return line;
        string start = Whole(line[..(Longest - Gap.Length - LongestEnd)]);
        string end = line[^LongestEnd..];
        return start + Gap + (char.IsLowSurrogate(end[0]) ? end[1..] : end);
    }

    /// <summary>The message of such a line; null where the line is none.</summary>
    internal static string? MessageIn(string line) =>
        line.StartsWith(Prefix, StringComparison.Ordinal) ? line[Prefix.Length..] : null;

    private static string Whole(string text) => char.IsHighSurrogate(text[^1]) ? text[..^1] : text;

    private static string Visible(string message)
    {
        StringBuilder visible = new(message.Length);
        foreach (char c in message.ReplaceLineEndings(" "))
            if (
                char.GetUnicodeCategory(c)
                is UnicodeCategory.Control
                    or UnicodeCategory.Format
                    or UnicodeCategory.LineSeparator
                    or UnicodeCategory.ParagraphSeparator
            )
                visible.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                visible.Append(c);
        return visible.ToString();
    }
}
