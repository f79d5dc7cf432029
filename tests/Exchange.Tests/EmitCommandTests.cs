using System.CommandLine;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Emit;
using QImpact.Terminal;
using QImpact.Tests;
using Shouldly;
using Xunit;

namespace QImpact.Exchange.Tests;

public sealed class EmitCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_writes_to_standard_output_how_it_was_made_and_the_program()
    {
        (int code, string output, string error) = await Run("--as=qasm", "--circuit=2: RX(x0)[0] CNOT[0,1] <Z>");
        code.ShouldBe(0, error);
        error.ShouldBeEmpty();
        string[] parts = output.Split('\n', 2);
        parts[0].ShouldBe("// qimpact 0.1.0 emit --circuit=\"2: RX(x0)[0] CNOT[0,1] <Z>\" --as=qasm");
        parts[1].ShouldBe(Circuit.Parse("2: RX(x0)[0] CNOT[0,1] <Z>").ToOpenQasm());
    }

    [Fact]
    public async Task A_file_is_written_and_its_path_size_and_time_are_said()
    {
        string file = _folder.File("paper.qasm");
        (int code, string output, string error) = await Run("--as=qasm", $"--out={file}");
        code.ShouldBe(0, error);
        output.ShouldBeEmpty();
        File.ReadAllText(file).ShouldEndWith(KnownCircuits.Paper.ToOpenQasm());
        error.ShouldMatch(@"^\S+paper\.qasm: a program in OpenQASM 3 for devices, [\d.]+ (kB|bytes), in \d\.\d\d s\n$");
    }

    [Theory]
    [InlineData("--as=qasm --name=layer", "--name=layer with --as=qasm, which defines no name; expected none")]
    [InlineData("--as=qsm", "--as=qsm; expected one of ")]
    [InlineData("--as=qasm --form=spare", "--form=spare; expected one of sparse, dense, gates; did you mean 'sparse'?")]
    [InlineData(
        "--as=qasm --circuit=2:BitFlip(0.1)[0]<Z>",
        "emit --as=qasm: BitFlip(0.1)[0] can't be written in OpenQASM"
    )]
    [InlineData("--as=qasm --circuit=2:", "expected")]
    public async Task Bad_input_is_one_line_and_code_2(string arguments, string expected)
    {
        (int code, string output, string error) = await Run(arguments.Split(' '));
        code.ShouldBe(ExitCode.BadInput);
        output.ShouldBeEmpty();
        error.ShouldContain(expected);
        error.Count(character => character == '\n').ShouldBe(1);
    }

    private static async Task<(int Code, string Output, string Error)> Run(params string[] arguments)
    {
        (TextWriter output, TextWriter error) = (Console.Out, Console.Error);
        using StringWriter newOutput = new();
        using StringWriter newError = new();
        Console.SetOut(newOutput);
        Console.SetError(newError);
        try
        {
            RootCommand root = new("test") { EmitCommand.Create() };
            int code = await CommandProgram.RunAsync(root, ["emit", .. arguments]);
            return (code, newOutput.ToString(), newError.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
        }
    }
}
