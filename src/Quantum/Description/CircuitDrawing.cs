namespace QImpact.Quantum.Description;

/// <summary>Draws circuits as text: wires as lines, what acts at the same time in one column, controls and targets linked.</summary>
public static class CircuitDrawing
{
    /// <summary>The width of a drawing unless told otherwise, characters.</summary>
    public const int DefaultWidth = 100;

    /// <summary>Draws a circuit; the same circuit always gives the same text. Numbers have four digits, or are fractions of pi.</summary>
    /// <param name="circuit">The circuit.</param>
    /// <param name="expandTemplates">Whether a template's gates are drawn, or its name alone.</param>
    /// <param name="width">A longer drawing is wrapped between columns to lines of at most so many characters, at least 20; a column is never cut.</param>
    /// <returns>Lines that end with a line feed, the last one too.</returns>
    public static string Draw(this Circuit circuit, bool expandTemplates = true, int width = DefaultWidth)
    {
        ArgumentNullException.ThrowIfNull(circuit);
        Arguments.CheckAtLeast(20, width, $"a drawing {width} characters wide", nameof(width));
        ValueList<Operation> operations = expandTemplates ? circuit.Elements : circuit.Operations;
        var lines = new List<string>();
        foreach (string[] block in Blocks(circuit, operations, width))
        {
            if (lines.Count > 0)
                lines.Add("");
            lines.AddRange(block);
        }
        lines.AddRange(Notes(circuit));
        return string.Concat(lines.Select(line => line.TrimEnd() + "\n"));
    }

    /// <summary>The rows of each block; every block begins with the wires' numbers.</summary>
    private static IEnumerable<string[]> Blocks(Circuit circuit, ValueList<Operation> operations, int width)
    {
        int digits = $"{circuit.Qubits - 1}".Length;
        string[] start = [.. Enumerable.Range(0, circuit.Qubits).Select(wire => $"{wire}".PadLeft(digits) + ": ──")];
        string[] rows = start;
        foreach (string[] texts in Columns(circuit, operations))
        {
            if (rows != start && rows[0].Length + texts[0].Length > width)
            {
                yield return rows;
                rows = start;
            }
            rows = [.. rows.Zip(texts, (row, text) => row + text)];
        }
        yield return rows;
    }

    /// <summary>The columns of the gates, then the end of the wires with what is measured.</summary>
    private static IEnumerable<string[]> Columns(Circuit circuit, ValueList<Operation> operations)
    {
        var gates = new DrawnColumns(circuit.Qubits, '─', operations.Select(DrawnItem.Of));
        for (int column = 0; column < gates.Count; column++)
            yield return [.. gates.Texts(column).Select(text => text + "──")];

        var measured = new DrawnColumns(circuit.Qubits, ' ', circuit.Observables.Select(Measured).OfType<DrawnItem>());
        string[] ends = [.. Enumerable.Repeat("┤ ", circuit.Qubits)];
        for (int column = 0; column < measured.Count; column++)
            ends = [.. ends.Zip(measured.Texts(column), (end, text) => end + " " + text)];
        yield return ends;
    }

    private static DrawnItem? Measured(Observable observable, int output)
    {
        int[] wires = [.. PauliString.WiresOf(observable.Support)];
        string label = IsPlain(observable) ? $"<{observable.Terms[0].Paulis[wires[0]]}>" : $"f{output}";
        return wires.Length == 0 ? null : new DrawnItem(wires, [.. wires.Select(_ => label)]);
    }

    /// <summary>Whether it is one Pauli matrix on one wire, so that the drawing says all of it.</summary>
    private static bool IsPlain(Observable observable) =>
        observable.BasisState is null && observable.Terms is [{ Coefficient: 1, Paulis.Wires.Count: 1 }];

    private static IEnumerable<string> Notes(Circuit circuit)
    {
        for (int output = 0; output < circuit.OutputCount; output++)
        {
            if (!IsPlain(circuit.Observables[output]))
                yield return $"f{output} = {circuit.Observables[output]}";
        }
        foreach (string readout in circuit.ReadoutTexts())
            yield return $"{(circuit.Readout.Distinct().Count() == 1 ? "every wire is" : "bits are")} read with {readout}";
    }
}
