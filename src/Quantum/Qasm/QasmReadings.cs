namespace QImpact.Quantum.Qasm;

/// <summary>Which wires are read into which bits; a wire that is read is at its end.</summary>
internal sealed class QasmReadings
{
    // Readings without a bit come after those with one.
    private const int FirstWithoutBit = 1_000_000_000;

    private readonly SortedDictionary<int, int> _wireOfBit = [];
    private ulong _touched;
    private ulong _read;

    /// <summary>The wires in the order of the bits that they are read into; every wire where none is read.</summary>
    public IEnumerable<int> Wires(int qubits) => _wireOfBit.Count > 0 ? _wireOfBit.Values : Enumerable.Range(0, qubits);

    /// <summary>Reads wires into as many bits; null for none.</summary>
    public void Add(Place place, int[] wires, int[]? bits)
    {
        if (bits is not null && bits.Length != wires.Length)
            throw new OpenQasmFormatException(
                place,
                $"found a measurement of {wires.Length} qubits into {bits.Length} bits; expected as many"
            );
        bits ??= [.. Enumerable.Range(FirstWithoutBit + _wireOfBit.Count, wires.Length)];
        for (int i = 0; i < wires.Length; i++)
        {
            if (Has(_read, wires[i]))
                throw new OpenQasmFormatException(place, "found a qubit that is measured already; expected each once");
            if (!_wireOfBit.TryAdd(bits[i], wires[i]))
                throw new OpenQasmFormatException(place, "found a bit that has a reading already; expected each once");
            _read |= 1UL << wires[i];
        }
    }

    /// <summary>Refuses a gate on a wire that has been read.</summary>
    public void CheckGate(CallStatement call, int[] wires)
    {
        if (wires.Any(wire => Has(_read, wire)))
            throw new OpenQasmFormatException(
                call.Place,
                $"found '{call.Gate}' on a qubit that is measured before; expected measurements at the end of a circuit"
            );
        foreach (int wire in wires)
            _touched |= 1UL << wire;
    }

    /// <summary>Refuses to reset a wire that may not be 0.</summary>
    public void CheckReset(ResetStatement reset, int[] wires)
    {
        if (wires.Any(wire => Has(_touched | _read, wire)))
            throw new OpenQasmFormatException(
                reset.Place,
                "found 'reset' of a qubit that gates have acted on, which can't be read as a circuit; expected it at the start, where qubits are 0 anyway"
            );
    }

    private static bool Has(ulong mask, int wire) => (mask >> wire & 1) != 0;
}
