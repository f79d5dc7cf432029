using QImpact.Quantum.Noise;

namespace QImpact.Quantum.Text;

/// <summary>
/// Reads a circuit's text; the grammar is in docs/circuits.md. Items are read first and added when all of them are known, because the highest
/// wire tells the number of qubits where nothing else does.
/// </summary>
internal sealed class CircuitParser
{
    private const string Expected = "a gate, a template, a noise channel, <...>, P(...) or ReadoutError";
    private const string ReadoutName = nameof(ReadoutError);
    private const int MaxItems = 100_000;

    private readonly TokenReader _reader;

    private CircuitParser(string text) => _reader = new TokenReader(text);

    public static Circuit Read(string text)
    {
        var parser = new CircuitParser(text);
        (int? qubits, int position) = parser.ReadQubits();
        List<CircuitItem> items = parser.ReadItems(inGroup: false);
        if (parser._reader.Peek.Kind != TokenKind.End)
            throw TokenReader.Unexpected(parser._reader.Peek, Expected);
        int highest = items.Select(item => item.HighestWire).Append(-1).Max();
        if (qubits is null && highest < 0)
            throw new CircuitFormatException(
                0,
                "found no wire; expected the number of qubits first, such as \"4: AngleEmbedding(X) ...\", or wires, such as wires=4"
            );
        var builder = new CircuitBuilder(CircuitItem.At(position, () => new Circuit(qubits ?? highest + 1).Qubits));
        foreach (CircuitItem item in items)
            item.Apply(builder);
        return builder.Build();
    }

    /// <summary><c>qubits=4</c> or <c>4:</c></summary>
    private (int? Qubits, int Position) ReadQubits()
    {
        int position = _reader.Peek.Position;
        if (_reader.Peek.IsName("qubits") && _reader.PeekSecond.Is("="))
        {
            _reader.Next();
            _reader.Next();
        }
        else if (_reader.Peek.Kind != TokenKind.Number || !_reader.PeekSecond.Is(":"))
        {
            return (null, position);
        }
        int qubits = _reader.ExpectInteger("a number of qubits, 1 to 64");
        _reader.Skip(":");
        return (qubits, position);
    }

    private List<CircuitItem> ReadItems(bool inGroup)
    {
        var items = new List<CircuitItem>();
        while (true)
        {
            Token next = _reader.Peek;
            if (_reader.Skip(";"))
                continue;
            if (next.Kind == TokenKind.End || (inGroup && next.Is(")")))
                return items;
            if (next.Kind == TokenKind.Number)
                items.AddRange(ReadGroup());
            else
                items.Add(CircuitItem.At(next.Position, ReadItem));
        }
    }

    /// <summary><c>3*( ... )</c>: the items between the parentheses three times.</summary>
    private IEnumerable<CircuitItem> ReadGroup()
    {
        Token number = _reader.Peek;
        int times = _reader.ExpectInteger("a whole number of repeats, such as 3*(...)");
        if (times < 1)
            throw TokenReader.Unexpected(number, "at least 1 repeat");
        _reader.Expect("*", "'*(' and what is repeated");
        _reader.Expect("(", "'(' and what is repeated");
        List<CircuitItem> items = _reader.Nested(() => ReadItems(inGroup: true));
        if ((long)times * items.Count > MaxItems)
            throw TokenReader.Unexpected(number, $"at most {MaxItems} repeated gates, templates and observables");
        return Enumerable.Repeat(items, times).SelectMany(item => item);
    }

    private CircuitItem ReadItem()
    {
        Token next = _reader.Peek;
        if (next.Is("<"))
            return ObservableText.ReadExpectation(_reader);
        if (next.Kind != TokenKind.Name)
            throw TokenReader.Unexpected(next, Expected);
        if (next.Text == "P")
            return ObservableText.ReadProbability(_reader);
        if (next.Text == ReadoutName)
            return ReadReadout();
        if (GateText.Knows(next.Text))
            return GateText.Read(_reader);
        if (TemplateText.Knows(next.Text))
            return TemplateText.Read(_reader);
        throw TokenReader.Unexpected(next, Expected, [.. GateText.Names, .. TemplateText.Names, ReadoutName]);
    }

    private CircuitItem ReadReadout()
    {
        Token name = _reader.Next();
        _reader.Expect("(", "'(' and the probability of a wrong reading");
        List<double> errors = _reader.ListUntil(")", () => _reader.ExpectNumber("a probability, 0 to 1"));
        if (errors.Count is 0 or > 2)
            throw new CircuitFormatException(
                name.Position,
                $"found ReadoutError with {errors.Count} probabilities; expected one, or two: reading 1 for 0, and 0 for 1"
            );
        NamedWires wires = WireText.ReadOptional(_reader);
        return new CircuitItem(
            name.Position,
            wires.Highest,
            builder =>
            {
                foreach (int wire in wires.In(builder.Qubits))
                    builder.Read(wire, new ReadoutError(errors[0], errors[^1]));
            }
        );
    }
}
