using System.Globalization;
using System.Text.Json;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Emit;
using QImpact.Quantum.Simulation;
using QImpact.Tests;
using Shouldly;
using Xunit;

namespace QImpact.Conformance.Tests;

/// <summary>Programs that are written, and programs that are read, in Microsoft's QDK (npm qsharp-lang 1.32.5), a reader that takes angles modulo 2 pi.</summary>
public sealed class QasmConsumerTests : IDisposable
{
    private const int RandomCircuits = 25;

    private static readonly string Scripts = Path.Combine(Repository.Root, "tests", "consumers");

    // The gates of stdgates.inc with their numbers of qubits; what each is, is QDK's word.
    private static readonly (string Gate, int Qubits)[] StandardGates =
    [
        ("id", 1),
        ("x", 1),
        ("y", 1),
        ("z", 1),
        ("h", 1),
        ("s", 1),
        ("sdg", 1),
        ("t", 1),
        ("tdg", 1),
        ("sx", 1),
        ("p(0.7)", 1),
        ("phase(0.7)", 1),
        ("u1(0.7)", 1),
        ("u2(0.7, 1.3)", 1),
        ("u3(0.7, 1.3, 2.1)", 1),
        ("U(0.7, 1.3, 2.1)", 1),
        ("rx(0.7)", 1),
        ("ry(0.7)", 1),
        ("rz(0.7)", 1),
        ("cx", 2),
        ("CX", 2),
        ("cy", 2),
        ("cz", 2),
        ("ch", 2),
        ("swap", 2),
        ("cp(0.7)", 2),
        ("cphase(0.7)", 2),
        ("crx(0.7)", 2),
        ("cry(0.7)", 2),
        ("crz(0.7)", 2),
        ("cu(0.7, 1.3, 2.1, 0.4)", 2),
        ("ccx", 3),
        ("cswap", 3),
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void QDK_gives_the_outputs_of_what_is_written_and_of_what_is_read()
    {
        Assert.SkipUnless(
            Directory.Exists(Path.Combine(Scripts, "node_modules", "qsharp-lang")),
            "qsharp-lang is not installed (npm install --ignore-scripts in tests/consumers)"
        );
        WriteFixtures();
        for (int seed = 0; seed < RandomCircuits; seed++)
        {
            RandomCase sample = RandomCases.Make(seed);
            Circuit each = new Circuit(sample.Circuit.Qubits)
                .Add(sample.Circuit.Operations.AsSpan())
                .MeasureEach(Pauli.Z);
            Write($"random {seed:00}", each, sample.Inputs[0], sample.Weights);
        }
        foreach (double angle in new[] { -0.93, 7.5, -11, 4 * Math.PI + 0.1, 1000 })
            Write(
                Text($"controlled rotations by {angle}"),
                Circuit.Parse("2: H[0] CRY(x0)[0,1] H[0] CRX(0.5*x0)[1,0] H[1] CRZ(-x0)[0,1] H[1] <Z>"),
                [angle],
                []
            );
        foreach ((string gate, int qubits) in StandardGates)
            WriteRead(gate, qubits);
        (int code, string text) = Programs.Run("node", Path.Combine(Scripts, "qasm_cases.mjs"), _folder.Path);
        code.ShouldBe(0, text);
        text.Split('\n')
            .Count(line => line.StartsWith("ok", StringComparison.Ordinal))
            .ShouldBeGreaterThan(RandomCircuits + StandardGates.Length);
    }

    /// <summary>PennyLane's circuits, the first of each file with its first sample; no noise and no embedded amplitudes, which OpenQASM has not.</summary>
    private void WriteFixtures()
    {
        foreach (
            string file in Fixtures.Files.Where(file =>
                !file.StartsWith("noise", StringComparison.Ordinal)
                && !file.StartsWith("amplitude", StringComparison.Ordinal)
            )
        )
        {
            Fixture first = Fixtures.Read(file)[0];
            Write(file, first.Circuit, first.Inputs[0], first.Weights);
        }
    }

    private void Write(string name, Circuit circuit, double[] inputs, double[] weights) =>
        WriteCase(
            name,
            circuit.ToOpenQasm(inputs, weights),
            circuit,
            ReferenceSimulator.Evaluate(circuit, inputs, weights)
        );

    /// <summary>A gate and its controlled form, whose phase turns to bits: QDK runs the program, here it is read.</summary>
    private void WriteRead(string gate, int qubits)
    {
        string[] wires = [.. Enumerable.Range(0, qubits + 1).Select(wire => $"q[{wire}]")];
        string start = string.Concat(
            wires.Select((wire, i) => Text($"ry({0.5 + 0.3 * i}) {wire};\nrz({1.1 + 0.7 * i}) {wire};\n"))
        );
        string program =
            $"OPENQASM 3.0;\ninclude \"stdgates.inc\";\nqubit[{wires.Length}] q;\nbit[{wires.Length}] c;\n{start}"
            + $"{gate} {string.Join(", ", wires[1..])};\nctrl @ {gate} {string.Join(", ", wires)};\ninv @ ctrl @ {gate} {string.Join(", ", wires.Reverse())};\n"
            + string.Concat(wires.Select((wire, i) => Text($"ry({0.9 - 0.4 * i}) {wire};\nrx({0.2 + i}) {wire};\n")))
            + "c = measure q;\n";
        Circuit circuit = Circuit.FromOpenQasm(program);
        WriteCase($"read {gate}", program, circuit, ReferenceSimulator.Evaluate(circuit, [], []));
    }

    private void WriteCase(string name, string program, Circuit circuit, double[] expected)
    {
        File.WriteAllText(Path.Combine(_folder.Path, $"{name}.qasm"), program);
        File.WriteAllText(
            Path.Combine(_folder.Path, $"{name}.json"),
            JsonSerializer.Serialize(
                new
                {
                    outputs = circuit.Observables.Select(observable =>
                        observable.Terms.Select(term => new object[] { term.Coefficient, term.Paulis.Wires })
                    ),
                    expected,
                }
            )
        );
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
