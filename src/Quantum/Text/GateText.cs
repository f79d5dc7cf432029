using QImpact.Quantum.Noise;

namespace QImpact.Quantum.Text;

/// <summary>Reads gates and noise channels, <c>RX(x0)[0]</c>, <c>CNOT[0,1]</c>, <c>PauliRot(w0, XZ)[0,2]</c>, <c>BitFlip(0.01)[each]</c>.</summary>
internal static class GateText
{
    // PennyLane's other names.
    private static readonly Dictionary<string, string> Aliases = new()
    {
        ["Hadamard"] = "H",
        ["PauliX"] = "X",
        ["PauliY"] = "Y",
        ["PauliZ"] = "Z",
    };

    private static readonly Dictionary<string, Kind> Kinds = AllKinds();

    /// <summary>The names, without those that stand for another.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [.. Kinds.Where(kind => kind.Key == kind.Value.Name).Select(kind => kind.Key)];

    public static bool Knows(string name) => Kinds.ContainsKey(name);

    /// <summary>Reads a gate or channel whose name is next.</summary>
    public static CircuitItem Read(TokenReader reader)
    {
        Token name = reader.Next();
        Kind kind = Kinds[name.Text];
        Func<int[], Operation> make = kind.Arguments(reader);
        NamedWires wires = WireText.Read(reader);
        return new CircuitItem(
            name.Position,
            wires.Highest,
            builder =>
            {
                // [each]: one gate per wire for what acts on one wire.
                int[] all = wires.In(builder.Qubits);
                IEnumerable<int[]> each =
                    wires.List is null && kind.IsOnOneWire ? all.Select(wire => (int[])[wire]) : [all];
                foreach (int[] one in each)
                    builder.Add(make(one));
            }
        );
    }

    /// <summary>What follows a name: the arguments, from which with the wires the operation is made.</summary>
    private sealed record Kind(string Name, bool IsOnOneWire, Func<TokenReader, Func<int[], Operation>> Arguments);

    private static Dictionary<string, Kind> AllKinds()
    {
        IEnumerable<Kind> kinds =
        [
            .. PauliRotation.Names.Select(entry => Rotation(name: entry.Value, letters: entry.Key)),
            .. Composite.All.Select(Of),
            new("MultiRZ", false, reader => MultiRZ(Angles("MultiRZ", 1, reader)[0])),
            new("PauliRot", false, PauliRot),
            .. Clifford.All.Select(Of),
            .. ChannelKind.All.Select(Of),
        ];
        Dictionary<string, Kind> named = kinds.ToDictionary(kind => kind.Name);
        foreach ((string alias, string name) in Aliases)
            named[alias] = named[name];
        return named;
    }

    private static Kind Rotation(string name, string letters) =>
        new(
            name,
            letters.Length == 1,
            reader =>
            {
                Angle angle = Angles(name, 1, reader)[0];
                return wires => Rotation(name, angle, letters, wires);
            }
        );

    private static Func<int[], Operation> MultiRZ(Angle angle) =>
        wires => Rotation("MultiRZ", angle, new string('Z', wires.Length), wires);

    private static Func<int[], Operation> PauliRot(TokenReader reader)
    {
        reader.Expect("(", "'(' and the angle of PauliRot");
        Angle angle = AngleText.Read(reader);
        reader.Expect(",", "',' and the letters of PauliRot, such as XZ");
        Token letters = reader.ExpectName("the letters of PauliRot, such as XZ");
        if (letters.Text.Any(letter => !"IXYZ".Contains(letter, StringComparison.Ordinal)))
            throw TokenReader.Unexpected(letters, "letters I, X, Y or Z, one per wire");
        reader.Expect(")");
        return wires => Rotation("PauliRot", angle, letters.Text, wires);
    }

    private static PauliRotation Rotation(string name, Angle angle, string letters, int[] wires)
    {
        Wires.Check(name, wires, letters.Length, nameof(wires));
        PauliString generator = default;
        for (int i = 0; i < wires.Length; i++)
            generator = generator.Tensor(
                PauliString.On(wires[i], (Pauli)"IXYZ".IndexOf(letters[i], StringComparison.Ordinal))
            );
        return new PauliRotation(angle, generator);
    }

    private static Kind Of(Composite gate) =>
        new(
            gate.Name,
            gate.Arity == 1,
            reader =>
            {
                Angle[] angles = Angles(gate.Name, gate.AngleCount, reader);
                return wires => new CompositeGate(gate, angles, wires);
            }
        );

    private static Kind Of(Clifford gate) =>
        new(gate.Name, gate.Arity == 1, _ => wires => new CliffordGate(gate, wires));

    private static Kind Of(ChannelKind kind) =>
        new(
            kind.Name,
            true,
            reader =>
            {
                Channel channel = ChannelText.ReadParameters(kind, reader);
                return wires => new NoiseChannel(channel, Wires.Check(kind.Name, wires, 1, nameof(wires))[0]);
            }
        );

    private static Angle[] Angles(string name, int count, TokenReader reader)
    {
        if (count == 0)
            return [];
        Token open = reader.Expect(
            "(",
            count == 1 ? $"'(' and the angle of {name}" : $"'(' and the {count} angles of {name}"
        );
        List<Angle> angles = reader.ListUntil(")", () => AngleText.Read(reader));
        return angles.Count == count
            ? angles.ToArray()
            : throw new CircuitFormatException(
                open.Position,
                $"found {name} with {angles.Count} angles; expected {count}"
            );
    }
}
