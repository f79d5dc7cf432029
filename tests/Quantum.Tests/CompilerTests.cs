using QImpact.Quantum.Circuits;
using QImpact.Quantum.Compilation.Sparse;
using QImpact.Quantum.Gates;
using QImpact.Quantum.Simulation;
using Shouldly;
using Xunit;

namespace QImpact.Quantum.Tests;

public sealed class CompilerTests
{
    [Theory]
    [InlineData(4, 1, 4)]
    [InlineData(4, 2, 12)]
    [InlineData(4, 3, 14)]
    [InlineData(5, 2, 14)]
    [InlineData(5, 3, 24)]
    [InlineData(6, 2, 28)]
    [InlineData(6, 3, 56)]
    [InlineData(16, 2, 1020)]
    public void Basic_entangler_circuits_have_the_known_number_of_monomials(int qubits, int layers, int monomials) =>
        SparseForm.Compile(KnownCircuits.AngleBasic(qubits, layers)).Monomials.Count.ShouldBe(monomials);

    [Fact]
    public void Compiling_twice_gives_the_same_angles_monomials_and_terms()
    {
        SparseForm first = SparseForm.Compile(KnownCircuits.AngleBasic(5, 3, Pauli.Y, Pauli.Z));
        SparseForm second = SparseForm.Compile(KnownCircuits.AngleBasic(5, 3, Pauli.Y, Pauli.Z));
        second.Angles.ShouldBe(first.Angles);
        second.Monomials.ShouldBe(first.Monomials);
        second.Terms.ShouldBe(first.Terms);
    }

    [Fact]
    public void Monomials_are_sorted_and_their_factors_are_sorted()
    {
        SparseForm function = SparseForm.Compile(KnownCircuits.AngleBasic(4, 3, Pauli.X, Pauli.Y));
        for (int m = 1; m < function.Monomials.Count; m++)
            Monomial.Compare(function.Monomials[m - 1], function.Monomials[m]).ShouldBeLessThan(0);
        foreach (Monomial monomial in function.Monomials)
            monomial.Factors.Select(factor => factor.Code).ShouldBeInOrder();
    }

    [Fact]
    public void Rotations_merge_past_gates_that_commute_with_them()
    {
        // RX on the target commutes with CNOT, RZ on the control does, and both with what lies between.
        Circuit circuit = new Circuit(2)
            .RX(Angle.Input(0), 1)
            .CNOT(0, 1)
            .RZ(0.4, 0)
            .RX(Angle.Weight(0), 1)
            .Measure(Observable.Z(1));
        SparseForm function = SparseForm.Compile(circuit);
        function.Angles.ShouldBe([Angle.Input(0) + Angle.Weight(0)]);
        function.Monomials.Select(m => m.ToString()).ShouldBe(["cos(t0)"]);
    }

    [Fact]
    public void A_rotation_and_its_inverse_leave_nothing()
    {
        Circuit circuit = new Circuit(1).RX(Angle.Input(0), 0).RX(-Angle.Input(0), 0).Measure(Observable.Z(0));
        SparseForm function = SparseForm.Compile(circuit);
        function.Angles.ShouldBeEmpty();
        function.Monomials.Select(m => m.ToString()).ShouldBe(["1"]);
        function.Evaluate([0.7], []).ShouldBe([1.0]);
    }

    [Fact]
    public void An_angle_and_its_opposite_are_one_variable()
    {
        Circuit circuit = new Circuit(2)
            .RX(Angle.Input(0), 0)
            .RX(-Angle.Input(0), 1)
            .Measure(Observable.Parse("ZZ"), Observable.Parse("YY"));
        SparseForm function = SparseForm.Compile(circuit);
        function.Angles.ShouldBe([Angle.Input(0)]);
        double[] values = function.Evaluate([0.3], []);
        values[0].ShouldBe(Math.Cos(0.3) * Math.Cos(0.3), 1e-15);
        values[1].ShouldBe(-Math.Sin(0.3) * Math.Sin(0.3), 1e-15);
    }

    [Fact]
    public void An_input_that_is_uploaded_twice_may_occur_squared()
    {
        Circuit circuit = new Circuit(1).RX(Angle.Input(0), 0).RY(Angle.Input(0), 0).Measure(Observable.Z(0));
        SparseForm function = SparseForm.Compile(circuit);
        function.Monomials.Select(m => m.ToString()).ShouldBe(["cos(t0)*cos(t0)"]);
        function.Differentiate([0.3], []).Inputs[0, 0].ShouldBe(-Math.Sin(0.6), 1e-15);
    }

    [Fact]
    public void A_constant_multiple_of_a_quarter_turn_leaves_no_terms_behind()
    {
        Circuit circuit = new Circuit(1)
            .RY(Angle.Input(0), 0)
            .RX(3 * Math.PI / 2, 0)
            .Measure(Observable.Z(0), Observable.Y(0));
        SparseForm function = SparseForm.Compile(circuit);
        function.Terms.ShouldBe([new CoefficientTerm(1, 0)]);
        function.Evaluate([0.3], [])[1].ShouldBe(Math.Cos(0.3), 1e-15);
    }

    [Fact]
    public void An_output_that_no_input_changes_has_no_angles()
    {
        SparseForm function = SparseForm.Compile(KnownCircuits.AngleBasic(3, 2, embedding: Pauli.Z));
        function.Angles.ShouldBeEmpty();
        function.InputAngles.Matrix().GetLength(0).ShouldBe(3);
        double[] weights = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6];
        function.Evaluate([1, 2, 3], weights).ShouldBe(function.Evaluate([0, 0, 0], weights));
    }

    [Fact]
    public void An_output_that_vanishes_is_zero()
    {
        Circuit circuit = new Circuit(1).RX(Angle.Input(0), 0).Measure(Observable.X(0));
        SparseForm function = SparseForm.Compile(circuit);
        function.Monomials.ShouldBeEmpty();
        ExpectationJacobian jacobian = function.Differentiate([0.3], []);
        jacobian.Values.ShouldBe([0.0]);
        jacobian.Inputs[0, 0].ShouldBe(0);
    }

    [Fact]
    public void The_angles_are_an_affine_map_of_the_inputs()
    {
        Circuit circuit = new Circuit(2)
            .RY(0.5 * Angle.Input(1) + 2 * Angle.Weight(0) + 0.25, 0)
            .RY(Angle.Input(0) - Angle.Input(1), 1)
            .MeasureEach(Pauli.X);
        SparseForm function = SparseForm.Compile(circuit);
        function
            .InputAngles.Matrix()
            .ShouldBe(
                new double[,]
                {
                    { 0, 1 },
                    { 0.5, -1 },
                }
            );
        function.InputAngles.Offsets([3]).ShouldBe([6.25, 0]);
    }

    [Fact]
    public void The_derivatives_of_the_coefficients_are_those_of_finite_differences()
    {
        SparseForm function = SparseForm.Compile(KnownCircuits.AngleBasic(4, 3, Pauli.X, Pauli.Y));
        double[] weights = Enumerable.Range(0, 12).Select(i => 0.3 + 0.5 * i).ToArray();
        var workspace = new CoefficientWorkspace(function.Graph);
        workspace.Update(weights);
        double[][] gradients = function.Terms.Select((_, term) => GradientOf(term)).ToArray();
        const double Step = 1e-5;
        for (int w = 0; w < weights.Length; w++)
        {
            double[] ahead = [.. weights];
            double[] behind = [.. weights];
            ahead[w] += Step;
            behind[w] -= Step;
            double[,] plus = function.Coefficients(ahead);
            double[,] minus = function.Coefficients(behind);
            for (int t = 0; t < gradients.Length; t++)
            {
                (int output, int monomial) = function.Terms[t];
                double slope = (plus[output, monomial] - minus[output, monomial]) / (2 * Step);
                gradients[t][w].ShouldBe(slope, 1e-9);
            }
        }

        double[] GradientOf(int term)
        {
            var selection = new double[function.Terms.Count];
            var gradient = new double[weights.Length];
            selection[term] = 1;
            workspace.Backpropagate(selection, gradient);
            return gradient;
        }
    }

    [Fact]
    public void A_circuit_too_large_for_the_sparse_form_is_refused_with_the_limit()
    {
        Circuit circuit = KnownCircuits.AngleBasic(12, 3, rotation: Pauli.Y);
        var error = Should.Throw<SparseFormTooLargeException>(() => SparseForm.Compile(circuit, maxNodes: 10_000));
        error.Message.ShouldBe(
            "the sparse form of a circuit with 12 qubits and 84 gates needs more than 10000 nodes, the limit of the compiler; "
                + "expected a circuit with fewer rotations that don't commute"
        );
        error.Limit.ShouldBe(10_000);
        error.Circuit.ShouldBe(circuit);
    }

    [Fact]
    public void A_circuit_without_outputs_is_refused() =>
        Should
            .Throw<ArgumentException>(() => SparseForm.Compile(new Circuit(1).RX(0.1, 0)))
            .Message.ShouldStartWith("the circuit \"RX(0.1)[0]\" measures nothing; expected an observable");

    [Fact]
    public void An_interpreter_that_does_not_know_a_gate_names_it()
    {
        Circuit circuit = new Circuit(1).Add(new UnknownGate()).Measure(Observable.Z(0));
        Should
            .Throw<NotSupportedException>(() => SparseForm.Compile(circuit))
            .Message.ShouldBe("the compiler does not support Mystery[0]");
        Should
            .Throw<NotSupportedException>(() => ReferenceSimulator.Evaluate(circuit, [], []))
            .Message.ShouldBe("the reference simulator does not support Mystery[0]");
    }

    private sealed record UnknownGate : Gate
    {
        public override string Name => "Mystery";

        public override ValueList<int> Wires => [0];

        public override Gate Adjoint() => this;

        internal override Operation Moved(ValueList<int> wires, int weights) => this;
    }
}
