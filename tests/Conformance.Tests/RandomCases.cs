using QImpact.Quantum;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Gates;
using QImpact.Quantum.Noise;
using QImpact.Quantum.Templates;

namespace QImpact.Conformance.Tests;

/// <summary>A circuit with inputs [batch][inputs] and weights.</summary>
public sealed record RandomCase(Circuit Circuit, double[][] Inputs, double[] Weights);

/// <summary>
/// Circuits that use everything the language has: every gate, rotations about strings, shared, scaled, shifted, constant and mixed
/// angles, inputs uploaded in the middle, observables with several terms.
/// </summary>
public static class RandomCases
{
    private const int MaxQubits = 5;
    private const int Gates = 14;
    private const int InputCount = 3;
    private const int WeightCount = 5;

    public static RandomCase Make(int seed) => Make(new Random(seed), qubits => new Circuit(qubits), RandomGate);

    /// <summary>With noise channels of every kind among the gates, and bits that are read with errors, each wire with its own.</summary>
    public static RandomCase MakeNoisy(int seed)
    {
        var random = new Random(seed);
        ReadoutError[] readout =
        [
            .. Enumerable
                .Range(0, MaxQubits)
                .Select(_ => new ReadoutError(0.2 * random.NextDouble(), 0.2 * random.NextDouble())),
        ];
        return Make(
            random,
            qubits => new Circuit(qubits).WithReadoutErrors(readout.Take(qubits).ToValueList()),
            (r, qubits) => r.Next(4) == 0 ? new NoiseChannel(RandomChannel(r), r.Next(qubits)) : RandomGate(r, qubits)
        );
    }

    /// <summary>With amplitudes that the inputs set, on some of the wires.</summary>
    public static RandomCase MakeEmbedded(int seed)
    {
        var random = new Random(seed);
        return Make(
            random,
            qubits =>
            {
                int[] wires = RandomWires(random, qubits, 1 + random.Next(qubits));
                int features = 1 + random.Next(1 << wires.Length);
                double? pad = features < 1 << wires.Length ? random.NextDouble() : null;
                return new Circuit(qubits).AmplitudeEmbedding(features, pad, normalize: true, wires);
            },
            RandomGate
        );
    }

    private static RandomCase Make(Random random, Func<int, Circuit> start, Func<Random, int, Operation> operation)
    {
        Circuit circuit = start(1 + random.Next(MaxQubits));
        // Every input and weight occurs, so that the counts are at least those above.
        for (int i = 0; i < InputCount; i++)
            circuit = circuit.Rotate(Angle.Input(i), RandomString(random, circuit.Qubits));
        for (int i = 0; i < Gates; i++)
            circuit = circuit.Add(operation(random, circuit.Qubits));
        for (int i = 0; i < WeightCount; i++)
            circuit = circuit.Rotate(Angle.Weight(i), RandomString(random, circuit.Qubits));
        int outputs = 1 + random.Next(3);
        for (int i = 0; i < outputs; i++)
            circuit = circuit.Measure(RandomObservable(random, circuit.Qubits));
        // 1 to 12 samples: less, as many as, and more than a SIMD register holds.
        double[][] inputs = Enumerable
            .Range(0, 1 + random.Next(12))
            .Select(_ => Uniform(random, circuit.InputCount))
            .ToArray();
        return new RandomCase(circuit, inputs, Uniform(random, WeightCount));
    }

    private static Operation RandomGate(Random random, int qubits)
    {
        switch (random.Next(4))
        {
            case 0:
                Clifford[] cliffords = Clifford.All.Where(clifford => clifford.Arity <= qubits).ToArray();
                Clifford kind = cliffords[random.Next(cliffords.Length)];
                return new CliffordGate(kind, RandomWires(random, qubits, kind.Arity));
            case 1:
                Composite[] composites = Composite.All.Where(composite => composite.Arity <= qubits).ToArray();
                Composite composite = composites[random.Next(composites.Length)];
                Angle[] angles = Enumerable.Range(0, composite.AngleCount).Select(_ => RandomAngle(random)).ToArray();
                return new CompositeGate(composite, angles, RandomWires(random, qubits, composite.Arity));
            default:
                return new PauliRotation(RandomAngle(random), RandomString(random, qubits));
        }
    }

    /// <summary>A channel of any kind.</summary>
    public static Channel RandomChannel(Random random) =>
        RandomChannel(random, ChannelKind.All[random.Next(ChannelKind.All.Count)]);

    /// <summary>A channel of a kind; a relaxation has t2 below t1, between t1 and 2 t1, or 2 t1.</summary>
    public static Channel RandomChannel(Random random, ChannelKind kind)
    {
        if (kind != ChannelKind.ThermalRelaxation)
            return new Channel(kind, kind.Parameters.Select(_ => 0.3 * random.NextDouble()).ToArray());
        double t1 = 0.5 + random.NextDouble();
        double t2 = t1 * Math.Min(2, 0.2 + 2.4 * random.NextDouble());
        return Channel.ThermalRelaxation(random.NextDouble(), t1, t2, random.NextDouble());
    }

    private static int[] RandomWires(Random random, int qubits, int count)
    {
        int[] wires = Enumerable.Range(0, qubits).ToArray();
        random.Shuffle(wires);
        return wires[..count];
    }

    private static Angle RandomAngle(Random random)
    {
        double scale = 2 * random.NextDouble() - 1;
        Angle input = Angle.Input(random.Next(InputCount), scale);
        Angle weight = Angle.Weight(random.Next(WeightCount), scale);
        return random.Next(7) switch
        {
            0 => input,
            1 => weight,
            2 => input + weight + 0.3,
            3 => weight - 0.7,
            4 => random.Next(-4, 5) * Math.PI / 2,
            5 => Angle.Product(random.Next(InputCount), random.Next(InputCount), scale) + weight,
            _ => scale,
        };
    }

    private static PauliString RandomString(Random random, int qubits)
    {
        PauliString result = PauliString.On(random.Next(qubits), (Pauli)random.Next(1, 4));
        int second = random.Next(qubits);
        return result[second] == Pauli.I ? result.Tensor(PauliString.On(second, (Pauli)random.Next(4))) : result;
    }

    private static Observable RandomObservable(Random random, int qubits)
    {
        if (random.Next(4) > 0)
            return (random.NextDouble() * (Observable)RandomString(random, qubits))
                + (-0.5 * (Observable)RandomString(random, qubits));
        int[] wires = RandomWires(random, qubits, 1 + random.Next(qubits));
        return Observable.Probability(string.Concat(wires.Select(_ => random.Next(2))), wires);
    }

    private static double[] Uniform(Random random, int count) =>
        Enumerable.Range(0, count).Select(_ => 4 * Math.PI * (random.NextDouble() - 0.5)).ToArray();
}
