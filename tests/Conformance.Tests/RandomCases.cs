using QImpact.Quantum;

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
    private const int Gates = 18;
    private const int InputCount = 3;
    private const int WeightCount = 5;

    public static RandomCase Make(int seed)
    {
        var random = new Random(seed);
        // Every input and weight occurs, so that the counts are those above.
        var circuit = new Circuit(1 + random.Next(MaxQubits));
        for (int i = 0; i < InputCount; i++)
            circuit = circuit.Rotate(Angle.Input(i), RandomString(random, circuit.Qubits));
        for (int i = 0; i < Gates; i++)
            circuit = circuit.Add(RandomGate(random, circuit.Qubits));
        for (int i = 0; i < WeightCount; i++)
            circuit = circuit.Rotate(Angle.Weight(i), RandomString(random, circuit.Qubits));
        int outputs = 1 + random.Next(3);
        for (int i = 0; i < outputs; i++)
            circuit = circuit.Measure(RandomObservable(random, circuit.Qubits));
        // 1 to 12 samples: less, as many as, and more than a SIMD register holds.
        double[][] inputs = Enumerable.Range(0, 1 + random.Next(12)).Select(_ => Uniform(random, InputCount)).ToArray();
        return new RandomCase(circuit, inputs, Uniform(random, WeightCount));
    }

    private static Gate RandomGate(Random random, int qubits)
    {
        if (random.Next(2) == 0)
            return new PauliRotation(RandomAngle(random), RandomString(random, qubits));
        Clifford[] fitting = Clifford.All.Where(clifford => clifford.Arity <= qubits).ToArray();
        Clifford gate = fitting[random.Next(fitting.Length)];
        int[] wires = Enumerable.Range(0, qubits).ToArray();
        random.Shuffle(wires);
        return new CliffordGate(gate, wires.AsSpan(0, gate.Arity));
    }

    private static Angle RandomAngle(Random random)
    {
        double scale = 2 * random.NextDouble() - 1;
        Angle input = Angle.Input(random.Next(InputCount), scale);
        Angle weight = Angle.Weight(random.Next(WeightCount), scale);
        return random.Next(6) switch
        {
            0 => input,
            1 => weight,
            2 => input + weight + 0.3,
            3 => weight - 0.7,
            4 => random.Next(-4, 5) * Math.PI / 2,
            _ => scale,
        };
    }

    private static PauliString RandomString(Random random, int qubits)
    {
        PauliString result = PauliString.On(random.Next(qubits), (Pauli)random.Next(1, 4));
        int second = random.Next(qubits);
        return result[second] == Pauli.I ? result.Tensor(PauliString.On(second, (Pauli)random.Next(4))) : result;
    }

    private static Observable RandomObservable(Random random, int qubits) =>
        (random.NextDouble() * (Observable)RandomString(random, qubits))
        + (-0.5 * (Observable)RandomString(random, qubits));

    private static double[] Uniform(Random random, int count) =>
        Enumerable.Range(0, count).Select(_ => 4 * Math.PI * (random.NextDouble() - 0.5)).ToArray();
}
