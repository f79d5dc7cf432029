using FsCheck.Xunit;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Gates;
using QImpact.Quantum.Noise;
using QImpact.Quantum.Templates;
using QImpact.Quantum.Text;
using Shouldly;
using Xunit;

namespace QImpact.Quantum.Tests;

public sealed class CircuitTextTests
{
    [Property(MaxTest = 500, Replay = LawTests.Seed)]
    public void What_a_circuit_prints_is_read_back_as_the_same_circuit(int seed)
    {
        Circuit circuit = LanguageCases.Anything(seed);
        Circuit read = Circuit.Parse(circuit.ToString());
        read.ShouldBe(circuit);
        read.ToString().ShouldBe(circuit.ToString());
    }

    [Theory]
    [InlineData("4: AngleEmbedding(X) BasicEntanglerLayers(RX, layers=2) <Z>")]
    [InlineData("4: AngleEmbedding; BasicEntanglerLayers(layers=2); <Z>")]
    [InlineData("qubits=4 AngleEmbedding(rotation=X) BasicEntanglerLayers(rotation=X, layers=2) <Z>")]
    [InlineData("AngleEmbedding(X, wires=4) BasicEntanglerLayers(RX, layers=2, wires=[0,1,2,3]) <Z>[0,1,2,3]")]
    [InlineData("4:AngleEmbedding(RX,inputs=0)BasicEntanglerLayers(layers=2)<Z0><Z1><Z2><Z3>")]
    [InlineData("4:\n  AngleEmbedding(X)\n  2*(BasicEntanglerLayers(RX, layers=1))\n  <Z>")]
    public void Short_forms_of_the_papers_circuit(string text) =>
        Circuit.Parse(text).Gates.ShouldBe(KnownCircuits.Paper.Gates);

    [Fact]
    public void The_texts_that_runs_have_on_record_are_read() =>
        Circuit
            .Parse("AngleEmbedding(X, wires=4) BasicEntanglerLayers(RX, layers=2, wires=4) <Z0> <Z1> <Z2> <Z3>")
            .ShouldBe(KnownCircuits.Paper);

    [Fact]
    public void A_group_repeats_with_weights_of_its_own_each_time() =>
        Circuit
            .Parse("3: 2*(AngleEmbedding(Y) StronglyEntanglingLayers(layers=1)) <X0 X1>")
            .ShouldBe(
                new Circuit(3)
                    .Repeat(2, c => c.AngleEmbedding(Pauli.Y).StronglyEntanglingLayers(1))
                    .Measure(Observable.Parse("XX"))
            );

    [Fact]
    public void Shared_weights_print_and_are_read_as_shared()
    {
        Circuit circuit = new Circuit(2).BasicEntanglerLayers(1).Add(new BasicEntanglerLayers(1, [0, 1], Pauli.Y));
        circuit
            .ToString()
            .ShouldBe(
                "BasicEntanglerLayers(RX, layers=1, wires=2) BasicEntanglerLayers(RY, layers=1, wires=2, weights=0..)"
            );
        Circuit.Parse(circuit.ToString()).WeightCount.ShouldBe(2);
    }

    [Fact]
    public void Each_stands_for_one_gate_per_wire() =>
        Circuit
            .Parse("3: H[each] BitFlip(0.1)[each] MultiRZ(x0)[each] <Y>[2,0]")
            .ShouldBe(
                new Circuit(3)
                    .Apply(Clifford.H, 0)
                    .Apply(Clifford.H, 1)
                    .Apply(Clifford.H, 2)
                    .Noise(Channel.BitFlip(0.1), 0)
                    .Noise(Channel.BitFlip(0.1), 1)
                    .Noise(Channel.BitFlip(0.1), 2)
                    .MultiRZ(Angle.Input(0), 0, 1, 2)
                    .Measure(PauliString.Y(2), PauliString.Y(0))
            );

    [Fact]
    public void All_probabilities_of_some_wires() =>
        Circuit
            .Parse("3: Hadamard[1] PauliX[2] P[2,1] P(01)")
            .ShouldBe(
                new Circuit(3)
                    .Apply(Clifford.H, 1)
                    .Apply(Clifford.X, 2)
                    .MeasureProbabilities(2, 1)
                    .Measure(Observable.Probability("01"))
            );

    [Theory]
    [InlineData("pi/2", "1.5707963267948966")]
    [InlineData("-2*(x0 - 0.5)", "-2*x0 + 1")]
    [InlineData("(pi - x0)*(pi - x1)", "-3.141592653589793*x0 - 3.141592653589793*x1 + x0*x1 + 9.869604401089358")]
    [InlineData("x1*x0/4", "0.25*x0*x1")]
    [InlineData("w1 + 2*w0 - w1", "2*w0")]
    [InlineData("1e-3*x0 + .5", "0.001*x0 + 0.5")]
    [InlineData("+x0*x0", "x0*x0")]
    public void Angles_are_arithmetic(string text, string angle) =>
        Circuit.Parse($"RX({text})[0]").ToString().ShouldBe($"RX({angle})[0]");

    [Theory]
    [InlineData("<0.5*Z0 - X0 Y1 + 2>", "<2*I + 0.5*Z0 - X0 Y1>")]
    [InlineData("<Z0 @ Z1>", "<Z0 Z1>")]
    [InlineData("<Z0*Z1>", "<Z0 Z1>")]
    [InlineData("<-Z0 + Z0>", "<0>")]
    public void Observables_are_sums_of_Pauli_strings(string text, string observable) =>
        Circuit.Parse($"2: {text}").Observables.ShouldHaveSingleItem().ToString().ShouldBe(observable);

    [Theory]
    [InlineData("4: AngelEmbedding(X)", 4, "found 'AngelEmbedding'; did you mean AngleEmbedding? Expected a gate")]
    [InlineData(
        "4: BasicEntanglerLayers(RX, layer=2)",
        29,
        "found 'layer'; did you mean layers? Expected an argument of BasicEntanglerLayers: rotation=, layers=, wires=, weights="
    )]
    [InlineData(
        "4: BasicEntanglerLayers(RX)",
        4,
        "BasicEntanglerLayers without layers; expected layers=N, such as layers=2"
    )]
    [InlineData("4: BasicEntanglerLayers(layers=0)", 4, "BasicEntanglerLayers of 0 layers; expected at least 1")]
    [InlineData(
        "4: StronglyEntanglingLayers(layers=0)",
        4,
        "StronglyEntanglingLayers of 0 layers; expected at least 1"
    )]
    [InlineData("4: IQPEmbedding(n_repeats=0)", 4, "IQPEmbedding of 0 repeats; expected at least 1")]
    [InlineData("4: AngleEmbedding(features=0)", 4, "AngleEmbedding of 0 features; expected at least 1")]
    [InlineData("4: AmplitudeEmbedding(features=0)", 4, "AmplitudeEmbedding of 0 features; expected at least 1")]
    [InlineData("4: BasicEntanglerLayers(layers=1.5)", 32, "found '1.5'; expected a whole number of layers")]
    [InlineData(
        "4: BasicEntanglerLayers(layers=9999999999)",
        32,
        "found '9999999999'; expected a whole number of layers"
    )]
    [InlineData("2: RX(x2147483647)[0] <Z0>", 7, "found 'x2147483647'; expected x0 to x999999")]
    [InlineData("2: RX(x99999999999)[0] <Z0>", 7, "found 'x99999999999'; expected x0 to x999999")]
    [InlineData("2: RX(0.5*w1000000)[0] <Z0>", 11, "found 'w1000000'; expected w0 to w999999")]
    [InlineData("2: RX(x0*x4294967296)[0] <Z0>", 10, "found 'x4294967296'; expected x0 to x999999")]
    [InlineData(
        "2: AngleEmbedding(inputs=2147483647..)",
        4,
        "AngleEmbedding with inputs=2147483647..; expected 0 to 999999"
    )]
    [InlineData("2: IQPEmbedding(inputs=999999..)", 4, "found x1000000; expected x0 to x999999")]
    [InlineData(
        "2: AmplitudeEmbedding(inputs=2147483647..)",
        4,
        "AmplitudeEmbedding with inputs=2147483647..; expected 0 to 999999"
    )]
    [InlineData(
        "2: BasicEntanglerLayers(layers=1, weights=2147483647..)",
        4,
        "BasicEntanglerLayers with weights=2147483647..; expected 0 to 999999"
    )]
    [InlineData(
        "2: StronglyEntanglingLayers(layers=1, weights=2147483646)",
        4,
        "StronglyEntanglingLayers with weights=2147483646..; expected 0 to 999999"
    )]
    [InlineData("2: <Z2147483647>", 5, "found 'Z2147483647'; expected Z0 to Z63")]
    [InlineData("2: <Z0 X99999999999>", 8, "found 'X99999999999'; expected X0 to X63")]
    [InlineData("2: H[64]", 4, "H[64]: wire 64; expected 0 to 63")]
    [InlineData("2: H[99999999999]", 6, "found '99999999999'; expected a wire, 0 to 63")]
    [InlineData("2: 99999999999*(H[0])", 4, "found '99999999999'; expected a whole number of repeats, such as 3*(...)")]
    [InlineData("2: <1e31*Z0>", 4, "the coefficients of an observable add up to 1E+31; expected at most 1E+30")]
    [InlineData(
        "2: <1e308*Z0 + 1e308*Z0>",
        4,
        "the coefficient of Z0 in an observable is Infinity; expected a finite number"
    )]
    [InlineData("2: RX(1e300*x0*1e300)[0]", 4, "an angle's offset is 1E+300; expected at most 1E+30 in size")]
    [InlineData("4: AngleEmbedding(Q)", 19, "found 'Q'; expected the axis X, Y or Z")]
    [InlineData("4: AngleEmbedding(wires=3, X)", 28, "found 'X'; expected an argument of AngleEmbedding")]
    [InlineData("4: AngleEmbedding(wires=3, wires=2)", 28, "found 'wires'; expected wires once")]
    [InlineData("4: AngleEmbedding(X", 20, "found the end; expected ',' or ')'")]
    [InlineData("AngleEmbedding(X) <Z>", 1, "found no wire; expected the number of qubits first")]
    [InlineData("", 1, "found no wire; expected the number of qubits first")]
    [InlineData("0: H[0]", 1, "a circuit of 0 qubits; expected 1 to 64")]
    [InlineData("65: H[0]", 1, "a circuit of 65 qubits; expected 1 to 64")]
    [InlineData("99999999999: H[0]", 1, "found '99999999999'; expected a number of qubits, 1 to 64")]
    [InlineData("4: CNOT[0,4]", 4, "CNOT[0,4] acts on wire 4; expected a wire of the circuit, 0 to 3")]
    [InlineData("4: CNOT[2,2]", 4, "CNOT[2,2] names wire 2 twice; expected different wires")]
    [InlineData("4: CNOT[2]", 4, "CNOT on 1 wires [2]; expected 2")]
    [InlineData("4: CNOT[-1,2]", 9, "found '-'; expected a wire, 0 to 63")]
    [InlineData("4: RX(x0)", 10, "found the end; expected wires, such as [0,1]")]
    [InlineData("4: RX[0]", 6, "found '['; expected '(' and the angle of RX")]
    [InlineData("4: Rot(x0, w0)[0]", 7, "found Rot with 2 angles; expected 3")]
    [InlineData("4: RX(y0)[0]", 7, "found 'y0'; did you mean x0? Expected an angle")]
    [InlineData(
        "4: RX(x0*w0)[0]",
        9,
        "found the product of x0 and w0; expected a multiple of a variable, or a product of two inputs"
    )]
    [InlineData("4: RX(1/x0)[0]", 8, "found a division by x0; expected one by a number that is not 0")]
    [InlineData("4: RX(1e999)[0]", 7, "found '1e999'; expected a number that float64 can hold")]
    [InlineData("4: RX(1e300*1e300)[0]", 4, "an angle's offset is 1E+300; expected at most 1E+30 in size")]
    [InlineData("4: RX(1e20*1e20)[0]", 11, "an angle's offset is 1E+40; expected at most 1E+30 in size")]
    [InlineData("4: RX(1e20*x0*1e20)[0]", 14, "the scale of x0 in an angle is 1E+40; expected at most 1E+30 in size")]
    [InlineData(
        "4: RX(nan)[0]",
        7,
        "found 'nan'; expected an angle: a number, pi, an input such as x0, a weight such as w0"
    )]
    [InlineData("4: PauliRot(w0, AB)[0,1]", 17, "found 'AB'; expected letters I, X, Y or Z, one per wire")]
    [InlineData(
        "4: PauliRot(w0, II)[0,1]",
        4,
        "the generator is the identity; expected a Pauli string on at least one wire"
    )]
    [InlineData("4: BitFlip(1.5)[0]", 4, "BitFlip with p = 1.5; expected 0 to 1")]
    [InlineData("4: <Q0>", 5, "found 'Q0'; expected a coefficient or a Pauli matrix on a wire, such as Z0")]
    [InlineData("4: <Z0 X0>", 8, "both Z0 and X0 act on wire 0; expected different wires")]
    [InlineData("4: <Z4>", 4, "<Z4> acts on wire 4; expected a wire of the circuit, 0 to 3")]
    [InlineData("4: P(012)", 6, "found '012'; expected a basis state of bits 0 and 1, such as 01")]
    [InlineData("4: ReadoutError(2)", 4, "ReadoutError with the probability 2; expected 0 to 1")]
    [InlineData(
        "4: ReadoutError(0.1) ReadoutError(0.2)",
        22,
        "ReadoutError(0.1) of wire 0 stands before; expected one ReadoutError for each wire"
    )]
    [InlineData(
        "4: H[0] AmplitudeEmbedding",
        9,
        "AmplitudeEmbedding(wires=4) after H[0]; expected as the first operation of the circuit"
    )]
    [InlineData(
        "4: StronglyEntanglingLayers(layers=1, ranges=[4])",
        4,
        "StronglyEntanglingLayers on 4 wires with the range 4; expected 1 to 3"
    )]
    [InlineData("4: H[0] )", 9, "found ')'; expected a gate, a template")]
    [InlineData("4: 0*(H[0])", 4, "found '0'; expected at least 1 repeat")]
    [InlineData("4: 999999*(H[0])", 4, "found '999999'; expected at most 100000 repeated gates")]
    [InlineData("4: H[0] % H[1]", 9, "found '%'; expected a gate, a template or an observable")]
    public void A_text_that_is_no_circuit_says_where_and_what_was_expected(string text, int column, string message)
    {
        CircuitFormatException error = Should.Throw<CircuitFormatException>(() => Circuit.Parse(text));
        error.Message.ShouldStartWith($"column {column} of the circuit: {message}");
        error.Message.ShouldNotContain("Parameter");
        error.Message.ShouldNotContain("\n");
        error.Position.ShouldBe(column - 1);
    }

    [Fact]
    public void Parentheses_nested_without_end_are_refused() =>
        Should
            .Throw<CircuitFormatException>(() => Circuit.Parse("RX(" + new string('(', 100_000)))
            .Message.ShouldContain("expected at most 100 parentheses in each other");

    [Property(MaxTest = 300, Replay = LawTests.Seed)]
    public void Whatever_is_cut_out_of_a_text_it_is_a_circuit_or_an_error_with_a_place(
        int seed,
        uint start,
        uint length
    )
    {
        string text = LanguageCases.Anything(seed).ToString();
        int from = (int)(start % (uint)(text.Length + 1));
        string cut = text.Remove(from, Math.Min((int)(length % 9), text.Length - from));
        try
        {
            Circuit.Parse(cut);
        }
        catch (CircuitFormatException error)
        {
            error.Position.ShouldBeInRange(0, cut.Length);
        }
    }
}
