using QImpact.Quantum.Circuits;
using QImpact.Quantum.Compilation.Sparse;
using QImpact.Quantum.Gates;
using QImpact.Quantum.Simulation;
using QImpact.Quantum.Templates;
using Shouldly;
using Xunit;

namespace QImpact.Quantum.Tests;

/// <summary>An error is of the right type and its message has the value and what was expected.</summary>
public sealed class BadInputTests
{
    private static readonly SparseForm Paper = SparseForm.Compile(KnownCircuits.Paper);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(65)]
    public void A_circuit_has_1_to_64_qubits(int qubits) =>
        Should
            .Throw<ArgumentOutOfRangeException>(() => new Circuit(qubits))
            .Message.ShouldStartWith($"a circuit of {qubits} qubits; expected 1 to 64");

    [Fact]
    public void A_gate_on_a_wire_that_the_circuit_lacks() =>
        Should
            .Throw<ArgumentOutOfRangeException>(() => new Circuit(4).CNOT(0, 4))
            .Message.ShouldStartWith("CNOT[0,4] acts on wire 4; expected a wire of the circuit, 0 to 3");

    [Fact]
    public void An_observable_on_a_wire_that_the_circuit_lacks() =>
        Should
            .Throw<ArgumentOutOfRangeException>(() => new Circuit(1).Measure(Observable.Parse("ZZ")))
            .Message.ShouldStartWith("<Z0 Z1> acts on wire 1; expected a wire of the circuit, 0 to 0");

    [Fact]
    public void A_gate_on_the_same_wire_twice() =>
        Should
            .Throw<ArgumentException>(() => new Circuit(4).CNOT(2, 2))
            .Message.ShouldStartWith("CNOT[2,2] names wire 2 twice; expected different wires");

    [Fact]
    public void A_template_on_the_same_wire_twice() =>
        Should
            .Throw<ArgumentException>(() => new Circuit(4).BasicEntanglerLayers(1, wires: [0, 1, 0]))
            .Message.ShouldStartWith("BasicEntanglerLayers[0,1,0] names wire 0 twice; expected different wires");

    [Fact]
    public void A_negative_wire() =>
        Should
            .Throw<ArgumentOutOfRangeException>(() => new Circuit(4).CNOT(-1, 2))
            .Message.ShouldStartWith("CNOT[-1,2]: wire -1; expected 0 to 63");

    [Fact]
    public void A_gate_on_the_wrong_number_of_wires() =>
        Should
            .Throw<ArgumentException>(() => new Circuit(4).Apply(Clifford.CNOT, 1))
            .Message.ShouldStartWith("CNOT on 1 wires [1]; expected 2");

    [Fact]
    public void More_features_than_wires() =>
        Should
            .Throw<ArgumentException>(() => new Circuit(4).AngleEmbedding(features: 5))
            .Message.ShouldStartWith("AngleEmbedding of 5 features on 4 wires; expected at most one feature per wire");

    [Fact]
    public void An_embedding_about_no_axis() =>
        Should
            .Throw<ArgumentOutOfRangeException>(() => new Circuit(4).AngleEmbedding(Pauli.I))
            .Message.ShouldStartWith("expected the axis X, Y or Z");

    [Fact]
    public void No_layers() =>
        Should
            .Throw<ArgumentOutOfRangeException>(() => new Circuit(4).BasicEntanglerLayers(0))
            .Message.ShouldStartWith("BasicEntanglerLayers of 0 layers; expected at least 1");

    [Fact]
    public void A_rotation_about_the_identity() =>
        Should
            .Throw<ArgumentException>(() => new Circuit(1).Rotate(0.1, default))
            .Message.ShouldStartWith("the generator is the identity; expected a Pauli string on at least one wire");

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    public void An_angle_that_is_not_finite(double radians, string text)
    {
        Should
            .Throw<ArgumentException>(() => Angle.Constant(radians))
            .Message.ShouldBe($"an angle's offset is {text}; expected a finite number of radians");
        Should
            .Throw<ArgumentException>(() => Angle.Input(2, radians))
            .Message.ShouldBe($"the scale of x2 in an angle is {text}; expected a finite number");
    }

    [Fact]
    public void An_observable_that_is_not_finite() =>
        Should
            .Throw<ArgumentException>(() => double.NaN * Observable.Z(1))
            .Message.ShouldBe("the coefficient of Z1 in an observable is NaN; expected a finite number");

    [Fact]
    public void A_Pauli_string_with_another_letter() =>
        Should
            .Throw<FormatException>(() => PauliString.Parse("XA"))
            .Message.ShouldBe("'A' in the Pauli string \"XA\"; expected I, X, Y or Z");

    [Fact]
    public void A_product_of_Pauli_strings_on_the_same_wire() =>
        Should
            .Throw<ArgumentException>(() => PauliString.Parse("XZ").Tensor(PauliString.X(1)))
            .Message.ShouldStartWith("both X0 Z1 and X1 act on wire 1; expected different wires");

    [Fact]
    public void A_wrong_number_of_inputs()
    {
        Should
            .Throw<ArgumentException>(() =>
                ReferenceSimulator.Evaluate(KnownCircuits.Paper, new double[3], new double[8])
            )
            .Message.ShouldStartWith("inputs has 3 values; the circuit takes 4");
        Should
            .Throw<ArgumentException>(() => Paper.Evaluate(new double[3], new double[8]))
            .Message.ShouldStartWith("inputs has 3 values; expected 1 x 4, because outputs has 1 x 4");
    }

    [Fact]
    public void A_wrong_number_of_weights()
    {
        const string Message = "weights has 7 values; the circuit takes 8";
        Should
            .Throw<ArgumentException>(() =>
                ReferenceSimulator.Evaluate(KnownCircuits.Paper, new double[4], new double[7])
            )
            .Message.ShouldStartWith(Message);
        Should
            .Throw<ArgumentException>(() => Paper.Evaluate(new double[4], new double[7]))
            .Message.ShouldStartWith(Message);
        Should.Throw<ArgumentException>(() => Paper.Coefficients(new double[7])).Message.ShouldStartWith(Message);
        Should
            .Throw<ArgumentException>(() => Paper.InputAngles.Offsets(new double[7]))
            .Message.ShouldStartWith(Message);
    }

    [Fact]
    public void An_input_that_is_not_finite()
    {
        double[] inputs = new double[12];
        inputs[9] = double.NaN;
        Should
            .Throw<ArgumentException>(() => Paper.CreateKernel<double>().Forward(inputs, new double[8], new double[12]))
            .Message.ShouldStartWith("inputs[2,1] is NaN; expected a finite angle in radians");
        Should
            .Throw<ArgumentException>(() =>
                ReferenceSimulator.Evaluate(KnownCircuits.Paper, inputs.AsSpan(8), new double[8])
            )
            .Message.ShouldStartWith("inputs[1] is NaN; expected a finite angle in radians");
    }

    [Fact]
    public void An_input_that_is_not_finite_is_refused_even_where_no_output_depends_on_it() =>
        Should
            .Throw<ArgumentException>(() =>
                SparseForm.Compile(KnownCircuits.AngleBasic(1, 1, Pauli.Z)).Evaluate([double.NaN], [0.1])
            )
            .Message.ShouldStartWith("inputs[0] is NaN; expected a finite angle in radians");

    [Fact]
    public void An_angle_that_overflows()
    {
        Circuit circuit = new Circuit(1).RX(10 * Angle.Input(0), 0).Measure(Observable.Z(0));
        Should
            .Throw<ArgumentException>(() => SparseForm.Compile(circuit).Evaluate([double.MaxValue], []))
            .Message.ShouldStartWith("an angle is beyond the range of its number type; expected smaller inputs");
    }

    [Fact]
    public void A_weight_that_is_not_finite()
    {
        double[] weights = new double[8];
        weights[5] = double.NegativeInfinity;
        Should
            .Throw<ArgumentException>(() => Paper.Evaluate(new double[4], weights))
            .Message.ShouldStartWith("weights[5] is -Infinity; expected a finite angle in radians");
    }

    [Fact]
    public void A_batch_that_is_no_whole_number_of_samples() =>
        Should
            .Throw<ArgumentException>(() =>
                Paper.CreateKernel<float>().Forward(new float[8], new float[8], new float[7])
            )
            .Message.ShouldStartWith("outputs has 7 values; expected a multiple of 4 outputs");

    [Fact]
    public void A_gradient_of_the_wrong_size() =>
        Should
            .Throw<ArgumentException>(() =>
                Paper
                    .CreateKernel<float>()
                    .Backward(new float[8], new float[8], new float[8], new float[4], new float[8])
            )
            .Message.ShouldStartWith("gradInputs has 4 values; expected 8, or none");

    [Fact]
    public void Too_many_qubits_for_the_reference_simulator() =>
        Should
            .Throw<ArgumentOutOfRangeException>(() => ReferenceSimulator.Evaluate(new Circuit(25), [], []))
            .Message.ShouldStartWith("the reference simulator holds at most 24 qubits; the circuit has 25");

    [Fact]
    public void A_kernel_of_another_type() =>
        Should
            .Throw<NotSupportedException>(() => Paper.CreateKernel<Half>())
            .Message.ShouldBe("a kernel of System.Half; expected float or double");

    [Fact]
    public void A_template_of_more_gates_than_anybody_means_is_refused_before_it_is_built()
    {
        Should
            .Throw<ArgumentOutOfRangeException>(() => new Circuit(4).BasicEntanglerLayers(layers: 100_000_000))
            .Message.ShouldStartWith(
                "BasicEntanglerLayers of 100000000 layers has 800,000,000 gates or nearly so; expected at most 1,000,000"
            );
        Should
            .Throw<ArgumentOutOfRangeException>(() => new Circuit(4).StronglyEntanglingLayers(layers: 100_000_000))
            .Message.ShouldStartWith("StronglyEntanglingLayers of 100000000 layers has 800,000,000 gates");
        Should
            .Throw<ArgumentOutOfRangeException>(() => new Circuit(4).IqpEmbedding(repeats: 100_000_000))
            .Message.ShouldStartWith("IQPEmbedding of 100000000 repeats has 1,400,000,000 gates");
    }
}
