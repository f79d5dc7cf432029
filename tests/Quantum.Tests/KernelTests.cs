using QImpact.Quantum.Circuits;
using QImpact.Quantum.Compilation;
using QImpact.Quantum.Compilation.Sparse;
using QImpact.Quantum.Simulation;
using Shouldly;
using Xunit;

namespace QImpact.Quantum.Tests;

public sealed class KernelTests
{
    private static readonly SparseForm Function = SparseForm.Compile(KnownCircuits.Paper);

    [Theory]
    [InlineData(CircuitForm.Sparse)]
    [InlineData(CircuitForm.GateByGate)]
    [InlineData(CircuitForm.Dense)]
    public void Forward_and_backward_allocate_nothing(CircuitForm form)
    {
        ExpectationKernel<float> kernel = KnownCircuits.Paper.Compile(form).CreateKernel<float>();
        float[] inputs = Enumerable.Range(0, 400).Select(i => 0.01f * i).ToArray();
        float[] weights = [1, 2, 3, 4, 5, 6, 7, 8];
        var outputs = new float[400];
        var gradInputs = new float[400];
        var gradWeights = new float[8];
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
}
