using System.Collections.Immutable;

namespace QImpact.Quantum.Qasm;

/// <summary>
/// The gates of <c>stdgates.inc</c> (OpenQASM 3), <c>qelib1.inc</c> (OpenQASM 2) and of the lists that tools have added to them. Those that the language has are
/// named in <see cref="Names"/>; the others are defined here in OpenQASM, exactly, global phases included, because a phase counts where a gate is controlled.
/// </summary>
internal static class StandardGates
{
    /// <summary>From the names of gates here to those in OpenQASM: what is written and read one to one.</summary>
    public static readonly ImmutableDictionary<string, string> Names = new Dictionary<string, string>
    {
        ["RX"] = "rx",
        ["RY"] = "ry",
        ["RZ"] = "rz",
        ["PhaseShift"] = "p",
        ["H"] = "h",
        ["S"] = "s",
        ["Sdg"] = "sdg",
        ["T"] = "t",
        ["Tdg"] = "tdg",
        ["X"] = "x",
        ["Y"] = "y",
        ["Z"] = "z",
        ["CNOT"] = "cx",
        ["CZ"] = "cz",
        ["SWAP"] = "swap",
    }.ToImmutableDictionary();

    // u3 and u2 have the phases of stdgates.inc, where their determinant is 1; u has the first row's first entry real, as tools have it; U is OpenQASM 3's.
    // cu and cu3 control e^(i gamma) u and u.
    private const string Definitions = """
        gate u2(phi, lambda) a { u3(pi/2, phi, lambda) a; }
        gate u(theta, phi, lambda) a { gphase((phi + lambda)/2.0); u3(theta, phi, lambda) a; }
        gate U(theta, phi, lambda) a { gphase((theta + phi + lambda)/2.0); u3(theta, phi, lambda) a; }
        gate u0(gamma) a { }
        gate id a { }
        gate u1(lambda) a { p(lambda) a; }
        gate phase(lambda) a { p(lambda) a; }
        gate sx a { gphase(pi/4); rx(pi/2) a; }
        gate sxdg a { inv @ sx a; }
        gate r(theta, phi) a { rz(-phi) a; rx(theta) a; rz(phi) a; }
        gate CX a, b { cx a, b; }
        gate cy a, b { ctrl @ y a, b; }
        gate ch a, b { ctrl @ h a, b; }
        gate cp(lambda) a, b { ctrl @ p(lambda) a, b; }
        gate cu1(lambda) a, b { ctrl @ p(lambda) a, b; }
        gate cphase(lambda) a, b { ctrl @ p(lambda) a, b; }
        gate cs a, b { ctrl @ s a, b; }
        gate csdg a, b { ctrl @ sdg a, b; }
        gate csx a, b { ctrl @ sx a, b; }
        gate cu3(theta, phi, lambda) a, b { ctrl @ u(theta, phi, lambda) a, b; }
        gate cu(theta, phi, lambda, gamma) a, b { p(gamma) a; ctrl @ u(theta, phi, lambda) a, b; }
        gate rzx(theta) a, b { h b; rzz(theta) a, b; h b; }
        gate ecr a, b { rzx(pi/4) a, b; x a; rzx(-pi/4) a, b; }
        gate dcx a, b { cx a, b; cx b, a; }
        gate iswap a, b { s a; s b; h a; cx a, b; cx b, a; h b; }
        gate ccz a, b, c { ctrl @ cz a, b, c; }
        gate ccx a, b, c { ctrl @ cx a, b, c; }
        gate cswap a, b, c { cx c, b; ccx a, b, c; cx c, b; }
        gate rccx a, b, c { h c; t c; cx b, c; tdg c; cx a, c; t c; cx b, c; tdg c; h c; }
        gate rc3x a, b, c, d
        {
            h d; t d; cx c, d; tdg d; h d; cx a, d; t d; cx b, d; tdg d; cx a, d; t d; cx b, d; tdg d;
            h d; t d; cx c, d; tdg d; h d;
        }
        gate c3x a, b, c, d { ctrl(3) @ x a, b, c, d; }
        gate c3sqrtx a, b, c, d { ctrl(3) @ sx a, b, c, d; }
        gate c4x a, b, c, d, e { ctrl(4) @ x a, b, c, d, e; }
        """;

    private static readonly Lazy<ImmutableDictionary<string, QasmGate>> Table = new(MakeTable);

    /// <summary>The gates by name.</summary>
    public static ImmutableDictionary<string, QasmGate> All => Table.Value;

    /// <summary>Those that a program has without an include.</summary>
    public static ImmutableDictionary<string, QasmGate> BuiltIn =>
        All.Where(gate => gate.Key is "U" or "CX" or "gphase").ToImmutableDictionary();

    private static ImmutableDictionary<string, QasmGate> MakeTable()
    {
        IEnumerable<QasmGate> primitives =
        [
            new PhaseGate(),
            .. Clifford.All.Select(kind => new PrimitiveGate(
                Names[kind.Name],
                0,
                kind.Arity,
                (_, wires) => new CliffordGate(kind, wires)
            )),
            .. Composite
                .All.Where(kind => kind != Composite.Rot)
                .Select(kind => new PrimitiveGate(
                    Names.GetValueOrDefault(kind.Name, kind.Name.ToLowerInvariant()),
                    kind.AngleCount,
                    kind.Arity,
                    (angles, wires) => new CompositeGate(kind, angles, wires)
                )),
            // RZ(phi) RY(theta) RZ(lambda)
            new PrimitiveGate("u3", 3, 1, (t, wires) => new CompositeGate(Composite.Rot, [t[2], t[0], t[1]], wires)),
            Rotation("rx", Pauli.X),
            Rotation("ry", Pauli.Y),
            Rotation("rz", Pauli.Z),
            Rotation("rxx", Pauli.X, Pauli.X),
            Rotation("ryy", Pauli.Y, Pauli.Y),
            Rotation("rzz", Pauli.Z, Pauli.Z),
        ];
        ImmutableDictionary<string, QasmGate> table = primitives.ToImmutableDictionary(gate => gate.Name);
        foreach (GateStatement definition in QasmParser.Read(Definitions).Statements.Cast<GateStatement>())
        {
            var gate = new DefinedGate(definition, table, new QasmScope(), dividesWhole: false) { IsStandard = true };
            table = table.Add(gate.Name, gate);
        }
        return table;
    }

    private static PrimitiveGate Rotation(string name, params Pauli[] letters) =>
        new(
            name,
            1,
            letters.Length,
            (angles, wires) =>
                new PauliRotation(
                    angles[0],
                    letters
                        .Select((letter, i) => PauliString.On(wires[i], letter))
                        .Aggregate((product, factor) => product.Tensor(factor))
                )
        );
}
