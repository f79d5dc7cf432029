using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace QImpact.Quantum.Tests;

/// <summary>
/// A small interpreter of OpenQASM 3, written from its specification and that of <c>stdgates.inc</c>: it shares no code with the library. An angle's
/// period is 2 pi (openqasm/openqasm#382); readers differ in whether they reduce what a gate is given, so this one does either.
/// </summary>
internal sealed partial class QasmInterpreter
{
    private static readonly Complex I = Complex.ImaginaryOne;

    private readonly Dictionary<string, double> _parameters;
    private readonly bool _wrapsAngles;
    private Complex[] _state = [];
    private int _qubits;

    private QasmInterpreter(Dictionary<string, double> parameters, bool wrapsAngles) =>
        (_parameters, _wrapsAngles) = (parameters, wrapsAngles);

    /// <summary>The parameters in the order of their declarations.</summary>
    public List<string> Declared { get; } = [];

    public List<string> GateNames { get; } = [];

    public bool IsMeasured { get; private set; }

    /// <summary>Runs a program to its measurement.</summary>
    public static QasmInterpreter Run(string program, Dictionary<string, double> parameters, bool wrapsAngles)
    {
        var interpreter = new QasmInterpreter(parameters, wrapsAngles);
        string[] lines = program.Split('\n');
        if (lines[0] != "OPENQASM 3.0;" || lines[1] != "include \"stdgates.inc\";")
            throw new FormatException($"the program starts with {lines[0]} {lines[1]}");
        foreach (string line in lines[2..])
        {
            string statement = line.Split("//")[0].Trim();
            if (statement.Length > 0)
                interpreter.Execute(statement);
        }
        return interpreter;
    }

    /// <summary>The mean of (-1)^(parity of these bits) over the readings.</summary>
    public double Parity(IEnumerable<int> bits)
    {
        int[] all = bits.ToArray();
        double sum = 0;
        for (int j = 0; j < _state.Length; j++)
            sum += (all.Sum(bit => j >> bit & 1) % 2 == 0 ? 1 : -1) * _state[j].Magnitude * _state[j].Magnitude;
        return sum;
    }

    /// <summary>The share of readings with these bits.</summary>
    public double Share(IReadOnlyDictionary<int, int> bits) =>
        Enumerable
            .Range(0, _state.Length)
            .Where(j => bits.All(bit => (j >> bit.Key & 1) == bit.Value))
            .Sum(j => _state[j].Magnitude * _state[j].Magnitude);

    private void Execute(string statement)
    {
        if (InputLine().Match(statement) is { Success: true } input)
        {
            Declared.Add(input.Groups[1].Value);
        }
        else if (QubitLine().Match(statement) is { Success: true } qubits)
        {
            _qubits = int.Parse(qubits.Groups[1].Value, CultureInfo.InvariantCulture);
            _state = new Complex[1 << _qubits];
            _state[0] = 1;
        }
        else if (statement == "c = measure q;")
        {
            IsMeasured = true;
        }
        else if (!BitLine().IsMatch(statement))
        {
            Match gate = GateLine().Match(statement);
            if (!gate.Success || IsMeasured)
                throw new FormatException($"the statement {statement}");
            int[] operands = OperandText()
                .Matches(gate.Groups[3].Value)
                .Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))
                .ToArray();
            GateNames.Add(gate.Groups[1].Value);
            double angle = gate.Groups[2].Success ? Value(gate.Groups[2].Value) : 0;
            Apply(gate.Groups[1].Value, _wrapsAngles ? Wrapped(angle) : angle, operands);
        }
    }

    private void Apply(string name, double t, int[] operands)
    {
        switch (name)
        {
            case "swap":
                Apply("cx", 0, operands);
                Apply("cx", 0, [operands[1], operands[0]]);
                Apply("cx", 0, operands);
                return;
            case "cx" or "cz" or "crx" or "cry" or "crz":
                Apply(Matrix(name[1..], t), target: operands[1], control: operands[0]);
                return;
            default:
                Apply(Matrix(name, t), operands.Single(), control: null);
                return;
        }
    }

    private void Apply(Complex[] m, int target, int? control)
    {
        if (target >= _qubits || control >= _qubits || control == target)
            throw new FormatException($"a gate on q[{control}], q[{target}]");
        for (int j = 0; j < _state.Length; j++)
        {
            if ((j >> target & 1) != 0 || (control is { } c && (j >> c & 1) == 0))
                continue;
            int k = j | 1 << target;
            (_state[j], _state[k]) = (m[0] * _state[j] + m[1] * _state[k], m[2] * _state[j] + m[3] * _state[k]);
        }
    }

    /// <summary>Row by row, as in stdgates.inc, where every gate is a U(theta, phi, lambda) or a phase.</summary>
    private static Complex[] Matrix(string name, double t) =>
        name switch
        {
            "x" => [0, 1, 1, 0],
            "y" => [0, -I, I, 0],
            "z" => Phase(Math.PI),
            "h" => [Math.Sqrt(0.5), Math.Sqrt(0.5), Math.Sqrt(0.5), -Math.Sqrt(0.5)],
            "s" => Phase(Math.PI / 2),
            "sdg" => Phase(-Math.PI / 2),
            "t" => Phase(Math.PI / 4),
            "tdg" => Phase(-Math.PI / 4),
            "p" => Phase(t),
            "rx" => [Math.Cos(t / 2), -I * Math.Sin(t / 2), -I * Math.Sin(t / 2), Math.Cos(t / 2)],
            "ry" => [Math.Cos(t / 2), -Math.Sin(t / 2), Math.Sin(t / 2), Math.Cos(t / 2)],
            "rz" => [Complex.Exp(-I * t / 2), 0, 0, Complex.Exp(I * t / 2)],
            _ => throw new FormatException($"stdgates.inc has no gate {name}"),
        };

    /// <summary>In [0, 2 pi), as the type <c>angle</c> holds it.</summary>
    private static double Wrapped(double angle) => angle - 2 * Math.PI * Math.Floor(angle / (2 * Math.PI));

    private static Complex[] Phase(double t) => [1, 0, 0, Complex.Exp(I * t)];

    /// <summary>Sums of products of numbers and parameters; a constant must be a float, which an angle can be cast from.</summary>
    private double Value(string expression)
    {
        if (int.TryParse(expression, out _))
            throw new FormatException($"the angle {expression} is an int");
        string spaced = expression.Replace(" - ", " + -", StringComparison.Ordinal);
        return spaced.Split(" + ").Sum(product => product.Split('*').Aggregate(1.0, (value, f) => value * Factor(f)));
    }

    private double Factor(string text)
    {
        if (text.StartsWith('-'))
            return -Factor(text[1..]);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number
            : Declared.Contains(text) ? _parameters[text]
            : throw new FormatException($"the parameter {text} is not declared");
    }

    [GeneratedRegex(@"^input float\[64\] (\w+);$")]
    private static partial Regex InputLine();

    [GeneratedRegex(@"^qubit\[(\d+)\] q;$")]
    private static partial Regex QubitLine();

    [GeneratedRegex(@"^bit\[(\d+)\] c;$")]
    private static partial Regex BitLine();

    [GeneratedRegex(@"^([a-z]+)(?:\((.+)\))? (q\[\d+\](?:, q\[\d+\])*);$")]
    private static partial Regex GateLine();

    [GeneratedRegex(@"q\[(\d+)\]")]
    private static partial Regex OperandText();
}
