namespace QImpact.Quantum.Circuits;

/// <summary>What makes a list of wires.</summary>
internal static class Wires
{
    /// <summary>The list, if it isn't empty and holds different wires from 0 to 63; the message names the gate or template that owns it.</summary>
    public static ValueList<int> Check(string owner, ReadOnlySpan<int> wires, string parameter)
    {
        ValueList<int> list = ValueList.Create(wires);
        if (list.Count == 0)
            throw new ArgumentException($"{owner} on no wires; expected at least one", parameter);
        ulong seen = 0;
        foreach (int wire in wires)
        {
            if (wire is < 0 or >= PauliString.MaxWires)
                throw new ArgumentOutOfRangeException(
                    parameter,
                    wire,
                    $"{owner}{list}: wire {wire}; expected 0 to {PauliString.MaxWires - 1}"
                );
            if ((seen >> wire & 1) != 0)
                throw new ArgumentException(
                    $"{owner}{list} names wire {wire} twice; expected different wires",
                    parameter
                );
            seen |= 1UL << wire;
        }
        return list;
    }

    /// <summary>The list, if it makes one of this length; see the other overload.</summary>
    public static ValueList<int> Check(string owner, ReadOnlySpan<int> wires, int count, string parameter)
    {
        ValueList<int> list = Check(owner, wires, parameter);
        return list.Count == count
            ? list
            : throw new ArgumentException($"{owner} on {list.Count} wires {list}; expected {count}", parameter);
    }

    /// <summary>The wires 0 to count - 1.</summary>
    public static int[] First(int count) => Enumerable.Range(0, count).ToArray();

    /// <summary>These wires, or for none the wires 0 to count - 1.</summary>
    public static ReadOnlySpan<int> OrFirst(ReadOnlySpan<int> wires, int count) => wires.IsEmpty ? First(count) : wires;

    /// <summary>The wires <c>map[w]</c> instead of w.</summary>
    public static int[] Renamed(ValueList<int> wires, ValueList<int> map) => [.. wires.Select(wire => map[wire])];

    /// <summary><c>4</c> for the wires 0 to 3, otherwise <c>[1,3]</c>.</summary>
    public static string Describe(ValueList<int> wires) =>
        wires.AsSpan().SequenceEqual(First(wires.Count)) ? $"{wires.Count}" : wires.ToString();
}
