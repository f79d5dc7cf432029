namespace QImpact.Quantum.Qasm;

/// <summary>Reads the statements of a program (the grammar at https://openqasm.com, and that of OpenQASM 2, arXiv:1707.03429); docs/openqasm.md has the subset.</summary>
internal sealed class QasmParser
{
    private const string Qubits = QasmExpressionParser.Qubits;
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

    private static readonly string[] Modifiers = ["ctrl", "negctrl", "inv", "pow"];

    private readonly QasmTokenReader _reader;
    private readonly QasmExpressionParser _expressions;
    private readonly QasmDeclarationParser _declarations;
    private readonly bool _isVersion2;

    private QasmParser(string text)
    {
        _reader = new QasmTokenReader(text);
        _isVersion2 = ReadVersion();
        _expressions = new QasmExpressionParser(_reader, _isVersion2);
        _declarations = new QasmDeclarationParser(_reader, _expressions);
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
            _ when _declarations.Read() is { } declaration => declaration,
            "gate" => ReadGate(),
            "for" => ReadFor(),
            "measure" => ReadMeasure(),
            "reset" => ReadReset(),
            _ when _reader.PeekSecond.Is("=") || _reader.PeekSecond.Is("[") => ReadAssignment(),
            _ => ReadCall(),
        };
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
        _declarations.ReadType();
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
        QasmExpression measured = _expressions.ReadMeasured();
        return new MeasureStatement(start.Place, measured, _reader.Skip("->") ? _expressions.ReadRegister(Bits) : null);
    }

    /// <summary><c>c[0] = measure q[0]</c></summary>
    private MeasureStatement ReadAssignment()
    {
        QasmToken start = _reader.Peek;
        QasmExpression target = _expressions.ReadRegister(Bits);
        _reader.Expect("=", $"'=' and measure: '{start.Text}[' begins no gate");
        return new MeasureStatement(start.Place, _expressions.ReadMeasured(), target);
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
