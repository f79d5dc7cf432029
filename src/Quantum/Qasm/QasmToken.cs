namespace QImpact.Quantum.Qasm;

/// <summary>What a token of a program is.</summary>
internal enum QasmKind
{
    /// <summary>A letter or underscore, then letters, digits and underscores; keywords too.</summary>
    Name,

    /// <summary>A whole number without a sign: decimal, 0x, 0o or 0b.</summary>
    Integer,

    /// <summary>A number with a fraction or an exponent.</summary>
    Real,

    /// <summary>What stands between double quotes, with them.</summary>
    String,

    /// <summary>A qubit of the device, <c>$3</c>.</summary>
    HardwareQubit,

    /// <summary>An operator or a bracket.</summary>
    Symbol,

    /// <summary>After the last token.</summary>
    End,
}

/// <summary>A token of a program.</summary>
internal readonly record struct QasmToken(QasmKind Kind, string Text, Place Place)
{
    private const int LongestShown = 40;

    public bool Is(string symbol) => Kind == QasmKind.Symbol && Text == symbol;

    public bool IsName(string name) => Kind == QasmKind.Name && Text == name;

    /// <summary>How an error message calls it.</summary>
    public override string ToString() =>
        Kind == QasmKind.End ? "the end"
        : Text.Length > LongestShown ? $"'{Text[..LongestShown]}...'"
        : $"'{Text}'";
}
