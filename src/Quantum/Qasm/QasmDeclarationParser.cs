namespace QImpact.Quantum.Qasm;

/// <summary>Reads declarations: what gives a name to qubits, bits, parameters and constants. Gates are no part of it.</summary>
internal sealed class QasmDeclarationParser(QasmTokenReader reader, QasmExpressionParser expressions)
{
    private static readonly string[] Numbers = ["float", "angle", "int", "uint"];

    /// <summary>A declaration, where one is next; null elsewhere.</summary>
    public QasmStatement? Read() =>
        reader.Peek.Text switch
        {
            "include" => ReadInclude(),
            "qubit" or "qreg" => ReadQubits(),
            "bit" or "creg" => ReadBits(),
            "output" => ReadOutput(),
            "input" => ReadParameter(),
            "const" => ReadConstant(),
            "let" => ReadAlias(),
            "array" => throw new OpenQasmFormatException(
                reader.Peek.Place,
                "found 'array'; expected input before it: other arrays are not read"
            ),
            string type when Numbers.Contains(type) => ReadNumber(),
            _ => null,
        };

    private IncludeStatement ReadInclude()
    {
        reader.Next();
        QasmToken file = reader.Next();
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
        return new BitStatement(name.Place, name.Text, size, reader.Skip("=") ? expressions.ReadMeasured() : null);
    }

    /// <summary>A register's name and size: OpenQASM 3 has the size before the name, OpenQASM 2 behind it.</summary>
    private (QasmToken Name, QasmExpression? Size) ReadRegisterName(string expected)
    {
        bool isOld = reader.Next().Text is "qreg" or "creg";
        QasmExpression? size = isOld ? null : ReadSize();
        QasmToken name = reader.ExpectName(expected);
        return (name, isOld ? ReadSize() : size);
    }

    private QasmExpression? ReadSize()
    {
        if (!reader.Skip("["))
            return null;
        QasmExpression size = expressions.Read();
        reader.Expect("]");
        return size;
    }

    private BitStatement ReadOutput()
    {
        reader.Next();
        return reader.Peek.IsName("bit")
            ? ReadBits()
            : throw QasmTokenReader.Unexpected(reader.Peek, "bit: other outputs are not read");
    }

    private ParameterStatement ReadParameter()
    {
        reader.Next();
        QasmToken type = reader.Peek;
        List<QasmExpression> dimensions = [];
        if (type.IsName("array"))
        {
            reader.Next();
            reader.Expect("[");
            ReadParameterType();
            while (reader.Skip(","))
                dimensions.Add(expressions.Read());
            reader.Expect("]", "',' and a size, or ']'");
        }
        else
        {
            ReadParameterType();
        }
        QasmToken name = reader.ExpectName("a name for the parameter");
        if (type.Text == "array" && dimensions.Count == 0)
            throw new OpenQasmFormatException(type.Place, "found an array without a size, such as array[float[64], 4]");
        return new ParameterStatement(name.Place, name.Text, dimensions);
    }

    private void ReadParameterType()
    {
        QasmToken type = reader.Peek;
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
    public void ReadType()
    {
        reader.Next();
        ReadSize();
    }

    private ConstantStatement ReadConstant()
    {
        reader.Next();
        return Numbers.Contains(reader.Peek.Text)
            ? ReadNumber()
            : throw QasmTokenReader.Unexpected(
                reader.Peek,
                "float, angle, int or uint: other constants are not read",
                Numbers
            );
    }

    /// <summary><c>float[64] a = 0.5</c>: it keeps its value, as no assignment is read.</summary>
    private ConstantStatement ReadNumber()
    {
        bool isInteger = reader.Peek.Text is "int" or "uint";
        ReadType();
        QasmToken name = reader.ExpectName("a name");
        reader.Expect("=", "'=' and a value: variables without one are not read");
        return new ConstantStatement(name.Place, isInteger, name.Text, expressions.Read());
    }

    private AliasStatement ReadAlias()
    {
        reader.Next();
        QasmToken name = reader.ExpectName("a name");
        reader.Expect("=");
        return new AliasStatement(
            name.Place,
            name.Text,
            expressions.ReadRegister(QasmExpressionParser.Qubits, joined: true)
        );
    }
}
