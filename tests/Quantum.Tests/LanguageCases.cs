using QImpact.Conformance.Tests;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Gates;
using QImpact.Quantum.Noise;
using QImpact.Quantum.Templates;

namespace QImpact.Quantum.Tests;

/// <summary>Random circuits out of everything that the language can express, whether an interpreter can run them or not.</summary>
internal static class LanguageCases
{
    private const int Inputs = 4;

    /// <summary>Gates, templates, noise and every kind of observable.</summary>
    public static Circuit Anything(int seed)
    {
        var random = new Random(seed);
        var circuit = new Circuit(1 + random.Next(6));
        if (random.Next(5) == 0)
            circuit = circuit.Add(Amplitudes(random, circuit.Qubits));
        for (int i = random.Next(10); i > 0; i--)
            circuit = circuit.Add(
                random.Next(4) switch
                {
                    0 => Template(random, circuit),
                    1 => Channel(random, circuit.Qubits),
                    _ => Gate(random, circuit.Qubits),
                }
            );
        for (int i = random.Next(5); i > 0; i--)
            circuit = circuit.Measure(Measured(random, circuit.Qubits));
        return random.Next(4) switch
        {
            0 => circuit.WithReadoutError(new ReadoutError(random.NextDouble(), random.NextDouble())),
            1 => circuit.WithReadoutErrors(
                Enumerable.Range(0, circuit.Qubits).Select(_ => new ReadoutError(0.25 * random.Next(4))).ToValueList()
            ),
            _ => circuit,
        };
    }

    /// <summary>Gates and templates of gates, and one observable per wire: X, Y or Z.</summary>
    public static Circuit OfGates(int seed)
    {
        var random = new Random(seed);
        var circuit = new Circuit(1 + random.Next(4));
        for (int i = 2 + random.Next(10); i > 0; i--)
            circuit = circuit.Add(
                random.Next(4) == 0 ? Template(random, circuit) : Gate(random, circuit.Qubits, digits: 0)
            );
        for (int wire = 0; wire < circuit.Qubits; wire++)
            circuit = circuit.Measure(PauliString.On(wire, (Pauli)random.Next(1, 4)));
        return circuit;
    }

    /// <summary>What OpenQASM can express: the same, with angles of any size, and observables that need each wire in one basis.</summary>
    public static Circuit Written(int seed)
    {
        Circuit circuit = OfGates(seed);
        var random = new Random(seed);
        Pauli[] bases =
        [
            .. circuit.Observables.Select(observable => observable.Terms[0].Paulis).Select((p, wire) => p[wire]),
        ];
        circuit = new Circuit(circuit.Qubits).Add(circuit.Operations.AsSpan().ToArray());
        for (int i = random.Next(4); i > 0; i--)
            circuit = circuit.Add(Gate(random, circuit.Qubits, digits: 3));
        for (int i = random.Next(5); i > 0; i--)
        {
            int[] wires = Shuffled(random, circuit.Qubits)[..(1 + random.Next(circuit.Qubits))];
            PauliString letters = wires
                .Select(wire => PauliString.On(wire, bases[wire]))
                .Aggregate((product, factor) => product.Tensor(factor));
            circuit = circuit.Measure(
                random.Next(4) switch
                {
                    0 when wires.All(wire => bases[wire] == Pauli.Z) => Observable.Probability(
                        string.Concat(wires.Select(_ => random.Next(2))),
                        wires
                    ),
                    0 => Observable.Zero,
                    1 => letters,
                    _ => (random.NextDouble() - 0.5) * (Observable)letters + 3 * (Observable)default(PauliString),
                }
            );
        }
        return circuit;
    }

    public static double[] Angles(int seed, int count)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, count).Select(_ => 4 * Math.PI * (random.NextDouble() - 0.5)).ToArray();
    }

    private static Gate Gate(Random random, int qubits, int digits = 20)
    {
        int[] wires = Shuffled(random, qubits);
        switch (random.Next(3))
        {
            case 0:
                return new PauliRotation(RandomAngle(random, digits), String(random, qubits));
            case 1:
                Clifford clifford = Pick(random, Clifford.All.Where(gate => gate.Arity <= qubits));
                return new CliffordGate(clifford, wires.AsSpan(0, clifford.Arity));
            default:
                Composite kind = Pick(random, Composite.All.Where(gate => gate.Arity <= qubits));
                Angle[] angles = Enumerable
                    .Range(0, kind.AngleCount)
                    .Select(_ => RandomAngle(random, digits))
                    .ToArray();
                return new CompositeGate(kind, angles, wires.AsSpan(0, kind.Arity));
        }
    }

    private static Operation Template(Random random, Circuit circuit)
    {
        int[] wires = random.Next(2) == 0 ? [] : Shuffled(random, circuit.Qubits)[..(1 + random.Next(circuit.Qubits))];
        int count = wires.Length == 0 ? circuit.Qubits : wires.Length;
        int first = random.Next(3);
        // Weights that start anew, follow on, or are shared.
        int weight = random.Next(3) switch
        {
            0 => 0,
            1 => random.Next(5),
            _ => circuit.WeightCount,
        };
        int[] all = wires.Length == 0 ? Enumerable.Range(0, count).ToArray() : wires;
        int layers = 1 + random.Next(3);
        var axis = (Pauli)random.Next(1, 4);
        int[] ranges = Enumerable.Range(0, layers).Select(_ => count == 1 ? 0 : random.Next(1, count)).ToArray();
        return random.Next(4) switch
        {
            0 => new AngleEmbedding(1 + random.Next(count), all, axis, first),
            1 => new IqpEmbedding(all, layers, count > 1 && first > 0 ? [(0, 1)] : [], first),
            2 => new BasicEntanglerLayers(layers, all, axis, weight),
            _ => new StronglyEntanglingLayers(
                layers,
                all,
                random.Next(2) == 0 ? [] : ranges,
                Pick(random, Clifford.All.Where(gate => gate.Arity == 2)),
                weight
            ),
        };
    }

    private static AmplitudeEmbedding Amplitudes(Random random, int qubits)
    {
        int features = 1 + random.Next(1 << qubits);
        double? pad = features == 1 << qubits ? null : random.Next(-2, 3) * 0.25;
        return new AmplitudeEmbedding(features, Shuffled(random, qubits), pad, random.Next(2) == 0, random.Next(2));
    }

    private static NoiseChannel Channel(Random random, int qubits) =>
        new(RandomCases.RandomChannel(random), random.Next(qubits));

    /// <summary>Scales are of size 10^-digits to 10^digits.</summary>
    private static Angle RandomAngle(Random random, int digits)
    {
        Angle angle = random.Next(3) == 0 ? random.Next(-4, 5) * Math.PI / 4 : 0.0;
        for (int terms = random.Next(3); terms > 0; terms--)
        {
            double scale =
                random.Next(3) == 0 ? 1 : Math.Pow(10, random.Next(-digits, digits + 1)) * (random.NextDouble() - 0.5);
            angle += random.Next(3) switch
            {
                0 => Angle.Input(random.Next(Inputs), scale),
                1 => Angle.Product(random.Next(Inputs), random.Next(Inputs), scale),
                _ => Angle.Weight(random.Next(6), scale),
            };
        }
        return angle;
    }

    private static Observable Measured(Random random, int qubits) =>
        random.Next(4) switch
        {
            0 => Observable.Probability(
                string.Concat(Enumerable.Range(0, qubits).Select(_ => random.Next(2))),
                Shuffled(random, qubits)
            ),
            1 => String(random, qubits),
            2 => Observable.Zero,
            _ => (random.NextDouble() - 0.5) * (Observable)String(random, qubits)
                - (Observable)String(random, qubits)
                + 3 * (Observable)default(PauliString),
        };

    private static PauliString String(Random random, int qubits)
    {
        PauliString result = default;
        foreach (int wire in Shuffled(random, qubits)[..(1 + random.Next(qubits))])
            result = result.Tensor(PauliString.On(wire, (Pauli)random.Next(1, 4)));
        return result;
    }

    private static T Pick<T>(Random random, IEnumerable<T> items)
    {
        T[] all = items.ToArray();
        return all[random.Next(all.Length)];
    }

    private static int[] Shuffled(Random random, int qubits)
    {
        int[] wires = Enumerable.Range(0, qubits).ToArray();
        random.Shuffle(wires);
        return wires;
    }
}
