namespace QImpact.Quantum.Qasm;

/// <summary>Works expressions out.</summary>
/// <param name="scope">What names stand for.</param>
/// <param name="dividesWhole">Whether the quotient of two whole numbers is one, as in OpenQASM 3; then a remainder is an error, because readers differ in what they make of it.</param>
internal sealed class QasmEvaluator(QasmScope scope, bool dividesWhole)
{
    private static readonly Dictionary<string, Func<double, double>> Functions = new()
    {
        ["sin"] = Math.Sin,
        ["cos"] = Math.Cos,
        ["tan"] = Math.Tan,
        ["arcsin"] = Math.Asin,
        ["arccos"] = Math.Acos,
        ["arctan"] = Math.Atan,
        ["asin"] = Math.Asin,
        ["acos"] = Math.Acos,
        ["atan"] = Math.Atan,
        ["exp"] = Math.Exp,
        ["ln"] = Math.Log,
        ["log"] = Math.Log,
        ["sqrt"] = Math.Sqrt,
        ["floor"] = Math.Floor,
        ["ceiling"] = Math.Ceiling,
    };

    private static readonly string[] Casts = ["float", "angle"];

    /// <summary>A number, which parameters may occur in.</summary>
    public Angle AngleOf(QasmExpression expression) => Number(expression).Number;

    /// <summary>A number without parameters.</summary>
    public double ConstantOf(QasmExpression expression)
    {
        Angle angle = AngleOf(expression);
        return angle.IsConstant
            ? angle.Offset
            : throw new OpenQasmFormatException(
                expression.Place,
                $"found {angle}, which has parameters; expected a constant"
            );
    }

    /// <summary>A whole number within bounds.</summary>
    public int IntegerOf(QasmExpression expression, string what, int least, int most)
    {
        double value = ConstantOf(expression);
        return value >= least && value <= most && double.IsInteger(value)
            ? (int)value
            : throw new OpenQasmFormatException(
                expression.Place,
                FormattableString.Invariant($"found {value}; expected {what}, {least} to {most}")
            );
    }

    /// <summary>Qubits.</summary>
    public QubitsValue QubitsOf(QasmExpression expression) =>
        Value(expression) as QubitsValue ?? throw Unfit(expression, "qubits");

    /// <summary>Bits.</summary>
    public BitsValue BitsOf(QasmExpression expression) =>
        Value(expression) as BitsValue ?? throw Unfit(expression, "bits");

    /// <summary>What a loop runs over.</summary>
    public IEnumerable<int> LoopValuesOf(QasmExpression expression)
    {
        if (expression is SetExpression set)
            return set.Items.Select(LoopBound);
        if (expression is not RangeExpression { First: { } first, Last: { } last } range)
            throw new OpenQasmFormatException(
                expression.Place,
                "found no range; expected one with both ends, such as [0:3]"
            );
        return Range(range, LoopBound(first), range.Step is null ? 1 : LoopBound(range.Step), LoopBound(last));
    }

    private int LoopBound(QasmExpression expression) =>
        IntegerOf(expression, "a whole number", -int.MaxValue, int.MaxValue);

    private static IEnumerable<int> Range(RangeExpression range, int first, int step, int last)
    {
        if (step == 0)
            throw new OpenQasmFormatException(range.Place, "found a range with the step 0; expected another");
        return Values();

        IEnumerable<int> Values()
        {
            for (long value = first; step > 0 ? value <= last : value >= last; value += step)
                yield return (int)value;
        }
    }

    private QasmValue Value(QasmExpression expression) =>
        expression switch
        {
            NumberExpression number => new NumberValue(number.Place.At(() => (Angle)number.Value), number.IsInteger),
            NameExpression name => scope.Find(name.Name)
                ?? throw QasmTokenReader.Unexpected(
                    new QasmToken(QasmKind.Name, name.Name, name.Place),
                    "a name that is declared before",
                    scope.Names
                ),
            HardwareQubitExpression qubit => new QubitsValue([qubit.Wire], IsSingle: true),
            NegationExpression negation => Negated(Number(negation.Operand)),
            BinaryExpression { Operator: "++" } joined => Joined(joined),
            BinaryExpression binary => Combined(binary, Number(binary.Left), Number(binary.Right)),
            CallExpression call => Called(call),
            IndexExpression index => index.Indices.Aggregate(Value(index.Of), (value, item) => At(value, item, index)),
            _ => throw new OpenQasmFormatException(expression.Place, "found a range; expected it between '[' and ']'"),
        };

    private NumberValue Number(QasmExpression expression) =>
        Value(expression) as NumberValue ?? throw Unfit(expression, "a number");

    private static OpenQasmFormatException Unfit(QasmExpression expression, string expected)
    {
        QasmExpression named = expression;
        while (named is IndexExpression index)
            named = index.Of;
        string found = named is NameExpression name ? $"'{name.Name}'" : "another kind of value";
        return new OpenQasmFormatException(expression.Place, $"found {found}; expected {expected}");
    }

    private static NumberValue Negated(NumberValue value) => value with { Number = -value.Number };

    private NumberValue Combined(BinaryExpression binary, NumberValue left, NumberValue right)
    {
        bool areWhole = left.IsInteger && right.IsInteger;
        (Angle a, Angle b) = (left.Number, right.Number);
        return binary.Operator switch
        {
            "+" => new NumberValue(binary.Place.At(() => a + b), areWhole),
            "-" => new NumberValue(binary.Place.At(() => a - b), areWhole),
            "*" => new NumberValue(binary.Place.At(() => Angle.Multiply(a, b)), areWhole),
            "/" => Quotient(binary, a, b, areWhole && dividesWhole),
            "%" => new NumberValue(Constant(binary.Place, Remainder(Fixed(binary, a), Fixed(binary, b))), areWhole),
            _ => new NumberValue(Constant(binary.Place, Math.Pow(Fixed(binary, a), Fixed(binary, b))), areWhole),
        };
    }

    private static NumberValue Quotient(BinaryExpression binary, Angle a, Angle b, bool isWhole)
    {
        if (isWhole && b.Offset != 0 && a.Offset % b.Offset != 0)
            throw new OpenQasmFormatException(
                binary.Place,
                $"found {a}/{b}, whole numbers with a remainder, which OpenQASM 3 drops; expected a fraction, such as {a}.0/{b}"
            );
        return new NumberValue(binary.Place.At(() => Angle.Divide(a, b)), isWhole);
    }

    private static double Remainder(double a, double b) => a - b * Math.Floor(a / b);

    private static double Fixed(BinaryExpression binary, Angle angle) =>
        angle.IsConstant
            ? angle.Offset
            : throw new OpenQasmFormatException(
                binary.Place,
                $"found '{binary.Operator}' of {angle}; expected it of constants: angles are sums of multiples of parameters"
            );

    private NumberValue Called(CallExpression call)
    {
        Angle[] arguments = [.. call.Arguments.Select(AngleOf)];
        if (Casts.Contains(call.Function) && arguments.Length == 1)
            return new NumberValue(arguments[0], false);
        if (call.Function is "pow" or "mod" && arguments.Length == 2)
        {
            var binary = new BinaryExpression(call.Place, call.Function, call.Arguments[0], call.Arguments[1]);
            (double a, double b) = (Fixed(binary, arguments[0]), Fixed(binary, arguments[1]));
            return new NumberValue(
                Constant(call.Place, call.Function == "pow" ? Math.Pow(a, b) : Remainder(a, b)),
                false
            );
        }
        if (!Functions.TryGetValue(call.Function, out Func<double, double>? function) || arguments.Length != 1)
            throw QasmTokenReader.Unexpected(
                new QasmToken(QasmKind.Name, call.Function, call.Place),
                "a function of a number, such as sin, cos, exp or sqrt",
                [.. Functions.Keys, "pow", "mod"]
            );
        if (!arguments[0].IsConstant)
            throw new OpenQasmFormatException(
                call.Place,
                $"found {call.Function} of {arguments[0]}; expected it of a constant: angles are sums of multiples of parameters"
            );
        return new NumberValue(Constant(call.Place, function(arguments[0].Offset)), false);
    }

    private static Angle Constant(Place place, double value) => place.At(() => (Angle)value);

    private QubitsValue Joined(BinaryExpression joined) =>
        new([.. QubitsOf(joined.Left).Indices, .. QubitsOf(joined.Right).Indices], IsSingle: false);

    private QasmValue At(QasmValue value, QasmExpression item, IndexExpression whole) =>
        value switch
        {
            ArrayValue array => array.At(Position(item, array.Shape[0])),
            RegisterValue { IsSingle: false } register when item is RangeExpression or SetExpression => Part(
                register,
                Positions(item, register.Indices.Length),
                isSingle: false
            ),
            RegisterValue { IsSingle: false } register => Part(
                register,
                [Position(item, register.Indices.Length)],
                isSingle: true
            ),
            _ => throw Unfit(whole, "a register or an array before '['"),
        };

    private static RegisterValue Part(RegisterValue register, IEnumerable<int> positions, bool isSingle) =>
        register with
        {
            Indices = [.. positions.Select(position => register.Indices[position])],
            IsSingle = isSingle,
        };

    /// <summary>An index, from 0, or from -1 backwards.</summary>
    private int Position(QasmExpression item, int count)
    {
        int index = IntegerOf(item, "an index", -count, count - 1);
        return index < 0 ? index + count : index;
    }

    private IEnumerable<int> Positions(QasmExpression item, int count)
    {
        if (item is SetExpression set)
            return [.. set.Items.Select(one => Position(one, count))];
        var range = (RangeExpression)item;
        int step = range.Step is null ? 1 : LoopBound(range.Step);
        int first = range.First is null ? (step > 0 ? 0 : count - 1) : Position(range.First, count);
        int last = range.Last is null ? (step > 0 ? count - 1 : 0) : Position(range.Last, count);
        return Range(range, first, step, last);
    }
}
