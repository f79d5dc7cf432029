using System.CommandLine;
using QImpact.Data;
using QImpact.Quantum.Qasm;
using QImpact.Tests;
using Shouldly;
using Xunit;

namespace QImpact.Exchange.Tests;

/// <summary><c>--circuit=FILE.qasm</c> with <c>--inputs</c> and <c>--observables</c>.</summary>
public sealed class CircuitFileTests : IDisposable
{
    private const string Program =
        "include \"stdgates.inc\";\ninput float a;\ninput float x0;\nqubit[2] q;\nrx(a) q[0];\nry(x0) q[1];\ncx q[0], q[1];\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_is_a_circuit_and_options_say_what_it_does_not()
    {
        string file = Write(Program);
        TextOf($"--circuit={file}").ShouldBe("RX(w0)[0] RY(x0)[1] CNOT[0,1] <Z0> <Z1>");
        TextOf($"--circuit={file}", "--inputs=a, x*").ShouldBe("RX(x0)[0] RY(x1)[1] CNOT[0,1] <Z0> <Z1>");
        TextOf($"--circuit={file}", "--inputs=a", "--observables=<Z0 X1> <Z>[1]")
            .ShouldBe("RX(x0)[0] RY(w0)[1] CNOT[0,1] <Z0 X1> <Z1>");
        TextOf("--circuit=2: H[0] <Z>").ShouldBe("2: H[0] <Z>");
        TextOf().ShouldBeNull();
    }

    [Fact]
    public void The_names_are_said()
    {
        OpenQasmProgram program = OpenQasmProgram.Read(Program);
        CircuitOption.NamesOf(program).ShouldBe("inputs of the file: x0 = x0\nweights of the file: w0 = a\n");
    }

    [Fact]
    public void Bad_input_names_the_file_or_the_option()
    {
        string file = Write(Program);
        Error($"--circuit={_folder.File("none.qasm")}").ShouldContain("none.qasm can't be read: ");
        Error($"--circuit={file}", "--inputs=b")
            .ShouldBe($"--inputs for {file}: no parameter of the program is named 'b'; did you mean a?");
        Error($"--circuit={file}", "--observables=<Z0> <Q1>")
            .ShouldBe(
                "--observables, column 7: found 'Q1'; expected a coefficient or a Pauli matrix on a wire, such as Z0"
            );
        Error($"--circuit={file}", "--observables=H[0] <Z0>")
            .ShouldStartWith("--observables=\"H[0] <Z0>\"; expected observables and nothing else");
        Error($"--circuit={file}", "--observables=<Z2>")
            .ShouldStartWith("--observables, column 1: <Z2> acts on wire 2");
        Error("--inputs=a").ShouldStartWith("--inputs without --circuit=FILE.qasm; expected it with an OpenQASM file");
        Error("--circuit=2: H[0] <Z>", "--observables=<Z0>")
            .ShouldStartWith("--observables without --circuit=FILE.qasm");
        string broken = Write(Program + "hh q[0];\n");
        Error($"--circuit={broken}")
            .ShouldStartWith($"{broken}, line 8, column 1: found 'hh'; did you mean h? Expected a gate");
    }

    private string Write(string program)
    {
        string file = _folder.File("circuit.qasm");
        File.WriteAllText(file, program);
        return file;
    }

    private static string Error(params string[] arguments) =>
        Should.Throw<BadInputException>(() => TextOf(arguments)).Message;

    private static string? TextOf(params string[] arguments)
    {
        Option<string?> circuit = CircuitOption.Create();
        RootCommand command = new("test") { circuit, CircuitOption.Inputs, CircuitOption.Observables };
        return CircuitOption.TextOf(command.Parse(arguments), circuit);
    }
}
