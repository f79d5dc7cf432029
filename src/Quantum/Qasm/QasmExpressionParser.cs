using System.Globalization;

namespace QImpact.Quantum.Qasm;

/// <summary>Reads expressions: numbers, names, <c>+ - * / % **</c>, calls of functions, indices. From the loosest to the tightest: sum, product, sign, power.</summary>
internal sealed class QasmExpressionParser(QasmTokenReader reader, bool isVersion2)
{
    // What is read in a loop becomes a tree as deep as the loop is long, which is walked by recursion.
    private const int MaxOperators = 1000;
    public const string Qubits = "qubits, such as q or q[0]";

    private const string Expected = "a number, a name or '('";

    private int _operators;

    /// <summary>One more than the highest n of a <c>$n</c> so far; 0 for none.</summary>
    public int HardwareQubits { get; private set; }

    /// <summary>An expression, counted anew: the one where a statement needs a value.</summary>
    public QasmExpression Read()
    {
        _operators = 0;
        return Sum();
    }

    /// <summary>Qubits or bits: <c>q</c>, <c>q[0]</c>, <c>q[0:2]</c>, <c>$3</c>, and with <paramref name="joined"/> <c>q ++ r</c>.</summary>
    public QasmExpression ReadRegister(string expected, bool joined = false)
    {
        _operators = 0;
        QasmExpression register = RegisterPart(expected);
        while (joined && reader.Peek.Is("++"))
            register = Operator(reader.Next(), register, () => RegisterPart(expected));
        return register;
    }

    /// <summary>What a loop runs over: <c>[0:3]</c> or <c>{0, 2}</c>.</summary>
    public QasmExpression ReadLoopValues()
    {
        _operators = 0;
        if (!reader.Peek.Is("["))
            return reader.Peek.Is("{")
                ? Item()
                : throw QasmTokenReader.Unexpected(reader.Peek, "what the loop runs over, such as [0:3] or {0, 2}");
        reader.Next();
        QasmExpression range = Item();
        reader.Expect("]");
        return range;
    }

    /// <summary><c>measure q</c>: the qubits.</summary>
    public QasmExpression ReadMeasured()
    {
        if (!reader.Peek.IsName("measure"))
            throw QasmTokenReader.Unexpected(reader.Peek, "measure: bits get readings and nothing else");
        reader.Next();
        return ReadRegister(Qubits);
    }

    private QasmExpression RegisterPart(string expected)
    {
        QasmToken token = reader.Peek;
        if (token.Kind == QasmKind.HardwareQubit)
            return HardwareQubit(reader.Next());
        if (token.Kind != QasmKind.Name)
            throw QasmTokenReader.Unexpected(token, expected);
        reader.Next();
        return Indexed(new NameExpression(token.Place, token.Text));
    }

    private HardwareQubitExpression HardwareQubit(QasmToken token)
    {
        if (!int.TryParse(token.Text.AsSpan(1), out int wire) || wire >= PauliString.MaxWires)
            throw QasmTokenReader.Unexpected(token, $"$0 to ${PauliString.MaxWires - 1}");
        HardwareQubits = Math.Max(HardwareQubits, wire + 1);
        return new HardwareQubitExpression(token.Place, wire);
    }

    private QasmExpression Sum()
    {
        QasmExpression left = Product();
        while (reader.Peek.Is("+") || reader.Peek.Is("-"))
            left = Operator(reader.Next(), left, Product);
        return left;
    }

    private QasmExpression Product()
    {
        QasmExpression left = Signed();
        while (reader.Peek.Is("*") || reader.Peek.Is("/") || reader.Peek.Is("%"))
            left = Operator(reader.Next(), left, Signed);
        return left;
    }

    private QasmExpression Signed()
    {
        QasmToken token = reader.Peek;
        if (reader.Skip("-"))
            return new NegationExpression(token.Place, reader.Nested(Signed));
        return reader.Skip("+") ? reader.Nested(Signed) : Power();
    }

    private QasmExpression Power()
    {
        QasmExpression left = Indexed(Primary());
        QasmToken token = reader.Peek;
        if (token.Is("^") && !isVersion2)
            throw QasmTokenReader.Unexpected(token, "'**' for a power");
        return token.Is("**") || token.Is("^")
            ? Operator(reader.Next() with { Text = "**" }, left, () => reader.Nested(Signed))
            : left;
    }

    private BinaryExpression Operator(QasmToken token, QasmExpression left, Func<QasmExpression> right)
    {
        Count(token);
        return new BinaryExpression(token.Place, token.Text, left, right());
    }

    private QasmExpression Primary()
    {
        QasmToken token = reader.Next();
        if (token.Is("("))
        {
            QasmExpression inner = reader.Nested(Sum);
            reader.Expect(")");
            return inner;
        }
        return token.Kind switch
        {
            QasmKind.Integer => new NumberExpression(token.Place, Integer(token), true),
            QasmKind.Real => new NumberExpression(token.Place, Real(token), false),
            QasmKind.Name when reader.Peek.Is("(") => new CallExpression(token.Place, token.Text, ArgumentsOf()),
            QasmKind.Name when IsCast(token) => Cast(token),
            QasmKind.Name => new NameExpression(token.Place, token.Text),
            _ => throw QasmTokenReader.Unexpected(token, Expected),
        };
    }

    private List<QasmExpression> ArgumentsOf()
    {
        reader.Expect("(");
        return reader.ListUntil(")", () => reader.Nested(Sum));
    }

    private bool IsCast(QasmToken token) => token.Text is "float" or "angle" && reader.Peek.Is("[");

    /// <summary><c>float[64](a)</c>: the number of bits is not looked at.</summary>
    private CallExpression Cast(QasmToken type)
    {
        reader.Expect("[");
        reader.Nested(Sum);
        reader.Expect("]");
        return new CallExpression(type.Place, type.Text, ArgumentsOf());
    }

    private QasmExpression Indexed(QasmExpression of)
    {
        while (reader.Peek.Is("["))
        {
            QasmToken bracket = reader.Next();
            Count(bracket);
            List<QasmExpression> indices = reader.ListUntil("]", Item);
            if (indices.Count == 0)
                throw QasmTokenReader.Unexpected(bracket, "an index between '[' and ']'");
            of = new IndexExpression(of.Place, of, indices);
        }
        return of;
    }

    /// <summary>An index: a number, a range <c>0:2</c> or a set <c>{0, 2}</c>.</summary>
    private QasmExpression Item()
    {
        QasmToken token = reader.Peek;
        if (reader.Skip("{"))
            return new SetExpression(token.Place, reader.ListUntil("}", () => reader.Nested(Sum)));
        QasmExpression? first = token.Is(":") ? null : reader.Nested(Sum);
        if (!reader.Skip(":"))
            return first!;
        QasmExpression? second = AtBound ? null : reader.Nested(Sum);
        if (!reader.Skip(":"))
            return new RangeExpression(token.Place, first, null, second);
        return new RangeExpression(token.Place, first, second, AtBound ? null : reader.Nested(Sum));
    }

    private bool AtBound => reader.Peek.Is(":") || reader.Peek.Is("]") || reader.Peek.Is(",");

    private void Count(QasmToken token)
    {
        if (++_operators > MaxOperators)
            throw new OpenQasmFormatException(token.Place, $"more than {MaxOperators} operators in one expression");
    }

    private static double Integer(QasmToken token)
    {
        string digits = token.Text.Replace("_", "", StringComparison.Ordinal);
        int @base =
            digits.Length < 2 ? 10
            : char.ToLowerInvariant(digits[1]) == 'x' ? 16
            : char.ToLowerInvariant(digits[1]) == 'o' ? 8
            : char.ToLowerInvariant(digits[1]) == 'b' ? 2
            : 10;
        if (@base == 10)
            return double.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        // Each digit is exact up to 2^53; larger numbers are refused where an index or an angle is expected.
        return digits[2..].Aggregate(0.0, (sum, digit) => @base * sum + Convert.ToInt32($"{digit}", 16));
    }

    private static double Real(QasmToken token)
    {
        double value = double.Parse(
            token.Text.Replace("_", "", StringComparison.Ordinal),
            NumberStyles.Float,
            CultureInfo.InvariantCulture
        );
        return double.IsFinite(value)
            ? value
            : throw QasmTokenReader.Unexpected(token, "a number that float64 can hold");
    }
}
