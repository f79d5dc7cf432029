namespace QImpact.Quantum.Qasm;

/// <summary>Works a program out to the circuit that it is: its statements one after the other.</summary>
internal sealed class QasmProgramReader
{
    private const int MaxBits = 1_000_000;

    private static readonly string[] Includes = ["stdgates.inc", "qelib1.inc"];

    private readonly OpenQasmOptions _options;
    private readonly QasmParameters _parameters;
    private readonly QasmScope _scope = new();
    private readonly GateSequence _gates = new();
    private readonly HashSet<string> _defined = [];
    private readonly QasmReadings _readings = new();
    private readonly QasmRunner _runner;
    private readonly QasmSyntax _syntax;
    private int _qubits;
    private int _bits;

    public QasmProgramReader(string text, OpenQasmOptions options)
    {
        _options = options;
        _parameters = new QasmParameters(options.Inputs);
        _syntax = QasmParser.Read(text);
        _runner = new QasmRunner(StandardGates.BuiltIn, _gates, new QasmBudget(), dividesWhole: !_syntax.IsVersion2)
        {
            Other = Run,
            BeforeGate = (call, wires) => _readings.CheckGate(call, wires),
        };
    }

    /// <summary>The program's circuit, gate by gate.</summary>
    public OpenQasmProgram Read()
    {
        _qubits = _syntax.HardwareQubits;
        _runner.Run(_syntax.Statements, _scope);
        if (_qubits == 0)
            throw new OpenQasmFormatException(_syntax.End, "found no qubits; expected some, such as qubit[4] q;");
        _parameters.CheckPatterns();
        Observable[] outputs =
            _options.Observables.Count > 0
                ? [.. _options.Observables]
                : [.. _readings.Wires(_qubits).Select(Observable.Z)];
        Circuit circuit = new Circuit(_qubits).Add(_gates.Gates.ToArray()).Measure(outputs);
        return new OpenQasmProgram(
            circuit,
            _parameters.Inputs.Take(circuit.InputCount).ToValueList(),
            _parameters.Weights.Take(circuit.WeightCount).ToValueList()
        );
    }

    private QasmEvaluator Evaluator(QasmScope scope) => new(scope, dividesWhole: !_syntax.IsVersion2);

    private void Run(QasmStatement statement, QasmScope scope)
    {
        switch (statement)
        {
            case ConstantStatement constant:
                scope.Declare(constant.Name, NumberOf(constant, scope), constant.Place);
                break;
            case AliasStatement alias:
                scope.Declare(alias.Name, Evaluator(scope).QubitsOf(alias.Value), alias.Place);
                break;
            case MeasureStatement measure:
                Measure(measure, scope);
                break;
            case ResetStatement reset:
                _readings.CheckReset(reset, Evaluator(scope).QubitsOf(reset.Wires).Indices);
                break;
            case var _ when scope != _scope:
                throw new OpenQasmFormatException(
                    statement.Place,
                    "found a declaration in a loop; expected it before the loop"
                );
            default:
                Declare(statement);
                break;
        }
    }

    private NumberValue NumberOf(ConstantStatement constant, QasmScope scope)
    {
        Angle value = Evaluator(scope).AngleOf(constant.Value);
        if (!constant.IsInteger)
            return new NumberValue(value, false);
        return value.IsConstant && double.IsInteger(value.Offset)
            ? new NumberValue(value, true)
            : throw new OpenQasmFormatException(constant.Value.Place, $"found {value}; expected a whole number");
    }

    private void Declare(QasmStatement statement)
    {
        switch (statement)
        {
            case IncludeStatement include:
                Include(include);
                break;
            case QubitStatement qubits:
                DeclareQubits(qubits);
                break;
            case BitStatement bits:
                DeclareBits(bits);
                break;
            case ParameterStatement parameter:
                DeclareParameter(parameter);
                break;
            case GateStatement gate:
                Define(gate);
                break;
            default:
                throw new InvalidOperationException($"the statement {statement}");
        }
    }

    private void Include(IncludeStatement include)
    {
        if (!Includes.Contains(include.File))
            throw new OpenQasmFormatException(
                include.Place,
                $"found \"{include.File}\"; expected \"stdgates.inc\" or \"qelib1.inc\", whose gates are built in: other files are not read"
            );
        // What the program defines itself stays.
        _runner.Gates = StandardGates.All.SetItems(_runner.Gates.Where(gate => _defined.Contains(gate.Key)));
    }

    private void DeclareQubits(QubitStatement statement)
    {
        int count = Size(statement.Size, "a number of qubits", PauliString.MaxWires);
        if (_syntax.HardwareQubits > 0)
            throw new OpenQasmFormatException(
                statement.Place,
                "found a declaration of qubits beside those of a device, such as $0; expected one of the two"
            );
        if (_qubits + count > PauliString.MaxWires)
            throw new OpenQasmFormatException(
                statement.Place,
                $"the program has {_qubits + count} qubits; expected at most {PauliString.MaxWires}"
            );
        int[] wires = [.. Enumerable.Range(_qubits, count)];
        _scope.Declare(statement.Name, new QubitsValue(wires, IsSingle: statement.Size is null), statement.Place);
        _qubits += count;
    }

    private void DeclareBits(BitStatement statement)
    {
        int count = Size(statement.Size, "a number of bits", MaxBits);
        if (_bits + count > MaxBits)
            throw new OpenQasmFormatException(
                statement.Place,
                $"the program has more than {MaxBits} bits; expected fewer"
            );
        int[] indices = [.. Enumerable.Range(_bits, count)];
        var bits = new BitsValue(indices, IsSingle: statement.Size is null);
        _scope.Declare(statement.Name, bits, statement.Place);
        _bits += count;
        if (statement.Measured is { } measured)
            _readings.Add(statement.Place, Evaluator(_scope).QubitsOf(measured).Indices, bits.Indices);
    }

    private void DeclareParameter(ParameterStatement parameter)
    {
        int[] shape = [.. parameter.Dimensions.Select(size => Size(size, "a size", Variable.MaxCount))];
        QasmValue value = _parameters.Declare(parameter.Name, shape, parameter.Place);
        _scope.Declare(parameter.Name, value, parameter.Place);
    }

    private int Size(QasmExpression? size, string what, int most) =>
        size is null ? 1 : Evaluator(_scope).IntegerOf(size, what, 1, most);

    private void Define(GateStatement gate)
    {
        if (!_defined.Add(gate.Name))
            throw new OpenQasmFormatException(
                gate.Place,
                $"found gate {gate.Name}, which is defined already; expected another name"
            );
        var defined = new DefinedGate(gate, _runner.Gates, _scope, dividesWhole: !_syntax.IsVersion2);
        _runner.Gates = _runner.Gates.SetItem(gate.Name, defined);
    }

    private void Measure(MeasureStatement measure, QasmScope scope)
    {
        int[] wires = Evaluator(scope).QubitsOf(measure.Measured).Indices;
        _readings.Add(
            measure.Place,
            wires,
            measure.Target is null ? null : Evaluator(scope).BitsOf(measure.Target).Indices
        );
    }
}
