using QImpact.Quantum.Noise;
using QImpact.Quantum.Templates;

namespace QImpact.Quantum.Circuits;

/// <summary>
/// A quantum circuit as a value: qubits, the operations in the order in which they act on |0...0>, and the observables whose
/// expectation values are its outputs. Its methods return new circuits:
/// <c>new Circuit(4).AngleEmbedding().BasicEntanglerLayers(layers: 2).MeasureEach(Pauli.Z)</c>.
/// </summary>
/// <remarks>
/// Two circuits are equal when their qubits, operations, observables and readout errors are; a template is not equal to its list of gates.
/// </remarks>
public sealed partial record Circuit
{
    /// <summary>A circuit without operations and observables.</summary>
    /// <param name="qubits">1 to 64.</param>
    public Circuit(int qubits)
        : this(CheckQubits(qubits), [], [], []) { }

    private Circuit(
        int qubits,
        ValueList<Operation> operations,
        ValueList<Observable> observables,
        ValueList<ReadoutError> readout
    )
    {
        Qubits = qubits;
        Operations = operations;
        Observables = observables;
        Readout = readout;
        Elements = operations.SelectMany(operation => operation.Elements).ToValueList();
        InputCount = operations.Select(operation => operation.InputCount).Append(0).Max();
        WeightCount = operations.Select(operation => operation.WeightCount).Append(0).Max();
        WeightShape = ShapeOfWeights();
    }

    /// <summary>The number of qubits, wires 0 to <c>Qubits</c> - 1; wire 0 is the most significant bit of a basis state.</summary>
    public int Qubits { get; }

    /// <summary>Gates, channels and templates, in the order in which they act.</summary>
    public ValueList<Operation> Operations { get; }

    /// <summary>What is measured, in order; where bits are read with errors, see <see cref="ExpectedObservables"/>.</summary>
    public ValueList<Observable> Observables { get; }

    /// <summary>The errors in reading the bits, one per wire; empty where no wire has any.</summary>
    public ValueList<ReadoutError> Readout { get; }

    /// <summary>The operations' elements (gates, channels, preparations), in the order in which they act.</summary>
    public ValueList<Operation> Elements { get; }

    /// <summary>The gates among the elements, in the order in which they act.</summary>
    public IEnumerable<Gate> Gates => Elements.OfType<Gate>();

    /// <summary>The observables whose exact expectation values are the outputs: <see cref="Observables"/> as they are read with errors.</summary>
    public ValueList<Observable> ExpectedObservables =>
        Readout.Count == 0
            ? Observables
            : Observables.Select(observable => ReadoutError.ApplyTo(observable, Readout)).ToValueList();

    /// <summary>Whether a noise channel is among the elements.</summary>
    public bool HasChannels => Elements.Any(element => element is NoiseChannel);

    /// <summary>The number of inputs per sample: one more than the highest index used.</summary>
    public int InputCount { get; }

    /// <summary>The number of weights: one more than the highest index used.</summary>
    public int WeightCount { get; }

    /// <summary>
    /// The shape of the weight array, row-major. Templates whose rows are alike stack to one array ([layers, wires]); otherwise
    /// the weights are a vector, [<see cref="WeightCount"/>].
    /// </summary>
    public ValueList<int> WeightShape { get; }

    /// <summary>The number of outputs.</summary>
    public int OutputCount => Observables.Count;

    /// <summary>The circuit with these operations after its own.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A wire is not a wire of the circuit.</exception>
    /// <exception cref="ArgumentException">An AmplitudeEmbedding that is not the first operation.</exception>
    public Circuit Add(params ReadOnlySpan<Operation> operations)
    {
        ValueList<Operation> all = [.. Operations, .. operations];
        foreach (Operation operation in operations)
            CheckWires(operation.ToString(), operation.Wires, nameof(operations));
        if (all.Skip(1).OfType<AmplitudeEmbedding>().FirstOrDefault() is { } late)
            throw new ArgumentException(
                $"{late} after {all[0]}; expected as the first operation of the circuit",
                nameof(operations)
            );
        return new Circuit(Qubits, all, Observables, Readout);
    }

    /// <summary>The circuit with these outputs after its own.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A wire is not a wire of the circuit.</exception>
    public Circuit Measure(params ReadOnlySpan<Observable> observables)
    {
        foreach (Observable observable in observables)
            CheckWires(observable.ToString(), PauliString.WiresOf(observable.Support), nameof(observables));
        return new Circuit(Qubits, Operations, [.. Observables, .. observables], Readout);
    }

    /// <summary>The circuit every bit of which is read with this error; null for none.</summary>
    public Circuit WithReadoutError(ReadoutError? readout) =>
        WithReadoutErrors(Enumerable.Repeat(readout ?? ReadoutError.None, Qubits).ToValueList());

    /// <summary>The circuit whose bits are read with these errors, one per wire; empty for none.</summary>
    /// <exception cref="ArgumentException">Another number of errors than wires.</exception>
    public Circuit WithReadoutErrors(ValueList<ReadoutError> readout)
    {
        ArgumentNullException.ThrowIfNull(readout);
        if (readout.Count > 0 && readout.Count != Qubits)
            throw new ArgumentException(
                $"{readout.Count} readout errors of a circuit of {Qubits} qubits; expected one per wire",
                nameof(readout)
            );
        return new(Qubits, Operations, Observables, readout.All(error => error == ReadoutError.None) ? [] : readout);
    }

    /// <summary>
    /// This circuit and then another on the given wires. Both read the same inputs; the other's weights come after this one's, and so do
    /// its outputs.
    /// </summary>
    /// <param name="next">Its wire w becomes <c>wires[w]</c>.</param>
    /// <param name="wires">One per qubit of <paramref name="next"/>; default 0, 1, ...</param>
    /// <exception cref="ArgumentException">A wrong number of wires, one twice, or two different readout errors of a wire.</exception>
    public Circuit Then(Circuit next, params ReadOnlySpan<int> wires)
    {
        ArgumentNullException.ThrowIfNull(next);
        ValueList<int> map = Circuits.Wires.Check(
            $"the circuit \"{next}\"",
            Circuits.Wires.OrFirst(wires, next.Qubits),
            next.Qubits,
            nameof(wires)
        );
        return Add(next.Operations.Select(operation => operation.Moved(map, WeightCount)).ToArray())
            .Measure(next.Observables.Select(observable => observable.Renamed(map)).ToArray())
            .WithReadoutErrors(ReadoutThen(next, map));
    }

    /// <summary>The inverse of the circuit's gates, without observables.</summary>
    /// <exception cref="InvalidOperationException">An element that is no gate has no inverse; the message names it.</exception>
    public Circuit Adjoint()
    {
        IEnumerable<Operation> inverse = Elements
            .Reverse()
            .Select(element =>
                (element as Gate)?.Adjoint()
                ?? throw new InvalidOperationException($"{element} has no inverse; expected a circuit of gates")
            );
        return new Circuit(Qubits).Add(inverse.ToArray());
    }

    /// <inheritdoc/>
    public bool Equals(Circuit? other) =>
        other is not null
        && Qubits == other.Qubits
        && Operations.Equals(other.Operations)
        && Observables.Equals(other.Observables)
        && Readout.Equals(other.Readout);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Qubits, Operations, Observables, Readout);

    private static int CheckQubits(int qubits) =>
        qubits is >= 1 and <= PauliString.MaxWires
            ? qubits
            : throw new ArgumentOutOfRangeException(
                nameof(qubits),
                qubits,
                $"a circuit of {qubits} qubits; expected 1 to {PauliString.MaxWires}"
            );

    private void CheckWires(string owner, ValueList<int> wires, string parameter)
    {
        foreach (int wire in wires)
        {
            if (wire >= Qubits)
                throw new ArgumentOutOfRangeException(
                    parameter,
                    wire,
                    $"{owner} acts on wire {wire}; expected a wire of the circuit, 0 to {Qubits - 1}"
                );
        }
    }

    private ValueList<ReadoutError> ReadoutThen(Circuit next, ValueList<int> map)
    {
        ReadoutError[] errors = Readout.Count > 0 ? [.. Readout] : [.. Enumerable.Repeat(ReadoutError.None, Qubits)];
        for (int wire = 0; wire < next.Readout.Count; wire++)
        {
            (ReadoutError error, ReadoutError before) = (next.Readout[wire], errors[map[wire]]);
            if (error == ReadoutError.None)
                continue;
            if (before != ReadoutError.None && before != error)
                throw new ArgumentException(
                    $"{error} after {before} on wire {map[wire]}; expected the same",
                    nameof(next)
                );
            errors[map[wire]] = error;
        }
        return errors.ToValueList();
    }

    private ValueList<int> ShapeOfWeights()
    {
        WeightBlock[] blocks = Operations.Select(o => o.Weights).OfType<WeightBlock>().Distinct().ToArray();
        int[] row = blocks.Length == 0 ? [] : blocks[0].Shape.Skip(1).ToArray();
        int next = 0;
        foreach (WeightBlock block in blocks)
        {
            if (block.First != next || !block.Shape.Skip(1).SequenceEqual(row))
                return [WeightCount];
            next += block.Count;
        }
        return blocks.Length > 0 && next == WeightCount ? [blocks.Sum(block => block.Shape[0]), .. row] : [WeightCount];
    }
}
