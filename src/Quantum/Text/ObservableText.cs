namespace QImpact.Quantum.Text;

/// <summary>
/// Reads observables: <c>&lt;Z0 Z1></c>, <c>&lt;0.5*X0 - Z1></c>, <c>&lt;Z></c> for each wire, <c>P(01)[0,1]</c> and, for all basis states, <c>P[0,1]</c>.
/// </summary>
internal static class ObservableText
{
    private const string ExpectedTerm = "a coefficient or a Pauli matrix on a wire, such as Z0";

    /// <summary>Reads an expectation value whose <c>&lt;</c> is next.</summary>
    public static CircuitItem ReadExpectation(TokenReader reader)
    {
        Token open = reader.Next();
        if (reader.PeekSecond.Is(">") && reader.Peek is { Kind: TokenKind.Name, Text: "X" or "Y" or "Z" })
            return ReadEach(reader, open.Position);
        var terms = new List<PauliTerm> { Term(reader, reader.Skip("-") ? -1 : 1) };
        while (reader.Peek.Is("+") || reader.Peek.Is("-"))
            terms.Add(Term(reader, reader.Next().Is("-") ? -1 : 1));
        reader.Expect(">", "'+', '-' or '>'");
        Observable observable = CircuitItem.At(open.Position, () => Observable.Sum(terms));
        int highest = PauliString.WiresOf(observable.Support).Append(-1).Max();
        return new CircuitItem(open.Position, highest, builder => builder.Measure(observable));
    }

    /// <summary>Reads a probability whose <c>P</c> is next.</summary>
    public static CircuitItem ReadProbability(TokenReader reader)
    {
        int position = reader.Next().Position;
        if (!reader.Skip("("))
        {
            NamedWires all = WireText.ReadOptional(reader);
            return new CircuitItem(
                position,
                all.Highest,
                builder =>
                {
                    Circuit each = new Circuit(builder.Qubits).MeasureProbabilities(all.In(builder.Qubits));
                    foreach (Observable observable in each.Observables)
                        builder.Measure(observable);
                }
            );
        }
        Token bits = reader.Next();
        if (bits.Kind != TokenKind.Number || bits.Text.AsSpan().ContainsAnyExcept('0', '1'))
            throw TokenReader.Unexpected(bits, "a basis state of bits 0 and 1, such as 01");
        reader.Expect(")");
        NamedWires wires = WireText.ReadOptional(reader);
        return new CircuitItem(
            position,
            wires.List is null ? bits.Text.Length - 1 : wires.Highest,
            builder => builder.Measure(Observable.Probability(bits.Text, wires.List ?? Wires.First(bits.Text.Length)))
        );
    }

    private static CircuitItem ReadEach(TokenReader reader, int position)
    {
        Pauli pauli = Enum.Parse<Pauli>(reader.Next().Text);
        reader.Expect(">");
        NamedWires wires = WireText.ReadOptional(reader);
        return new CircuitItem(
            position,
            wires.Highest,
            builder =>
            {
                foreach (int wire in wires.In(builder.Qubits))
                    builder.Measure(PauliString.On(wire, pauli));
            }
        );
    }

    /// <summary>A number, a string, or a number times a string.</summary>
    private static PauliTerm Term(TokenReader reader, int sign)
    {
        if (reader.Peek.Kind != TokenKind.Number)
            return new PauliTerm(sign, String(reader));
        double coefficient = sign * reader.ExpectNumber(ExpectedTerm);
        return new PauliTerm(coefficient, reader.Skip("*") ? String(reader) : default);
    }

    private static PauliString String(TokenReader reader)
    {
        if (reader.Peek.IsName("I"))
        {
            reader.Next();
            return default;
        }
        PauliString product = Factor(reader);
        while (reader.Skip("@") || reader.Skip("*") || reader.Peek.Kind == TokenKind.Name)
        {
            int position = reader.Peek.Position;
            PauliString factor = Factor(reader);
            product = CircuitItem.At(position, () => product.Tensor(factor));
        }
        return product;
    }

    private static PauliString Factor(TokenReader reader)
    {
        Token name = reader.ExpectName(ExpectedTerm);
        foreach (Pauli pauli in new[] { Pauli.X, Pauli.Y, Pauli.Z })
        {
            if (AngleText.IndexAfter(name, $"{pauli}"[0], PauliString.MaxWires) is { } wire)
                return PauliString.On(wire, pauli);
        }
        throw TokenReader.Unexpected(name, ExpectedTerm);
    }
}
