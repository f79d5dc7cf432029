namespace QImpact.Quantum.Text;

/// <summary>What a token of a circuit's text is.</summary>
internal enum TokenKind
{
    /// <summary>A letter or underscore, then letters, digits and underscores.</summary>
    Name,

    /// <summary>A number without a sign.</summary>
    Number,

    /// <summary>A single character, or the two dots <c>..</c>.</summary>
    Symbol,

    /// <summary>After the last token.</summary>
    End,
}

/// <summary>A token of a circuit's text.</summary>
internal readonly record struct Token(TokenKind Kind, string Text, int Position)
{
    public bool Is(string symbol) => Kind == TokenKind.Symbol && Text == symbol;

    public bool IsName(string name) => Kind == TokenKind.Name && Text == name;

    /// <summary>How an error message calls it.</summary>
    public override string ToString() => Kind == TokenKind.End ? "the end" : $"'{Text}'";
}
