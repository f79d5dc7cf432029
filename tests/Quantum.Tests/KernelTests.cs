using QImpact.Quantum.Circuits;
using QImpact.Quantum.Compilation;
using QImpact.Quantum.Compilation.Sparse;
using QImpact.Quantum.Compilation.States;
using QImpact.Quantum.Simulation;
using QImpact.Quantum.Templates;
using Shouldly;
using Xunit;

namespace QImpact.Quantum.Tests;

public sealed class KernelTests
{
    private const string Paper = "4: AngleEmbedding(X) BasicEntanglerLayers(RX, layers=2) <Z>";
    private static readonly SparseForm Function = SparseForm.Compile(KnownCircuits.Paper);

    [Theory]
    [InlineData(CircuitForm.Sparse, Paper)]
    [InlineData(CircuitForm.GateByGate, Paper)]
    [InlineData(CircuitForm.Dense, Paper)]
    [InlineData(CircuitForm.GateByGate, "4: AngleEmbedding(X) StronglyEntanglingLayers(layers=2) <Z>")]
    public void Forward_and_backward_allocate_nothing(CircuitForm form, string text)
    {
        Circuit circuit = Circuit.Parse(text);
        ExpectationKernel<float> kernel = circuit.Compile(form).CreateKernel<float>();
        float[] inputs = Enumerable.Range(0, 400).Select(i => 0.01f * i).ToArray();
        float[] weights = Enumerable.Range(1, circuit.WeightCount).Select(i => (float)i).ToArray();
        var outputs = new float[400];
        var gradInputs = new float[400];
        var gradWeights = new float[weights.Length];
        Steps(1); // loads code
        // A collection that another test causes may count the rest of this thread's buffer: what steps allocate, every round allocates.
        Enumerable.Range(0, 5).Select(_ => AllocatedBy(49)).Min().ShouldBe(0);

        long AllocatedBy(int steps)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Steps(steps);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        void Steps(int count)
        {
            for (int step = 0; step < count; step++)
            {
                weights[0] += 0.1f;
                kernel.Forward(inputs, weights, outputs);
                kernel.Backward(inputs, weights, outputs, gradInputs, gradWeights);
            }
        }
    }

    [Fact]
    public void Changed_weights_give_changed_outputs()
    {
        ExpectationKernel<double> kernel = Function.CreateKernel<double>();
        double[] inputs = [0.1, 0.2, 0.3, 0.4];
        double[] weights = [1, 2, 3, 4, 5, 6, 7, 8];
        var outputs = new double[4];
        kernel.Forward(inputs, weights, outputs);
        weights[6] = 6.5;
        kernel.Forward(inputs, weights, outputs);
        outputs.ShouldBe(ReferenceSimulator.Evaluate(KnownCircuits.Paper, inputs, weights), 1e-14);
    }

    [Fact]
    public void Weights_that_were_refused_are_refused_again()
    {
        ExpectationKernel<double> kernel = Function.CreateKernel<double>();
        double[] weights = [1, 2, 3, double.NaN, 5, 6, 7, 8];
        for (int repeat = 0; repeat < 2; repeat++)
            Should.Throw<ArgumentException>(() => kernel.Forward(new double[4], weights, new double[4]));
    }

    [Fact]
    public void An_empty_batch_gives_nothing_and_a_zero_gradient()
    {
        ExpectationKernel<double> kernel = Function.CreateKernel<double>();
        double[] gradWeights = [1, 1, 1, 1, 1, 1, 1, 1];
        kernel.Forward([], new double[8], []);
        kernel.Backward([], new double[8], [], [], gradWeights);
        gradWeights.ShouldAllBe(value => value == 0);
    }

    /// <summary>Steps are taken in another order than the circuit's, tables of phases stand for many, and some are left out.</summary>
    [Theory]
    [InlineData("5: AngleEmbedding(X) StronglyEntanglingLayers(layers=4) <Z>")]
    [InlineData("4: 2*(AngleEmbedding(Y) StronglyEntanglingLayers(layers=3)) <Z0 X1> <Y2> P(01)[0,2]")]
    [InlineData("4: AngleEmbedding(Z) Hadamard[each] AngleEmbedding(Z) StronglyEntanglingLayers(layers=2) <Z>")]
    [InlineData("3: AmplitudeEmbedding(normalize=true) StronglyEntanglingLayers(layers=3) <Z1> <X0>")]
    [InlineData("2: RZ(w0)[0] RZ(x0)[1] <Z0>")]
    public void Gate_by_gate_has_the_reference_simulators_values_and_derivatives(string text)
    {
        Circuit circuit = Circuit.Parse(text);
        double[] inputs = Enumerable.Range(1, circuit.InputCount).Select(i => 0.37 * i).ToArray();
        double[] weights = Enumerable.Range(1, circuit.WeightCount).Select(i => 0.73 * i).ToArray();
        ExpectationJacobian expected = ReferenceSimulator.Differentiate(circuit, inputs, weights);
        ExpectationJacobian actual = StateForm.Compile(circuit, CircuitForm.GateByGate).Differentiate(inputs, weights);
        actual.Values.ShouldBe(expected.Values, 1e-12);
        actual.Inputs.Cast<double>().ShouldBe(expected.Inputs.Cast<double>(), 1e-12);
        actual.Weights.Cast<double>().ShouldBe(expected.Weights.Cast<double>(), 1e-12);
    }

    /// <summary>The last RZ of each wire commutes with all that is measured.</summary>
    [Fact]
    public void Rotations_that_no_output_depends_on_are_left_out() =>
        StateForm
            .Compile(
                new Circuit(4).AngleEmbedding().StronglyEntanglingLayers(2).MeasureEach(Pauli.Z),
                CircuitForm.GateByGate
            )
            .Rotations.ShouldBe(4 + 2 * 3 * 4 - 4);
}
