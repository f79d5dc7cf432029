namespace QImpact.Quantum.Description;

/// <summary>Something in a drawing on some wires, ascending, with a label on each of them.</summary>
internal sealed record DrawnItem(int[] Wires, string[] Labels)
{
    // Of gates that are not drawn by their name.
    private static readonly Dictionary<Clifford, string[]> CliffordLabels = new()
    {
        [Clifford.CNOT] = ["●", "X"],
        [Clifford.CZ] = ["●", "●"],
        [Clifford.SWAP] = ["x", "x"],
    };

    public int First => Wires[0];

    public int Last => Wires[^1];

    public static DrawnItem Of(Operation operation)
    {
        string[] labels = LabelsOf(operation);
        (int wire, string label)[] sorted = operation
            .Wires.Select((wire, i) => (wire, labels[i]))
            .OrderBy(p => p.wire)
            .ToArray();
        return new DrawnItem([.. sorted.Select(p => p.wire)], [.. sorted.Select(p => p.label)]);
    }

    /// <summary>What stands on a wire between the first and the last; the line of a wire that is only crossed gets a link.</summary>
    public string TextOn(int wire)
    {
        if (Wires.Length == 1)
            return Labels[0];
        int position = Array.IndexOf(Wires, wire);
        if (position < 0)
            return "│";
        char link =
            wire == First ? '╭'
            : wire == Last ? '╰'
            : '├';
        return link + Labels[position];
    }

    /// <summary>In the order of the operation's wires.</summary>
    private static string[] LabelsOf(Operation operation)
    {
        string text = ShortText.Of(operation);
        return operation switch
        {
            CliffordGate gate when CliffordLabels.TryGetValue(gate.Kind, out string[]? labels) => labels,
            CompositeGate { Kind.HasHalfFrequency: true } => ["●", text[1..]],
            _ => [.. operation.Wires.Select(_ => text)],
        };
    }
}
