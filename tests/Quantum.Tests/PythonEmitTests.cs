using QImpact.Quantum.Circuits;
using QImpact.Quantum.Compilation;
using QImpact.Quantum.Description;
using QImpact.Quantum.Emit;
using Shouldly;
using Xunit;

namespace QImpact.Quantum.Tests;

/// <summary>What emitted Python looks like; what it computes is held by the conformance suite.</summary>
public sealed class PythonEmitTests
{
    private static readonly Circuit Paper = KnownCircuits.Paper;

    [Fact]
    public void The_top_says_which_circuit_what_it_computes_and_how_it_was_made()
    {
        string text = PyTorchCode.Write(Source(Paper) with { Origin = "qimpact 0.1.0 emit --as=pytorch" });
        string[] lines = text.Split('\n');
        lines[0].ShouldBe($"# {Paper}");
        string top = string.Join('\n', lines.TakeWhile(line => line.StartsWith('#')));
        foreach (string drawn in Paper.Draw().TrimEnd('\n').Split('\n'))
            top.ShouldContain($"# {drawn}");
        top.ShouldContain("# Its 12 monomials of cosines and sines, multiplied out, are a sum of 32 cosines");
        top.ShouldContain("# f1 = cos(w4)*cos(w5)*cos(t0)*cos(t2)*cos(t3) + sin(w4)*sin(w5)*sin(t0)*sin(t2)*cos(t3)\n");
        top.ShouldEndWith("# qimpact 0.1.0 emit --as=pytorch");
        text.ShouldNotContain("\r");
    }

    [Theory]
    [InlineData("4: AngleEmbedding(X) BasicEntanglerLayers(RX, layers=2) <Z>", "torch.rand(2, 4) * (2 * math.pi)")]
    [InlineData("3: AngleEmbedding(X) StronglyEntanglingLayers(layers=2) <Z>", "torch.rand(2, 3, 3) * (2 * math.pi)")]
    [InlineData("2: RX(x0)[0] RX(w0)[0] RY(w1)[1] RY(w2)[1] <Z>", "torch.rand(3) * (2 * math.pi)")]
    public void Weights_have_PennyLanes_shape(string circuit, string initial) =>
        PyTorchCode
            .Write(Source(Circuit.Parse(circuit)))
            .ShouldContain($"self.weights = torch.nn.Parameter({initial})\n");

    [Fact]
    public void Trained_weights_stand_in_the_file()
    {
        EmitSource source = Source(Paper) with { Weights = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8] };
        const string weights = "WEIGHTS = [  # trained\n    0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8,\n]\n";
        PyTorchCode.Write(source).ShouldContain(weights);
        NumPyCode.Write(source).ShouldContain(weights);
        NumPyCode.Write(source).ShouldContain("def quantum_layer(inputs, weights=WEIGHTS):\n");
        JaxCode.Write(source).ShouldContain("import jax.numpy as jnp\n");
    }

    [Fact]
    public void Weights_of_another_number_are_refused() =>
        Should
            .Throw<ArgumentException>(() => NumPyCode.Write(Source(Paper) with { Weights = [1, 2] }))
            .Message.ShouldContain("2");

    [Theory]
    [InlineData(
        "2layer",
        "'2layer' is no identifier in Python; expected a name such as QuantumLayer: a letter, then letters, digits and underscores"
    )]
    [InlineData("lambda", "'lambda' is a keyword in Python")]
    [InlineData("None", "'None' is a keyword in Python")]
    [InlineData("list", "'list' is a built-in name in Python")]
    [InlineData("torch", "'torch' is a name that the file uses itself in Python")]
    [InlineData("COSINES", "'COSINES' is a name that the file uses itself in Python")]
    [InlineData("", "'' is no identifier in Python")]
    [InlineData("Läyer", "'Läyer' is no identifier in Python")]
    public void A_name_that_Python_cant_define_is_refused(string name, string expected) =>
        Should
            .Throw<ArgumentException>(() => PyTorchCode.Write(Source(Paper) with { Name = name }))
            .Message.ShouldStartWith(expected);

    [Fact]
    public void Another_name_is_defined()
    {
        PyTorchCode.Write(Source(Paper) with { Name = "QNN4" }).ShouldContain("\nclass QNN4(torch.nn.Module):\n");
        NumPyCode.Write(Source(Paper) with { Name = "layer_4" }).ShouldContain("\ndef layer_4(inputs, weights):\n");
    }

    [Fact]
    public void A_file_that_would_be_too_large_is_refused_with_the_sizes_of_other_forms()
    {
        Circuit circuit = Circuit.Parse("4: 3*(AngleEmbedding(Y) BasicEntanglerLayers(layers=1)) <Z>");
        Should
            .Throw<NotSupportedException>(() => PyTorchCode.Write(Source(circuit, CircuitForm.Sparse)))
            .Message.ShouldMatch(@"would be a file of \d+ kB; expected at most 200 kB: --form=gates makes \d kB$");
    }

    [Fact]
    public void Few_terms_are_written_as_products_unless_another_form_is_insisted_on()
    {
        Circuit circuit = Circuit.Parse("4: AngleEmbedding(X) StronglyEntanglingLayers(layers=2) <Z>");
        circuit.Compile().Form.ShouldBe(CircuitForm.GateByGate);
        PyTorchCode.Write(Source(circuit)).ShouldContain("56 monomials");
        PyTorchCode.Write(Source(circuit, CircuitForm.GateByGate)).ShouldContain("24 rotations about Pauli strings");
    }

    [Fact]
    public void A_state_that_is_too_large_for_Python_is_refused()
    {
        Circuit circuit = Circuit.Parse("15: AngleEmbedding(X) StronglyEntanglingLayers(layers=1) <Z>");
        Should
            .Throw<NotSupportedException>(() => NumPyCode.Write(Source(circuit, CircuitForm.GateByGate)))
            .Message.ShouldBe(
                "a state of 2^15 amplitudes is too large for a Python file; expected at most 2^14, or the form sparse"
            );
    }

    private static EmitSource Source(Circuit circuit, CircuitForm? form = null) =>
        new(form is null ? circuit.Compile() : circuit.Compile(form.Value), null, null, "the tests");
}
