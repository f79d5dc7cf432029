namespace QImpact.Quantum.Qasm;

/// <summary>Reads the statements of a program (the grammar at https://openqasm.com, and that of OpenQASM 2, arXiv:1707.03429); docs/openqasm.md has the subset.</summary>
internal sealed class QasmParser
{
    private const string Qubits = "qubits, such as q or q[0]";
    private const string Bits = "bits, such as c or c[0]";

    // What a circuit of gates and final measurements has no counterpart of.
    private static readonly Dictionary<string, string> Refused = new()
    {
        ["if"] = "gates can't depend on readings",
        ["else"] = "gates can't depend on readings",
        ["switch"] = "gates can't depend on readings",
        ["while"] = "loops run over constant ranges",
        ["break"] = "loops run over constant ranges",
        ["continue"] = "loops run over constant ranges",
        ["end"] = "a circuit is run to its last statement",
        ["def"] = "subroutines are not read",
        ["extern"] = "subroutines are not read",
        ["return"] = "subroutines are not read",
        ["cal"] = "pulses are not read",
        ["defcal"] = "pulses are not read",
        ["defcalgrammar"] = "pulses are not read",
        ["box"] = "durations are not read",
        ["stretch"] = "durations are not read",
        ["duration"] = "durations are not read",
        ["opaque"] = "a gate needs a body",
        ["bool"] = "classical variables are not read",
        ["complex"] = "classical variables are not read",
    };

    private static readonly string[] Numbers = ["float", "angle", "int", "uint"];
    private static readonly string[] Modifiers = ["ctrl", "negctrl", "inv", "pow"];

    private readonly QasmTokenReader _reader;
    private readonly QasmExpressionParser _expressions;
    private readonly bool _isVersion2;

    private QasmParser(string text)
    {
        _reader = new QasmTokenReader(text);
        _isVersion2 = ReadVersion();
        _expressions = new QasmExpressionParser(_reader, _isVersion2);
    }

    public static QasmSyntax Read(string text)
    {
        var parser = new QasmParser(text);
        var statements = new List<QasmStatement>();
        while (parser._reader.Peek.Kind != QasmKind.End)
            parser.ReadInto(statements);
        return new QasmSyntax(
            parser._isVersion2,
            statements,
            parser._expressions.HardwareQubits,
            parser._reader.Peek.Place
        );
    }

    /// <summary><c>OPENQASM 3.0;</c>: without it the version is 3.</summary>
    private bool ReadVersion()
    {
        if (!_reader.Peek.IsName("OPENQASM"))
            return false;
        _reader.Next();
        QasmToken version = _reader.Next();
        string major = version.Text.Split('.')[0];
        if (version.Kind is not (QasmKind.Integer or QasmKind.Real) || major is not ("2" or "3"))
            throw QasmTokenReader.Unexpected(version, "OpenQASM 2 or 3, such as 3.0");
        _reader.Expect(";");
        return major == "2";
    }

    /// <summary>Reads a statement; barriers, delays and empty statements are left out.</summary>
    private void ReadInto(List<QasmStatement> statements)
    {
        QasmToken token = _reader.Peek;
        if (_reader.Skip(";"))
            return;
        if (token.IsName("barrier") || token.IsName("delay") || token.IsName("nop"))
        {
            while (!_reader.Skip(";"))
            {
                if (_reader.Next().Kind == QasmKind.End)
                    throw QasmTokenReader.Unexpected(_reader.Peek, "';'");
            }
            return;
        }
        QasmStatement statement = ReadStatement(token);
        statements.Add(statement);
        if (statement is not (GateStatement or ForStatement))
            _reader.Expect(";");
    }

    private QasmStatement ReadStatement(QasmToken token)
    {
        if (token.Kind != QasmKind.Name)
            throw QasmTokenReader.Unexpected(token, "a statement: a declaration, a gate or a measurement");
        if (Refused.TryGetValue(token.Text, out string? reason))
            throw new OpenQasmFormatException(
                token.Place,
                $"found {token}, which can't be read as a circuit: {reason}"
            );
        return token.Text switch
        {
            "include" => ReadInclude(),
            "qubit" or "qreg" => ReadQubits(),
            "bit" or "creg" => ReadBits(),
            "output" => ReadOutput(),
            "input" => ReadParameter(),
            "const" => ReadConstant(),
            "let" => ReadAlias(),
            "gate" => ReadGate(),
            "for" => ReadFor(),
            "measure" => ReadMeasure(),
            "reset" => ReadReset(),
            "array" => throw new OpenQasmFormatException(
                token.Place,
                "found 'array'; expected input before it: other arrays are not read"
            ),
            _ when Numbers.Contains(token.Text) => ReadNumber(),
            _ when _reader.PeekSecond.Is("=") || _reader.PeekSecond.Is("[") => ReadAssignment(),
            _ => ReadCall(),
        };
    }

    private IncludeStatement ReadInclude()
    {
        _reader.Next();
        QasmToken file = _reader.Next();
        return file.Kind == QasmKind.String
            ? new IncludeStatement(file.Place, file.Text[1..^1])
            : throw QasmTokenReader.Unexpected(file, "a file between double quotes, such as \"stdgates.inc\"");
    }

    /// <summary><c>qubit[4] q</c>, <c>qreg q[4]</c></summary>
    private QubitStatement ReadQubits()
    {
        (QasmToken name, QasmExpression? size) = ReadRegisterName("a name for the qubits");
        return new QubitStatement(name.Place, name.Text, size);
    }

    /// <summary><c>bit[4] c</c>, <c>creg c[4]</c>, <c>bit c = measure q</c></summary>
    private BitStatement ReadBits()
    {
        (QasmToken name, QasmExpression? size) = ReadRegisterName("a name for the bits");
        return new BitStatement(name.Place, name.Text, size, _reader.Skip("=") ? ReadMeasured() : null);
    }

    /// <summary>A register's name and size: OpenQASM 3 has the size before the name, OpenQASM 2 behind it.</summary>
    private (QasmToken Name, QasmExpression? Size) ReadRegisterName(string expected)
    {
        bool isOld = _reader.Next().Text is "qreg" or "creg";
        QasmExpression? size = isOld ? null : ReadSize();
        QasmToken name = _reader.ExpectName(expected);
        return (name, isOld ? ReadSize() : size);
    }

    private QasmExpression? ReadSize()
    {
        if (!_reader.Skip("["))
            return null;
        QasmExpression size = _expressions.Read();
        _reader.Expect("]");
        return size;
    }

    private BitStatement ReadOutput()
    {
        _reader.Next();
        return _reader.Peek.IsName("bit")
            ? ReadBits()
            : throw QasmTokenReader.Unexpected(_reader.Peek, "bit: other outputs are not read");
    }

    private ParameterStatement ReadParameter()
    {
        _reader.Next();
        QasmToken type = _reader.Peek;
        List<QasmExpression> dimensions = [];
        if (type.IsName("array"))
        {
            _reader.Next();
            _reader.Expect("[");
            ReadParameterType();
            while (_reader.Skip(","))
                dimensions.Add(_expressions.Read());
            _reader.Expect("]", "',' and a size, or ']'");
        }
        else
        {
            ReadParameterType();
        }
        QasmToken name = _reader.ExpectName("a name for the parameter");
        if (type.Text == "array" && dimensions.Count == 0)
            throw new OpenQasmFormatException(type.Place, "found an array without a size, such as array[float[64], 4]");
        return new ParameterStatement(name.Place, name.Text, dimensions);
    }

    private void ReadParameterType()
    {
        QasmToken type = _reader.Peek;
        if (!type.IsName("float") && !type.IsName("angle"))
            throw QasmTokenReader.Unexpected(
                type,
                "float, angle or array: other parameters are not read",
                "float",
                "angle",
                "array"
            );
        ReadType();
    }

    /// <summary>A type's name and its number of bits, which is not looked at.</summary>
    private void ReadType()
    {
        _reader.Next();
        ReadSize();
    }

    private ConstantStatement ReadConstant()
    {
        _reader.Next();
        return Numbers.Contains(_reader.Peek.Text)
            ? ReadNumber()
            : throw QasmTokenReader.Unexpected(
                _reader.Peek,
                "float, angle, int or uint: other constants are not read",
                Numbers
            );
    }

    /// <summary><c>float[64] a = 0.5</c>: it keeps its value, as no assignment is read.</summary>
    private ConstantStatement ReadNumber()
    {
        bool isInteger = _reader.Peek.Text is "int" or "uint";
        ReadType();
        QasmToken name = _reader.ExpectName("a name");
        _reader.Expect("=", "'=' and a value: variables without one are not read");
        return new ConstantStatement(name.Place, isInteger, name.Text, _expressions.Read());
    }

    private AliasStatement ReadAlias()
    {
        _reader.Next();
        QasmToken name = _reader.ExpectName("a name");
        _reader.Expect("=");
        return new AliasStatement(name.Place, name.Text, _expressions.ReadRegister(Qubits, joined: true));
    }

    private GateStatement ReadGate()
    {
        _reader.Next();
        QasmToken name = _reader.ExpectName("a name for the gate");
        List<string> angles = _reader.Skip("(") ? _reader.ListUntil(")", () => ReadFormal("an angle")) : [];
        List<string> wires = _reader.List(() => ReadFormal("a qubit"));
        if (angles.Concat(wires).GroupBy(formal => formal).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new OpenQasmFormatException(
                name.Place,
                $"gate {name.Text} has '{twice.Key}' twice; expected different names"
            );
        return new GateStatement(name.Place, name.Text, angles, wires, ReadBlock());
    }

    private string ReadFormal(string what) => _reader.ExpectName($"a name for {what} of the gate").Text;

    private ForStatement ReadFor()
    {
        QasmToken start = _reader.Next();
        if (_reader.Peek.Text is not ("int" or "uint"))
            throw QasmTokenReader.Unexpected(_reader.Peek, "int or uint: the type of the loop's variable");
        ReadType();
        QasmToken variable = _reader.ExpectName("a name for the loop's variable");
        if (!_reader.Peek.IsName("in"))
            throw QasmTokenReader.Unexpected(_reader.Peek, "in and what the loop runs over, such as in [0:3]");
        _reader.Next();
        QasmExpression values = _expressions.ReadLoopValues();
        List<QasmStatement> body = _reader.Peek.Is("{") ? ReadBlock() : ReadOne();
        return new ForStatement(start.Place, variable.Text, values, body);
    }

    private List<QasmStatement> ReadBlock()
    {
        _reader.Expect("{");
        return _reader.Nested(() =>
        {
            var statements = new List<QasmStatement>();
            while (!_reader.Skip("}"))
            {
                if (_reader.Peek.Kind == QasmKind.End)
                    throw QasmTokenReader.Unexpected(_reader.Peek, "'}'");
                ReadInto(statements);
            }
            return statements;
        });
    }

    private List<QasmStatement> ReadOne() =>
        _reader.Nested(() =>
        {
            var statements = new List<QasmStatement>();
            ReadInto(statements);
            return statements;
        });

    /// <summary><c>measure q</c>, <c>measure q -> c</c></summary>
    private MeasureStatement ReadMeasure()
    {
        QasmToken start = _reader.Peek;
        QasmExpression measured = ReadMeasured();
        return new MeasureStatement(start.Place, measured, _reader.Skip("->") ? _expressions.ReadRegister(Bits) : null);
    }

    private QasmExpression ReadMeasured()
    {
        if (!_reader.Peek.IsName("measure"))
            throw QasmTokenReader.Unexpected(_reader.Peek, "measure: bits get readings and nothing else");
        _reader.Next();
        return _expressions.ReadRegister(Qubits);
    }

    /// <summary><c>c[0] = measure q[0]</c></summary>
    private MeasureStatement ReadAssignment()
    {
        QasmToken start = _reader.Peek;
        QasmExpression target = _expressions.ReadRegister(Bits);
        _reader.Expect("=", $"'=' and measure: '{start.Text}[' begins no gate");
        return new MeasureStatement(start.Place, ReadMeasured(), target);
    }

    private ResetStatement ReadReset()
    {
        QasmToken start = _reader.Next();
        return new ResetStatement(start.Place, _expressions.ReadRegister(Qubits));
    }

    private CallStatement ReadCall()
    {
        var modifiers = new List<GateModifier>();
        while (Modifiers.Contains(_reader.Peek.Text))
            modifiers.Add(ReadModifier());
        QasmToken name = _reader.ExpectName("a gate");
        List<QasmExpression> angles = _reader.Skip("(") ? _reader.ListUntil(")", _expressions.Read) : [];
        List<QasmExpression> wires = _reader.Peek.Is(";") ? [] : _reader.List(() => _expressions.ReadRegister(Qubits));
        return new CallStatement(name.Place, modifiers, name.Text, angles, wires);
    }

    private GateModifier ReadModifier()
    {
        QasmToken name = _reader.Next();
        QasmExpression? argument = null;
        if (name.Text != "inv" && _reader.Skip("("))
        {
            argument = _expressions.Read();
            _reader.Expect(")");
        }
        if (name.Text == "pow" && argument is null)
            throw QasmTokenReader.Unexpected(_reader.Peek, "'(' and the exponent of pow");
        _reader.Expect("@");
        return new GateModifier(name.Place, name.Text, argument);
    }
}
