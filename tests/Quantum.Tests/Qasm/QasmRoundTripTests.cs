using FsCheck.Xunit;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Emit;
using QImpact.Quantum.Qasm;
using QImpact.Quantum.Simulation;
using Shouldly;
using Xunit;

namespace QImpact.Quantum.Tests.Qasm;

/// <summary>What is written is read back.</summary>
[Properties(MaxTest = 500, Replay = LawTests.Seed)]
public sealed class QasmRoundTripTests
{
    private const double Rounding = 1e-12;

    [Property]
    public void A_written_program_gives_the_circuit_that_it_was_written_from(int seed)
    {
        Circuit circuit = LanguageCases.Written(seed);
        Circuit.FromOpenQasm(circuit.ToOpenQasm()).ShouldBe(circuit);
    }

    [Property]
    public void With_values_bound_it_gives_the_gates_with_those_values(int seed)
    {
        Circuit circuit = LanguageCases.Written(seed);
        double[] inputs = LanguageCases.Angles(seed, circuit.InputCount);
        double[] weights = LanguageCases.Angles(seed + 1, circuit.WeightCount);

        Circuit trained = Circuit.FromOpenQasm(circuit.ToOpenQasm(weights: weights));
        trained.WeightCount.ShouldBe(0);
        trained
            .Elements.Select(element => element.ToString().Split('(')[0])
            .ShouldBe(circuit.Elements.Select(element => element.ToString().Split('(')[0]));
        double[] expected = ReferenceSimulator.Evaluate(circuit, inputs, weights);
        ReferenceSimulator.Evaluate(trained, inputs.AsSpan(0, trained.InputCount), []).ShouldBe(expected, Rounding);
        Circuit all = Circuit.FromOpenQasm(circuit.ToOpenQasm(inputs, weights));
        ReferenceSimulator.Evaluate(all, [], []).ShouldBe(expected, Rounding);
    }

    /// <summary>As a reader that knows no such comments: the gates alone, whose readings are the observables.</summary>
    [Property]
    public void Without_its_comments_it_gives_the_same_function(int seed)
    {
        Circuit circuit = LanguageCases.OfGates(seed);
        string[] lines = circuit.ToOpenQasm().Split('\n');
        string program = string.Join('\n', lines.Where(line => !line.StartsWith("//", StringComparison.Ordinal)));
        Circuit gates = Circuit.FromOpenQasm(program);

        double[] inputs = LanguageCases.Angles(seed, circuit.InputCount);
        double[] weights = LanguageCases.Angles(seed + 1, circuit.WeightCount);
        ReferenceSimulator
            .Evaluate(gates, inputs, weights)
            .ShouldBe(ReferenceSimulator.Evaluate(circuit, inputs, weights), Rounding);
        gates.Gates.Count().ShouldBe(lines.Count(line => line.Contains(" q[", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_comment_that_does_not_fit_the_gates_is_an_error()
    {
        string program = Circuit.Parse("2: H[0] CNOT[0,1] <Z0 Z1>").ToOpenQasm();
        const string message =
            "line 3, column 1: found a circuit that is not that of the program's gates; expected both as they were written";
        Error(program.Replace("h q[0];", "x q[0];", StringComparison.Ordinal)).ShouldStartWith(message);
        Error(program.Replace("H[0] CNOT", "H[1] CNOT", StringComparison.Ordinal)).ShouldStartWith(message);
        Error(program.Replace("H[0] CNOT", "HH[0] CNOT", StringComparison.Ordinal)).ShouldStartWith(message);
        // Windows' line ends and other white space are no other program.
        Circuit
            .FromOpenQasm(program.Replace("\n", "\r\n", StringComparison.Ordinal))
            .ToString()
            .ShouldBe("H[0] CNOT[0,1] <Z0 Z1>");
    }

    [Fact]
    public void Options_stand_above_the_comment()
    {
        string program = Circuit.Parse("2: RX(x0)[0] RY(w0)[1] CNOT[0,1] <Z0 Z1>").ToOpenQasm();
        OpenQasmProgram swapped = OpenQasmProgram.Read(program, new() { Inputs = ["w*"] });
        swapped.Circuit.ToString().ShouldBe("RX(w0)[0] RY(x0)[1] CNOT[0,1] <Z0> <Z1>");
        Circuit
            .FromOpenQasm(program, new() { Observables = [Observable.Parse("XX")] })
            .ToString()
            .ShouldBe("RX(x0)[0] RY(w0)[1] CNOT[0,1] <X0 X1>");
    }

    private static string Error(string program) =>
        Should.Throw<OpenQasmFormatException>(() => Circuit.FromOpenQasm(program)).Message;
}
