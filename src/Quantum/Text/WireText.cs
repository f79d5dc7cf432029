namespace QImpact.Quantum.Text;

/// <summary>The wires that a text names; null stands for every wire of the circuit.</summary>
internal readonly record struct NamedWires(int[]? List)
{
    /// <summary>Every wire.</summary>
    public static readonly NamedWires All = new(null);

    /// <summary>The highest wire named, or -1.</summary>
    public int Highest => List is { Length: > 0 } ? List.Max() : -1;

    /// <summary>The wires in a circuit of so many qubits.</summary>
    public int[] In(int qubits) => List ?? Wires.First(qubits);
}

/// <summary>Reads wires: <c>[0,2]</c>, <c>[each]</c>.</summary>
internal static class WireText
{
    private const string Expected = "a wire, 0 to 63";

    /// <summary>A list of wires between brackets, or <c>[each]</c> for every wire.</summary>
    public static NamedWires Read(TokenReader reader)
    {
        reader.Expect("[", "wires, such as [0,1]");
        if (!reader.Peek.IsName("each"))
            return new NamedWires(reader.ListUntil("]", () => reader.ExpectInteger(Expected)).ToArray());
        reader.Next();
        reader.Expect("]");
        return NamedWires.All;
    }

    /// <summary>The same, or nothing at all.</summary>
    public static NamedWires ReadOptional(TokenReader reader) => reader.Peek.Is("[") ? Read(reader) : NamedWires.All;

    /// <summary>What a template's <c>wires=</c> takes: a list, or a number of wires, 4 for [0,1,2,3].</summary>
    public static NamedWires ReadValue(TokenReader reader)
    {
        if (reader.Peek.Is("["))
            return Read(reader);
        Token token = reader.Peek;
        int count = reader.ExpectInteger("a number of wires, or wires such as [0,1]");
        return count is >= 1 and <= PauliString.MaxWires
            ? new NamedWires(Wires.First(count))
            : throw TokenReader.Unexpected(token, $"1 to {PauliString.MaxWires} wires");
    }
}
