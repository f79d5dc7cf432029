using System.Globalization;

namespace QImpact.Quantum.Text;

/// <summary>Reads tokens one after the other; what does not fit is an error with its place.</summary>
internal sealed class TokenReader(string text)
{
    private const int MaxDepth = 100;

    private readonly List<Token> _tokens = Lexer.Read(text);
    private int _next;
    private int _depth;

    /// <summary>The token that is read next.</summary>
    public Token Peek => _tokens[_next];

    /// <summary>The token after the next.</summary>
    public Token PeekSecond => _tokens[Math.Min(_next + 1, _tokens.Count - 1)];

    /// <summary>The error that another token was expected; of the known names it says which is near.</summary>
    public static CircuitFormatException Unexpected(Token found, string expected, params string[] known) =>
        new(
            found.Position,
            SimilarName.To(found.Text, known) is { } name
                ? $"found {found}; did you mean {name}? Expected {expected}"
                : $"found {found}; expected {expected}"
        );

    public Token Next()
    {
        Token token = Peek;
        if (token.Kind != TokenKind.End)
            _next++;
        return token;
    }

    /// <summary>Reads the symbol if it is next.</summary>
    public bool Skip(string symbol)
    {
        bool there = Peek.Is(symbol);
        if (there)
            _next++;
        return there;
    }

    public Token Expect(string symbol, string expected) => Peek.Is(symbol) ? Next() : throw Unexpected(Peek, expected);

    public Token Expect(string symbol) => Expect(symbol, $"'{symbol}'");

    public Token ExpectName(string expected) => Peek.Kind == TokenKind.Name ? Next() : throw Unexpected(Peek, expected);

    /// <summary>A number without a sign, finite.</summary>
    public double ExpectNumber(string expected)
    {
        Token token = Peek.Kind == TokenKind.Number ? Next() : throw Unexpected(Peek, expected);
        double value = double.Parse(token.Text, NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(value) ? value : throw Unexpected(token, "a number that float64 can hold");
    }

    /// <summary>A whole number, 0 or above.</summary>
    public int ExpectInteger(string expected)
    {
        Token token = Peek.Kind == TokenKind.Number ? Next() : throw Unexpected(Peek, expected);
        return int.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int value)
            ? value
            : throw Unexpected(token, expected);
    }

    /// <summary>Reads what stands between parentheses; the opening one has been read. Nested too deeply, it is an error.</summary>
    public T Nested<T>(Func<T> inner)
    {
        if (++_depth > MaxDepth)
            throw Unexpected(Peek, $"at most {MaxDepth} parentheses in each other");
        T result = inner();
        Expect(")");
        _depth--;
        return result;
    }

    /// <summary>The items of a list up to its closing bracket, which is read; the opening one has been read.</summary>
    public List<T> ListUntil<T>(string closing, Func<T> item)
    {
        var items = new List<T>();
        if (Skip(closing))
            return items;
        do items.Add(item());
        while (Skip(","));
        Expect(closing, $"',' or '{closing}'");
        return items;
    }
}
