namespace QImpact.Quantum.Text;

/// <summary>Cuts a circuit's text into tokens; white space only separates.</summary>
internal static class Lexer
{
    private const string Symbols = "()[]{}<>,;:=+-*/@";

    public static List<Token> Read(string text)
    {
        var tokens = new List<Token>();
        int at = 0;
        while (at < text.Length)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }
            int end = EndOf(text, at, out TokenKind kind);
            tokens.Add(new Token(kind, text[at..end], at));
            at = end;
        }
        tokens.Add(new Token(TokenKind.End, "", text.Length));
        return tokens;
    }

    private static int EndOf(string text, int start, out TokenKind kind)
    {
        char first = text[start];
        if (char.IsAsciiLetter(first) || first == '_')
        {
            kind = TokenKind.Name;
            return Skip(text, start, c => char.IsAsciiLetterOrDigit(c) || c == '_');
        }
        if (char.IsAsciiDigit(first) || (first == '.' && IsDigit(text, start + 1)))
        {
            kind = TokenKind.Number;
            return EndOfNumber(text, start);
        }
        kind = TokenKind.Symbol;
        if (first == '.' && start + 1 < text.Length && text[start + 1] == '.')
            return start + 2;
        return Symbols.Contains(first, StringComparison.Ordinal)
            ? start + 1
            : throw new CircuitFormatException(start, $"found '{first}'; expected a gate, a template or an observable");
    }

    /// <summary>Digits, a fraction, an exponent: a dot or an e without digits after it does not belong to the number.</summary>
    private static int EndOfNumber(string text, int start)
    {
        int end = Skip(text, start, char.IsAsciiDigit);
        if (end < text.Length && text[end] == '.' && IsDigit(text, end + 1))
            end = Skip(text, end + 1, char.IsAsciiDigit);
        if (end >= text.Length || text[end] is not ('e' or 'E'))
            return end;
        int digits = end + 1 < text.Length && text[end + 1] is ('+' or '-') ? end + 2 : end + 1;
        return IsDigit(text, digits) ? Skip(text, digits, char.IsAsciiDigit) : end;
    }

    private static bool IsDigit(string text, int at) => at < text.Length && char.IsAsciiDigit(text[at]);

    private static int Skip(string text, int at, Func<char, bool> belongs)
    {
        while (at < text.Length && belongs(text[at]))
            at++;
        return at;
    }
}
