namespace QImpact.Quantum.Circuits;

/// <summary>What a circuit is without entanglement.</summary>
public static class CircuitSeparation
{
    /// <summary>
    /// The circuit with one-qubit operations alone: its state is a product of single qubits' states at every step. Operations on several wires are left
    /// out; templates that have some are written as the gates that remain, the others stay as they are. Weights that only operations left out used
    /// are gone, and the rest are numbered anew in their order; inputs, observables and readout errors stay. Without operations on several
    /// wires the circuit is returned as it is, so separating twice changes nothing.
    /// </summary>
    /// <example>
    /// <code>
    /// KnownCircuits.Paper.WithoutEntanglement();   // &lt;Z_i> = cos(x_i + w_i + w_(4+i)), weights [8]
    /// </code>
    /// </example>
    public static Circuit WithoutEntanglement(this Circuit circuit)
    {
        ArgumentNullException.ThrowIfNull(circuit);
        if (circuit.Elements.All(IsLocal))
            return circuit;
        Operation[] kept = [.. circuit.Operations.SelectMany(Kept)];
        int[] used =
        [
            .. kept.SelectMany(operation => operation.Elements)
                .SelectMany(element => element.Angles)
                .SelectMany(angle => angle.Terms)
                .Where(term => term.Variable.Kind == VariableKind.Weight)
                .Select(term => term.Variable.Index)
                .Distinct()
                .Order(),
        ];
        ValueList<int> wires = Wires.First(circuit.Qubits).ToValueList();
        return new Circuit(circuit.Qubits)
            .Add(Array.ConvertAll(kept, operation => Renumbered(operation, used, wires)))
            .Measure(circuit.Observables.AsSpan())
            .WithReadoutErrors(circuit.Readout);
    }

    private static bool IsLocal(Operation element) => element.Wires.Count == 1;

    private static IEnumerable<Operation> Kept(Operation operation) =>
        operation.Elements.All(IsLocal) ? [operation] : operation.Elements.Where(IsLocal);

    /// <summary>The operation with weight <c>used[j]</c> as weight j. A template's weights follow each other, before and after.</summary>
    private static Operation Renumbered(Operation operation, int[] used, ValueList<int> wires)
    {
        return operation switch
        {
            PauliRotation rotation => new PauliRotation(rotation.Angle.WithWeights(Place), rotation.Generator),
            CompositeGate gate => new CompositeGate(
                gate.Kind,
                gate.Angles.Select(angle => angle.WithWeights(Place)).ToArray(),
                gate.Wires.AsSpan()
            ),
            { Weights: { } block } => operation.Moved(wires, Place(block.First) - block.First),
            _ => operation,
        };

        int Place(int weight) => Array.BinarySearch(used, weight);
    }
}
