using QImpact.Quantum.Circuits;
using QImpact.Quantum.Gates;
using QImpact.Quantum.Templates;
using Shouldly;
using Xunit;

namespace QImpact.Quantum.Tests;

public sealed class CircuitTests
{
    [Fact]
    public void Circuits_made_alike_are_equal()
    {
        Circuit one = new Circuit(3).AngleEmbedding(Pauli.Y).BasicEntanglerLayers(2).MeasureEach(Pauli.Z);
        Circuit two = new Circuit(3).AngleEmbedding(Pauli.Y).BasicEntanglerLayers(2).MeasureEach(Pauli.Z);
        one.ShouldBe(two);
        (one == two).ShouldBeTrue();
        one.GetHashCode().ShouldBe(two.GetHashCode());
    }

    [Fact]
    public void Circuits_that_differ_anywhere_are_not_equal()
    {
        Circuit circuit = new Circuit(3).RX(Angle.Input(0), 0).CNOT(0, 1).Measure(Observable.Z(0));
        circuit.ShouldNotBe(new Circuit(4).RX(Angle.Input(0), 0).CNOT(0, 1).Measure(Observable.Z(0)));
        circuit.ShouldNotBe(new Circuit(3).RX(Angle.Input(1), 0).CNOT(0, 1).Measure(Observable.Z(0)));
        circuit.ShouldNotBe(new Circuit(3).RX(Angle.Weight(0), 0).CNOT(0, 1).Measure(Observable.Z(0)));
        circuit.ShouldNotBe(new Circuit(3).RY(Angle.Input(0), 0).CNOT(0, 1).Measure(Observable.Z(0)));
        circuit.ShouldNotBe(new Circuit(3).RX(Angle.Input(0), 0).CNOT(1, 0).Measure(Observable.Z(0)));
        circuit.ShouldNotBe(new Circuit(3).RX(Angle.Input(0), 0).CNOT(0, 1).Measure(2 * Observable.Z(0)));
    }

    [Fact]
    public void Building_on_a_circuit_leaves_it_as_it_was()
    {
        Circuit circuit = new Circuit(2).RX(0.5, 0);
        circuit.CNOT(0, 1).Measure(Observable.Z(0));
        circuit.ToString().ShouldBe("qubits=2 RX(0.5)[0]");
    }

    [Fact]
    public void Gates_print_with_their_angles_and_wires()
    {
        Circuit circuit = new Circuit(3)
            .RX(Angle.Input(0) + 0.5 * Angle.Weight(1) - 0.25, 0)
            .Rotate(-Angle.Weight(0), PauliString.Parse("XIZ"))
            .Apply(Clifford.SWAP, 2, 1)
            .Measure(Observable.Parse("ZZ"), 0.5 * Observable.X(2) + -1 * Observable.Y(0));
        circuit
            .ToString()
            .ShouldBe("RX(x0 + 0.5*w1 - 0.25)[0] PauliRot(-w0, XZ)[0,2] SWAP[2,1] <Z0 Z1> <-Y0 + 0.5*X2>");
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(3, 3)]
    [InlineData(4, 4)]
    public void The_ring_of_a_basic_entangler_layer_has_as_many_CNOTs_as_PennyLanes(int wires, int expected) =>
        new Circuit(wires).BasicEntanglerLayers(1).Gates.OfType<CliffordGate>().Count().ShouldBe(expected);

    [Fact]
    public void The_gates_of_the_templates_are_PennyLanes() =>
        new Circuit(4)
            .AngleEmbedding(Pauli.Y, wires: [3, 1])
            .BasicEntanglerLayers(1, Pauli.Z, wires: [0, 2, 3])
            .Gates.Select(gate => gate.ToString())
            .ShouldBe([
                "RY(x0)[3]",
                "RY(x1)[1]",
                "RZ(w0)[0]",
                "RZ(w1)[2]",
                "RZ(w2)[3]",
                "CNOT[0,2]",
                "CNOT[2,3]",
                "CNOT[3,0]",
            ]);

    [Fact]
    public void Templates_print_what_differs_from_their_defaults() =>
        new Circuit(4)
            .AngleEmbedding(Pauli.Y, wires: [3, 1], firstInput: 2)
            .BasicEntanglerLayers(1)
            .BasicEntanglerLayers(3, Pauli.Z, wires: [0, 2])
            .ToString()
            .ShouldBe(
                "AngleEmbedding(Y, wires=[3,1], inputs=2..) BasicEntanglerLayers(RX, layers=1, wires=4) "
                    + "BasicEntanglerLayers(RZ, layers=3, wires=[0,2], weights=4..)"
            );

    [Fact]
    public void Uploading_again_takes_the_same_inputs_and_further_weights()
    {
        Circuit circuit = new Circuit(3)
            .AngleEmbedding()
            .BasicEntanglerLayers(1)
            .AngleEmbedding()
            .BasicEntanglerLayers(2);
        circuit.InputCount.ShouldBe(3);
        circuit.WeightShape.ShouldBe([3, 3]);
    }

    [Fact]
    public void Weights_without_a_common_shape_are_a_vector()
    {
        new Circuit(3).BasicEntanglerLayers(1).BasicEntanglerLayers(1, wires: [0, 1]).WeightShape.ShouldBe([5]);
        new Circuit(3).BasicEntanglerLayers(1).RX(Angle.Weight(3), 0).WeightShape.ShouldBe([4]);
        new Circuit(1).RX(0.1, 0).WeightShape.ShouldBe([0]);
    }

    [Fact]
    public void Fewer_features_than_wires_embed_on_the_first_wires() =>
        new Circuit(4).AngleEmbedding(features: 2).ToString().ShouldBe("AngleEmbedding(X, wires=4, features=2)");

    [Fact]
    public void Angles_are_sums_in_canonical_form()
    {
        Angle angle = Angle.Weight(1) + 0.5 + Angle.Input(0) + Angle.Weight(1) - 0.5;
        angle.ShouldBe(Angle.Input(0) + 2 * Angle.Weight(1));
        angle.ToString().ShouldBe("x0 + 2*w1");
        (angle - angle).ShouldBe(Angle.Constant(0));
        angle.Evaluate([3], [5, 7]).ShouldBe(17);
    }

    [Fact]
    public void Observables_are_sums_in_canonical_form()
    {
        Observable observable = 0.5 * Observable.Z(1) + Observable.X(0) + 0.5 * Observable.Z(1);
        observable.ShouldBe(Observable.X(0) + Observable.Z(1));
        observable.ToString().ShouldBe("<Z1 + X0>");
    }
}
