using System.Globalization;

namespace QImpact.Quantum.Text;

/// <summary>
/// Reads an angle: sums of products of numbers, <c>pi</c>, inputs <c>x0</c> and weights <c>w0</c>, with parentheses and division by numbers:
/// <c>0.5*x0 + w1 - pi/2</c>, <c>(pi - x0)*(pi - x1)</c>.
/// </summary>
internal static class AngleText
{
    private const string Expected = "an angle: a number, pi, an input such as x0, a weight such as w0";

    public static Angle Read(TokenReader reader)
    {
        bool negative = reader.Skip("-");
        if (!negative)
            reader.Skip("+");
        Angle sum = negative ? -Product(reader) : Product(reader);
        while (reader.Peek.Is("+") || reader.Peek.Is("-"))
        {
            bool minus = reader.Next().Is("-");
            Angle term = Product(reader);
            sum = minus ? sum - term : sum + term;
        }
        return sum;
    }

    private static Angle Product(TokenReader reader)
    {
        Angle product = Factor(reader);
        while (reader.Peek.Is("*") || reader.Peek.Is("/"))
        {
            Token sign = reader.Next();
            Angle factor = Factor(reader);
            product = CircuitItem.At(
                sign.Position,
                () => sign.Is("*") ? Angle.Multiply(product, factor) : Angle.Divide(product, factor)
            );
        }
        return product;
    }

    private static Angle Factor(TokenReader reader)
    {
        if (reader.Peek.Kind == TokenKind.Number)
            return reader.ExpectNumber(Expected);
        if (reader.Skip("("))
            return reader.Nested(() => Read(reader));
        Token name = reader.ExpectName(Expected);
        if (name.Text == "pi")
            return Math.PI;
        return IndexAfter(name, 'x', Variable.MaxCount) is { } input ? Angle.Input(input)
            : IndexAfter(name, 'w', Variable.MaxCount) is { } weight ? Angle.Weight(weight)
            : throw TokenReader.Unexpected(name, Expected, "pi", "x0", "w0");
    }

    /// <summary>The number after a letter, 12 of <c>x12</c>, which must be below the count; null where there is none.</summary>
    internal static int? IndexAfter(Token name, char letter, int count)
    {
        ReadOnlySpan<char> digits = name.Text.AsSpan(1);
        if (name.Text[0] != letter || digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9'))
            return null;
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < count
            ? index
            : throw TokenReader.Unexpected(name, $"{letter}0 to {letter}{count - 1}");
    }
}
