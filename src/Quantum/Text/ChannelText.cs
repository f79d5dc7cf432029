using QImpact.Quantum.Noise;

namespace QImpact.Quantum.Text;

/// <summary>Reads channels, <c>GeneralizedAmplitudeDamping(0.02, 0.9)</c>.</summary>
internal static class ChannelText
{
    private static readonly Dictionary<string, ChannelKind> Kinds = ChannelKind.All.ToDictionary(kind => kind.Name);

    /// <summary>A text that is a channel and nothing else.</summary>
    public static Channel ReadAll(string text)
    {
        const string Expected = "a noise channel, such as AmplitudeDamping(0.02)";
        var reader = new TokenReader(text);
        Token name = reader.ExpectName(Expected);
        if (!Kinds.TryGetValue(name.Text, out ChannelKind? kind))
            throw TokenReader.Unexpected(name, Expected, [.. Kinds.Keys]);
        Channel channel = CircuitItem.At(name.Position, () => ReadParameters(kind, reader));
        return reader.Peek.Kind == TokenKind.End
            ? channel
            : throw TokenReader.Unexpected(reader.Peek, "the end of the channel");
    }

    /// <summary>The channel of a kind whose name has been read.</summary>
    /// <exception cref="ArgumentException">The numbers are none of such a channel.</exception>
    public static Channel ReadParameters(ChannelKind kind, TokenReader reader)
    {
        bool one = kind.Parameters.Count == 1;
        reader.Expect("(", $"'(' and {(one ? "" : "the numbers ")}{kind.ParameterText} of {kind}");
        List<double> numbers = reader.ListUntil(
            ")",
            () => reader.ExpectNumber($"a number: {kind.ParameterText} of {kind}")
        );
        return new Channel(kind, numbers.ToArray());
    }
}
