using System.Numerics;
using FsCheck.Xunit;
using QImpact.Conformance.Tests;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Compilation;
using QImpact.Quantum.Compilation.Sparse;
using QImpact.Quantum.Gates;
using QImpact.Quantum.Simulation;
using Shouldly;

namespace QImpact.Quantum.Tests;

/// <summary>What holds for every circuit, on random ones.</summary>
[Properties(MaxTest = 100, Replay = Seed)]
public sealed class LawTests
{
    internal const string Seed = "(2029,1729)";

    private const double Rounding = 1e-12;

    [Property]
    public void The_state_has_norm_1(int seed)
    {
        RandomCase sample = RandomCases.Make(seed);
        Complex[] state = ReferenceSimulator.State(sample.Circuit, sample.Inputs[0], sample.Weights);
        state.Sum(amplitude => amplitude.Magnitude * amplitude.Magnitude).ShouldBe(1, Rounding);
    }

    [Property]
    public void An_expectation_lies_within_the_sum_of_the_coefficients(int seed)
    {
        RandomCase sample = RandomCases.Make(seed);
        double[] values = Evaluate(sample.Circuit, sample.Inputs[0], sample.Weights);
        for (int k = 0; k < values.Length; k++)
        {
            double bound = sample.Circuit.Observables[k].Terms.Sum(term => Math.Abs(term.Coefficient));
            Math.Abs(values[k]).ShouldBeLessThanOrEqualTo(bound + Rounding);
        }
    }

    [Property]
    public void The_outputs_are_linear_in_the_observable(int seed)
    {
        RandomCase sample = RandomCases.Make(seed);
        var random = new Random(seed);
        Observable first = PauliString.On(0, (Pauli)random.Next(1, 4));
        Observable second = PauliString.On(sample.Circuit.Qubits - 1, (Pauli)random.Next(1, 4));
        Circuit circuit = sample.Circuit.Measure(first, second, 0.7 * first + -1.3 * second);
        double[] values = Evaluate(circuit, sample.Inputs[0], sample.Weights)[^3..];
        values[2].ShouldBe(0.7 * values[0] - 1.3 * values[1], Rounding);
    }

    [Property]
    public void A_whole_turn_of_a_rotation_changes_nothing(int seed, int weight)
    {
        RandomCase sample = RandomCases.Make(seed);
        var generator = PauliString.On((int)((uint)weight % sample.Circuit.Qubits), Pauli.Y);
        Circuit circuit = sample.Circuit.Rotate(Angle.Weight(0), generator);
        Circuit turned = sample.Circuit.Rotate(Angle.Weight(0) + 2 * Math.PI, generator);
        Evaluate(turned, sample.Inputs[0], sample.Weights)
            .ShouldBe(Evaluate(circuit, sample.Inputs[0], sample.Weights), Rounding);
    }

    [Property]
    public void Every_gate_has_the_period_that_its_frequencies_imply(int seed)
    {
        RandomCase sample = RandomCases.Make(seed);
        Circuit circuit = sample.Circuit;
        double[] expected = Evaluate(circuit, sample.Inputs[0], sample.Weights);
        Operation[] elements = circuit.Elements.ToArray();
        int[] turning = [.. Enumerable.Range(0, elements.Length).Where(e => elements[e].Angles.Count > 0)];
        int chosen = turning[(int)((uint)seed % turning.Length)];
        // A controlled rotation has the frequency 1/2 beside 1.
        double period =
            elements[chosen].Wires.Count == 2 && elements[chosen] is CompositeGate ? 4 * Math.PI : 2 * Math.PI;
        elements[chosen] = elements[chosen] switch
        {
            PauliRotation rotation => new PauliRotation(rotation.Angle + period, rotation.Generator),
            CompositeGate gate => new CompositeGate(
                gate.Kind,
                gate.Angles.Select(angle => angle + period).ToArray(),
                gate.Wires.AsSpan()
            ),
            Operation other => other,
        };
        Circuit turned = new Circuit(circuit.Qubits).Add(elements).Measure(circuit.Observables.AsSpan());
        Evaluate(turned, sample.Inputs[0], sample.Weights).ShouldBe(expected, Rounding);
    }

    [Property]
    public void A_layer_of_zero_angles_changes_nothing(int seed)
    {
        RandomCase sample = RandomCases.Make(seed);
        Circuit circuit = sample.Circuit;
        for (int wire = 0; wire < circuit.Qubits; wire++)
            circuit = circuit.RX(Angle.Weight(sample.Weights.Length), wire);
        Evaluate(circuit, sample.Inputs[0], [.. sample.Weights, 0])
            .ShouldBe(Evaluate(sample.Circuit, sample.Inputs[0], sample.Weights), Rounding);
    }

    [Property]
    public void Renaming_the_qubits_changes_nothing(int seed)
    {
        RandomCase sample = RandomCases.Make(seed);
        int[] names = Enumerable.Range(0, sample.Circuit.Qubits).ToArray();
        new Random(seed).Shuffle(names);
        Circuit renamed = new Circuit(sample.Circuit.Qubits).Then(sample.Circuit, names);
        Evaluate(renamed, sample.Inputs[0], sample.Weights)
            .ShouldBe(Evaluate(sample.Circuit, sample.Inputs[0], sample.Weights), Rounding);
    }

    [Property]
    public void The_angles_monomials_and_coefficients_make_the_outputs(int seed)
    {
        RandomCase sample = RandomCases.Make(seed);
        SparseForm function = SparseForm.Compile(sample.Circuit);
        double[,] matrix = function.InputAngles.Matrix();
        double[] angles = function.InputAngles.Offsets(sample.Weights);
        double[] features =
        [
            .. sample.Inputs[0],
            .. function.InputAngles.Products.Select(product => product.ValueIn(sample.Inputs[0], sample.Weights)),
        ];
        for (int a = 0; a < angles.Length; a++)
        for (int i = 0; i < features.Length; i++)
            angles[a] += features[i] * matrix[i, a];

        double[,] coefficients = function.Coefficients(sample.Weights);
        var outputs = new double[sample.Circuit.OutputCount];
        for (int k = 0; k < outputs.Length; k++)
        for (int m = 0; m < function.Monomials.Count; m++)
            outputs[k] += coefficients[k, m] * Value(function.Monomials[m], angles);
        outputs.ShouldBe(Evaluate(sample.Circuit, sample.Inputs[0], sample.Weights), Rounding);
    }

    [Property]
    public void A_batch_gives_what_its_samples_give_and_sums_their_weight_gradients(int seed)
    {
        RandomCase sample = RandomCases.Make(seed);
        SparseForm function = SparseForm.Compile(sample.Circuit);
        ExpectationKernel<double> kernel = function.CreateKernel<double>();
        double[] inputs = sample.Inputs.SelectMany(row => row).ToArray();
        int outputs = sample.Circuit.OutputCount;
        var values = new double[sample.Inputs.Length * outputs];
        kernel.Forward(inputs, sample.Weights, values);
        double[] upstream = Enumerable.Range(0, values.Length).Select(i => Math.Sin(i + 1)).ToArray();
        var gradInputs = new double[inputs.Length];
        var gradWeights = new double[sample.Weights.Length];
        kernel.Backward(inputs, sample.Weights, upstream, gradInputs, gradWeights);

        var expectedInputs = new double[inputs.Length];
        var expectedWeights = new double[sample.Weights.Length];
        for (int s = 0; s < sample.Inputs.Length; s++)
        {
            ExpectationJacobian one = function.Differentiate(sample.Inputs[s], sample.Weights);
            values[(s * outputs)..((s + 1) * outputs)].ShouldBe(one.Values, Rounding);
            for (int k = 0; k < outputs; k++)
            {
                double factor = upstream[s * outputs + k];
                for (int i = 0; i < one.Inputs.GetLength(1); i++)
                    expectedInputs[s * one.Inputs.GetLength(1) + i] += factor * one.Inputs[k, i];
                for (int w = 0; w < expectedWeights.Length; w++)
                    expectedWeights[w] += factor * one.Weights[k, w];
            }
        }
        gradInputs.ShouldBe(expectedInputs, Rounding);
        gradWeights.ShouldBe(expectedWeights, Rounding);
    }

    private static double[] Evaluate(Circuit circuit, double[] inputs, double[] weights) =>
        SparseForm.Compile(circuit).Evaluate(inputs, weights);

    private static double Value(Monomial monomial, double[] angles) =>
        monomial.Factors.Aggregate(
            1.0,
            (product, factor) =>
                product
                * (
                    factor.Function == Trigonometric.Cos
                        ? Math.Cos(angles[factor.Angle])
                        : Math.Sin(angles[factor.Angle])
                )
        );
}
