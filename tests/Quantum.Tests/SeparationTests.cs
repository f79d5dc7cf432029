using FsCheck.Xunit;
using QImpact.Conformance.Tests;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Gates;
using QImpact.Quantum.Noise;
using QImpact.Quantum.Simulation;
using QImpact.Quantum.Templates;
using Shouldly;
using Xunit;

namespace QImpact.Quantum.Tests;

/// <summary>Circuits without entanglement.</summary>
[Properties(MaxTest = 100, Replay = LawTests.Seed)]
public sealed class SeparationTests
{
    [Fact]
    public void Of_the_papers_circuit_a_cosine_of_each_input_is_left()
    {
        Circuit circuit = KnownCircuits.Paper.WithoutEntanglement();
        circuit
            .ToString()
            .ShouldBe(
                "AngleEmbedding(X, wires=4) RX(w0)[0] RX(w1)[1] RX(w2)[2] RX(w3)[3] RX(w4)[0] RX(w5)[1] RX(w6)[2] RX(w7)[3] <Z0> <Z1> <Z2> <Z3>"
            );
        circuit.WeightCount.ShouldBe(8);
        double[] x = [0.3, -1.2, 2.5, 0.7];
        double[] w = [0.1, 0.2, 0.3, 0.4, 0.5, -0.6, 0.7, 0.8];
        ReferenceSimulator
            .Evaluate(circuit, x, w)
            .ShouldBe([.. x.Select((angle, i) => Math.Cos(angle + w[i] + w[i + 4]))], 1e-14);
    }

    /// <summary>
    /// Oracle: each wire's own gates and channels as a circuit of one qubit. Without entanglement the expectation of a Pauli string is the product of those
    /// of its letters, each on its own qubit.
    /// </summary>
    [Property]
    public void The_outputs_are_products_of_single_qubits(int seed, bool noisy)
    {
        RandomCase sample = noisy ? RandomCases.MakeNoisy(seed) : RandomCases.Make(seed);
        Circuit separable = sample.Circuit.WithoutEntanglement();
        double[] inputs = sample.Inputs[0];
        int[] used = WeightsOf(sample.Circuit.Elements.Where(element => element.Wires.Count == 1));
        double[] weights = [.. used.Select(weight => sample.Weights[weight])];
        if (separable.Elements.Count == sample.Circuit.Elements.Count)
            weights = sample.Weights;
        double[] values = ReferenceSimulator.Evaluate(separable, inputs.AsSpan(0, separable.InputCount), weights);
        for (int k = 0; k < values.Length; k++)
        {
            double expected = sample
                .Circuit.ExpectedObservables[k]
                .Terms.Sum(term => term.Coefficient * Product(term.Paulis));
            values[k].ShouldBe(expected, 1e-12);
        }

        double Product(PauliString paulis) =>
            paulis.Wires.Aggregate(1.0, (value, wire) => value * Single(wire, paulis[wire]));

        double Single(int wire, Pauli pauli)
        {
            Operation[] own =
            [
                .. sample.Circuit.Elements.Where(element => element.Wires.SequenceEqual([wire])).Select(OnFirstWire),
            ];
            Circuit qubit = new Circuit(1).Add(own).Measure(PauliString.On(0, pauli));
            return ReferenceSimulator.Evaluate(
                qubit,
                inputs.AsSpan(0, qubit.InputCount),
                sample.Weights.AsSpan(0, qubit.WeightCount)
            )[0];
        }
    }

    [Property]
    public void Separating_twice_changes_nothing_and_the_text_is_read_back(int seed)
    {
        Circuit separable = RandomCases.MakeNoisy(seed).Circuit.WithoutEntanglement();
        separable.WithoutEntanglement().ShouldBeSameAs(separable);
        separable.Elements.ShouldAllBe(element => element.Wires.Count == 1);
        Circuit read = Circuit.Parse($"{separable.Qubits}: {separable}");
        read.ShouldBe(separable);
    }

    [Fact]
    public void Templates_on_one_wire_stay_and_their_weights_close_up()
    {
        Circuit circuit = new Circuit(2)
            .AngleEmbedding()
            .StronglyEntanglingLayers(1)
            .CRX(Angle.Weight(6), 0, 1)
            .Add(new BasicEntanglerLayers(2, [1], Pauli.Y, firstWeight: 7))
            .RZ(Angle.Weight(9) + 2 * Angle.Weight(7), 0)
            .MeasureEach(Pauli.Z);
        Circuit expected = new Circuit(2)
            .AngleEmbedding()
            .Rot(Angle.Weight(0), Angle.Weight(1), Angle.Weight(2), 0)
            .Rot(Angle.Weight(3), Angle.Weight(4), Angle.Weight(5), 1)
            .Add(new BasicEntanglerLayers(2, [1], Pauli.Y, firstWeight: 6))
            .RZ(Angle.Weight(8) + 2 * Angle.Weight(6), 0)
            .MeasureEach(Pauli.Z);
        circuit.WithoutEntanglement().ShouldBe(expected);
    }

    [Fact]
    public void Amplitudes_on_several_wires_are_left_out()
    {
        Circuit circuit = new Circuit(2)
            .AmplitudeEmbedding(4, normalize: true)
            .RX(Angle.Weight(0), 0)
            .MeasureEach(Pauli.Z);
        circuit.WithoutEntanglement().ShouldBe(new Circuit(2).RX(Angle.Weight(0), 0).MeasureEach(Pauli.Z));
    }

    private static int[] WeightsOf(IEnumerable<Operation> elements) =>
        [
            .. elements
                .SelectMany(element => element.Angles)
                .SelectMany(angle => angle.Terms)
                .Where(term => term.Variable.Kind == VariableKind.Weight)
                .Select(term => term.Variable.Index)
                .Distinct()
                .Order(),
        ];

    private static Operation OnFirstWire(Operation element) =>
        element switch
        {
            PauliRotation rotation => new PauliRotation(
                rotation.Angle,
                PauliString.On(0, rotation.Generator[rotation.Wires[0]])
            ),
            CliffordGate gate => new CliffordGate(gate.Kind, 0),
            CompositeGate gate => new CompositeGate(gate.Kind, gate.Angles.AsSpan(), [0]),
            NoiseChannel channel => new NoiseChannel(channel.Channel, 0),
            _ => throw new NotSupportedException($"{element}"),
        };
}
