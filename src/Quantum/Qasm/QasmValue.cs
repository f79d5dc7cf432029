namespace QImpact.Quantum.Qasm;

/// <summary>What a name or an expression stands for.</summary>
internal abstract record QasmValue;

/// <summary>A number, which parameters may occur in.</summary>
internal sealed record NumberValue(Angle Number, bool IsInteger) : QasmValue;

/// <summary>An array of parameters or a part of it, row-major from <paramref name="Start"/>.</summary>
internal sealed record ArrayValue(Angle[] Numbers, int Start, int[] Shape) : QasmValue
{
    /// <summary>What stands at an index of the first dimension.</summary>
    public QasmValue At(int index)
    {
        int[] rest = Shape[1..];
        int start = Start + index * rest.Aggregate(1, (product, size) => product * size);
        return rest.Length == 0 ? new NumberValue(Numbers[start], false) : new ArrayValue(Numbers, start, rest);
    }
}

/// <summary>Qubits or bits: gates run over a register, and not over a single one.</summary>
internal abstract record RegisterValue(int[] Indices, bool IsSingle) : QasmValue;

/// <summary>Qubits, by their wires.</summary>
internal sealed record QubitsValue(int[] Indices, bool IsSingle) : RegisterValue(Indices, IsSingle);

/// <summary>Bits, counted through all registers in the order of their declarations.</summary>
internal sealed record BitsValue(int[] Indices, bool IsSingle) : RegisterValue(Indices, IsSingle);

/// <summary>Names and what they stand for; what a scope does not know, its parent does.</summary>
/// <param name="parent">The scope around it, or null for the program's.</param>
/// <param name="seesRegisters">Whether the parent's registers are known here: the body of a gate knows only its own qubits.</param>
internal sealed class QasmScope(QasmScope? parent = null, bool seesRegisters = true)
{
    // The constants that are there without a declaration.
    private static readonly Dictionary<string, double> Constants = new()
    {
        ["pi"] = Math.PI,
        ["π"] = Math.PI,
        ["tau"] = Math.Tau,
        ["τ"] = Math.Tau,
        ["euler"] = Math.E,
        ["ℇ"] = Math.E,
    };

    private readonly Dictionary<string, QasmValue> _values = [];

    /// <summary>Every name that <see cref="Find"/> knows.</summary>
    public IEnumerable<string> Names =>
        [.. _values.Keys, .. parent is null ? Constants.Keys : parent.Names.Where(name => Find(name) is not null)];

    /// <summary>Gives a name a value.</summary>
    public void Declare(string name, QasmValue value, Place place)
    {
        if (!_values.TryAdd(name, value))
            throw new OpenQasmFormatException(
                place,
                $"found '{name}', which is declared already; expected another name"
            );
    }

    /// <summary>What a name stands for; null for nothing.</summary>
    public QasmValue? Find(string name)
    {
        if (_values.TryGetValue(name, out QasmValue? value))
            return value;
        if (parent is null)
            return Constants.TryGetValue(name, out double number) ? new NumberValue(number, false) : null;
        value = parent.Find(name);
        return seesRegisters || value is not RegisterValue ? value : null;
    }
}
