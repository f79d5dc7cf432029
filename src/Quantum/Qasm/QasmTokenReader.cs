namespace QImpact.Quantum.Qasm;

/// <summary>Reads tokens one after the other; what does not fit is an error with its place.</summary>
internal sealed class QasmTokenReader(string text)
{
    private const int MaxDepth = 100;

    // Longer ones are near to no name that anybody has meant.
    private const int LongestName = 100;

    private readonly List<QasmToken> _tokens = QasmLexer.Read(text);
    private int _next;
    private int _depth;

    /// <summary>The token that is read next.</summary>
    public QasmToken Peek => _tokens[_next];

    /// <summary>The token after the next.</summary>
    public QasmToken PeekSecond => _tokens[Math.Min(_next + 1, _tokens.Count - 1)];

    /// <summary>The error that another token was expected; of the known names it says which is near.</summary>
    public static OpenQasmFormatException Unexpected(
        QasmToken found,
        string expected,
        params IEnumerable<string> known
    ) =>
        new(
            found.Place,
            found.Kind == QasmKind.Name
            && found.Text.Length <= LongestName
            && SimilarName.To(found.Text, known) is { } name
                ? $"found {found}; did you mean {name}? Expected {expected}"
                : $"found {found}; expected {expected}"
        );

    public QasmToken Next()
    {
        QasmToken token = Peek;
        if (token.Kind != QasmKind.End)
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

    public QasmToken Expect(string symbol, string expected) =>
        Peek.Is(symbol) ? Next() : throw Unexpected(Peek, expected);

    public QasmToken Expect(string symbol) => Expect(symbol, $"'{symbol}'");

    public QasmToken ExpectName(string expected) =>
        Peek.Kind == QasmKind.Name ? Next() : throw Unexpected(Peek, expected);

    /// <summary>Reads something that may contain its own kind. Nested too deeply, it is an error.</summary>
    public T Nested<T>(Func<T> inner)
    {
        if (++_depth > MaxDepth)
            throw Unexpected(Peek, $"at most {MaxDepth} brackets, signs and blocks in each other");
        T result = inner();
        _depth--;
        return result;
    }

    /// <summary>The items of a list up to its closing bracket, which is read; the opening one has been read. A comma may end it.</summary>
    public List<T> ListUntil<T>(string closing, Func<T> item)
    {
        var items = new List<T>();
        while (!Skip(closing))
        {
            items.Add(item());
            if (!Skip(",") && !Peek.Is(closing))
                throw Unexpected(Peek, $"',' or '{closing}'");
        }
        return items;
    }

    /// <summary>Items with commas between them: at least one.</summary>
    public List<T> List<T>(Func<T> item)
    {
        var items = new List<T>();
        do items.Add(item());
        while (Skip(","));
        return items;
    }
}
