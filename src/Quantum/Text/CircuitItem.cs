using QImpact.Quantum.Noise;

namespace QImpact.Quantum.Text;

/// <summary>A circuit whose number of qubits is known, while its text's items are added to it.</summary>
internal sealed class CircuitBuilder(int qubits)
{
    private readonly List<Operation> _operations = [];
    private readonly List<Observable> _observables = [];
    private readonly ReadoutError?[] _readout = new ReadoutError?[qubits];

    public int Qubits => qubits;

    /// <summary>The weights of the operations so far: the next template's weights come after them.</summary>
    public int WeightCount { get; private set; }

    /// <summary>Adds an operation, if it fits to the circuit.</summary>
    public void Add(Operation operation)
    {
        new Circuit(qubits).Add([.. _operations.Take(1), operation]);
        WeightCount = Math.Max(WeightCount, operation.WeightCount);
        _operations.Add(operation);
    }

    /// <summary>Adds an observable, if it fits to the circuit.</summary>
    public void Measure(Observable observable)
    {
        new Circuit(qubits).Measure(observable);
        _observables.Add(observable);
    }

    /// <summary>Says how the bit of a wire is read, once.</summary>
    public void Read(int wire, ReadoutError error)
    {
        if (wire >= qubits)
            throw new ArgumentException($"{error} of wire {wire}; expected a wire of the circuit, 0 to {qubits - 1}");
        if (_readout[wire] is { } before)
            throw new ArgumentException(
                $"{before} of wire {wire} stands before; expected one ReadoutError for each wire"
            );
        _readout[wire] = error;
    }

    public Circuit Build() =>
        new Circuit(qubits)
            .Add(_operations.ToArray())
            .Measure(_observables.ToArray())
            .WithReadoutErrors(_readout.Select(error => error ?? ReadoutError.None).ToValueList());
}

/// <summary>An item of a circuit's text, which can be added once the number of qubits is known; the highest wire that it names is -1 for none.</summary>
internal sealed record CircuitItem(int Position, int HighestWire, Action<CircuitBuilder> AddTo)
{
    /// <summary>Runs what may refuse a value, and says where in the text the value is.</summary>
    public static T At<T>(int position, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (ArgumentException refused)
        {
            throw new CircuitFormatException(position, Arguments.MessageOf(refused), refused);
        }
    }

    /// <summary>Adds it; what does not fit is an error with the item's place.</summary>
    public void Apply(CircuitBuilder builder) =>
        At(
            Position,
            () =>
            {
                AddTo(builder);
                return builder;
            }
        );
}
