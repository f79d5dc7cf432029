using System.Text.RegularExpressions;

namespace QImpact.Quantum.Qasm;

/// <summary>Cuts a program into tokens. White space, comments, pragmas and annotations are left out.</summary>
internal sealed partial class QasmLexer
{
    private static readonly (string Group, QasmKind Kind)[] Kinds =
    [
        .. Enum.GetValues<QasmKind>().Where(kind => kind != QasmKind.End).Select(kind => ($"{kind}", kind)),
    ];

    private readonly List<QasmToken> _tokens = [];
    private int _line = 1;
    private int _lineStart;

    private QasmLexer() { }

    public static List<QasmToken> Read(string text)
    {
        var lexer = new QasmLexer();
        int at = 0;
        while (at < text.Length)
            at = lexer.ReadNext(text, at);
        lexer._tokens.Add(new QasmToken(QasmKind.End, "", lexer.PlaceOf(at)));
        return lexer._tokens;
    }

    private int ReadNext(string text, int at)
    {
        Match match =
            AtStatement && Ignored().Match(text, at) is { Success: true } ignored ? ignored : Next().Match(text, at);
        if (!match.Success)
            throw new OpenQasmFormatException(
                PlaceOf(at),
                text.AsSpan(at).StartsWith("/*", StringComparison.Ordinal) ? "found '/*' without '*/' behind it"
                    : text[at] == '"' ? "found '\"' without another in its line"
                    : $"found '{text[at]}'; expected a statement of OpenQASM"
            );
        foreach ((string group, QasmKind kind) in Kinds)
        {
            if (match.Groups[group].Success)
                _tokens.Add(new QasmToken(kind, match.Value, PlaceOf(at)));
        }
        CountLines(match.ValueSpan, at);
        return at + match.Length;
    }

    /// <summary>Whether a statement can begin here: there a pragma or an annotation takes the rest of the line.</summary>
    private bool AtStatement => _tokens.Count == 0 || _tokens[^1] is { Kind: QasmKind.Symbol, Text: ";" or "{" or "}" };

    private Place PlaceOf(int at) => new(_line, at - _lineStart + 1);

    private void CountLines(ReadOnlySpan<char> passed, int at)
    {
        for (int i = 0; i < passed.Length; i++)
        {
            if (passed[i] == '\n')
                (_line, _lineStart) = (_line + 1, at + i + 1);
        }
    }

    [GeneratedRegex("""\G(?:\#?pragma\b|@\s*[\p{L}_])[^\n]*""", RegexOptions.ExplicitCapture)]
    private static partial Regex Ignored();

    [GeneratedRegex(
        """
            \G(?: \s+
                | //[^\n]*
                | /\* (?s:.*?) \*/
                | (?<Name> [\p{L}_] [\p{L}\p{Nd}_]* )
                | (?<Real> (?: [0-9][0-9_]* \. [0-9_]* | \. [0-9][0-9_]* ) (?: [eE] [+-]? [0-9]+ )? | [0-9][0-9_]* [eE] [+-]? [0-9]+ )
                | (?<Integer> 0[xX][0-9a-fA-F_]+ | 0[oO][0-7_]+ | 0[bB][01_]+ | [0-9][0-9_]* )
                | (?<HardwareQubit> \$[0-9]+ )
                | (?<String> "[^"\r\n]*" )
                | (?<Symbol> -> | \+\+ | \*\* | [=!<>]= | && | \|\| | << | >> | [-+*%^&|~!<>=()\[\]{},;:@] | /(?!\*) ))
            """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Next();
}
