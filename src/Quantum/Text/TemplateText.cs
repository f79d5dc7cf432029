using QImpact.Quantum.Templates;

namespace QImpact.Quantum.Text;

/// <summary>
/// Reads templates, <c>AngleEmbedding(X, wires=4)</c>: a rotation without its name first, then <c>name=value</c> in any order. Without <c>wires=</c> they act on
/// every wire, without <c>inputs=</c> they take the inputs from the first, and without <c>weights=</c> those after the weights of the operations before.
/// </summary>
internal static class TemplateText
{
    // The table of templates.
    private static readonly Dictionary<string, TemplateSyntax> Table = new TemplateSyntax[]
    {
        AngleEmbedding.Syntax,
        IqpEmbedding.Syntax,
        AmplitudeEmbedding.Syntax,
        BasicEntanglerLayers.Syntax,
        StronglyEntanglingLayers.Syntax,
    }.ToDictionary(syntax => syntax.Name);

    public static IReadOnlyList<string> Names { get; } = [.. Table.Keys];

    public static bool Knows(string name) => Table.ContainsKey(name);

    /// <summary>Reads a template whose name is next.</summary>
    public static CircuitItem Read(TokenReader reader)
    {
        Token name = reader.Next();
        TemplateSyntax syntax = Table[name.Text];
        var given = new Dictionary<string, object?>();
        if (reader.Skip("("))
            reader.ListUntil(
                ")",
                () =>
                {
                    TemplateArgument argument = ReadName(reader, syntax, given);
                    given[argument.Name] = argument.ReadValue(reader);
                    return argument;
                }
            );
        if (syntax.Arguments.FirstOrDefault(a => a.Example is not null && !given.ContainsKey(a.Name)) is { } missing)
            throw new CircuitFormatException(
                name.Position,
                $"{name.Text} without {missing.Name}; expected {missing.Example}"
            );
        NamedWires wires = given.TryGetValue(TemplateArguments.Wires.Name, out object? named)
            ? (NamedWires)named!
            : NamedWires.All;
        return new CircuitItem(
            name.Position,
            wires.Highest,
            builder =>
                builder.Add(syntax.Make(new TemplateValues(given, wires.In(builder.Qubits), builder.WeightCount)))
        );
    }

    /// <summary>Reads an argument up to its value.</summary>
    private static TemplateArgument ReadName(
        TokenReader reader,
        TemplateSyntax syntax,
        Dictionary<string, object?> given
    )
    {
        Token name = reader.Peek;
        bool named = reader.PeekSecond.Is("=");
        string key = named ? name.Text : TemplateArguments.Rotation.Name;
        IEnumerable<string> known = syntax.Arguments.Select(argument => argument.Name);
        string expected = $"an argument of {syntax.Name}: {string.Join(", ", known.Select(k => $"{k}="))}";
        TemplateArgument? argument = syntax.Arguments.FirstOrDefault(argument => argument.Name == key);
        if (name.Kind != TokenKind.Name || (!named && (argument is null || given.Count > 0)))
            throw TokenReader.Unexpected(name, expected);
        if (argument is null)
            throw TokenReader.Unexpected(name, expected, [.. known]);
        if (given.ContainsKey(key))
            throw TokenReader.Unexpected(name, $"{key} once");
        if (named)
        {
            reader.Next();
            reader.Next();
        }
        return argument;
    }
}
