using System.Text.RegularExpressions;

namespace QImpact.Quantum.Text;

/// <summary>Cuts a circuit's text into tokens; white space only separates.</summary>
internal static partial class Lexer
{
    public static List<Token> Read(string text)
    {
        var tokens = new List<Token>();
        int at = 0;
        while (at < text.Length)
        {
            Match match = Next().Match(text, at);
            if (!match.Success)
                throw new CircuitFormatException(
                    at,
                    $"found '{text[at]}'; expected a gate, a template or an observable"
                );
            foreach (TokenKind kind in new[] { TokenKind.Name, TokenKind.Number, TokenKind.Symbol })
            {
                if (match.Groups[$"{kind}"].Success)
                    tokens.Add(new Token(kind, match.Value, at));
            }
            at += match.Length;
        }
        tokens.Add(new Token(TokenKind.End, "", text.Length));
        return tokens;
    }

    // A dot or an e without digits after it does not belong to the number.
    [GeneratedRegex(
        """
            \G(?: \s+
                | (?<Name> [A-Za-z_] [A-Za-z0-9_]* )
                | (?<Number> (?: [0-9]+ (?: \. [0-9]+ )? | \. [0-9]+ ) (?: [eE] [+-]? [0-9]+ )? )
                | (?<Symbol> \.\. | [()\[\]{}<>,;:=+\-*/@] ))
            """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Next();
}
