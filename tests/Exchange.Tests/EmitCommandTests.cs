using System.CommandLine;
using QImpact.Onnx;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Emit;
using QImpact.Terminal;
using QImpact.Tests;
using Shouldly;
using Xunit;

namespace QImpact.Exchange.Tests;

[Collection("console")] // one for a process
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
    [InlineData("--as=qasm --name=layer", "--name with --as=qasm, which defines no name; expected it without")]
    [InlineData("--as=qsm", "--as=qsm; expected one of ")]
    [InlineData(
        "--as=csharp --form=spare",
        "--form=spare; expected one of sparse, dense, gates; did you mean 'sparse'?"
    )]
    [InlineData(
        "--as=qasm --circuit=2:BitFlip(0.1)[0]<Z>",
        "emit --as=qasm: BitFlip(0.1)[0] can't be written in OpenQASM"
    )]
    [InlineData("--as=qasm --circuit=2:RX(", "expected")]
    [InlineData(
        "--as=qasm --form=sparse",
        "--form with --as=qasm, which computes nothing in a form; expected it without"
    )]
    [InlineData(
        "--as=csharp --trainable",
        "--trainable with --as=csharp, which has its weights open where none are given"
    )]
    [InlineData("--as=csharp --name=class", "the name 'class' is no name of a class in C#")]
    [InlineData("--as=onnx", "--as=onnx is no text; expected --out=FILE.onnx")]
    [InlineData("--as=onnx --out=x.onnx", "the 8 weights are not known; expected --weights=FILE")]
    [InlineData(
        "--as=csharp --circuit=1:RX(x0)[0]<Z> --model=a.onnx",
        "--circuit and --model together; expected one of them"
    )]
    [InlineData("--as=csharp --run=a --model=a.onnx", "--model and --run together; expected one of them")]
    [InlineData("--as=csharp --run=a --weights=a.npy", "--run and --weights together; expected one of them")]
    [InlineData("--as=csharp --weights=a.npy", "a.npy can't be read")]
    [InlineData("--as=csharp --model=none.onnx", "none.onnx can't be read")]
    [InlineData("--as=csharp --form=dense", "the form Dense is not written in C#; expected Sparse or GateByGate")]
    [InlineData(
        "--as=csharp --circuit=30:AngleEmbedding(X)StronglyEntanglingLayers(layers=2)<Z>",
        "expected a circuit with fewer rotations that don't commute"
    )]
    [InlineData(
        "--as=qasm --noise=amplitude-damping=0.1",
        "emit --as=qasm: AmplitudeDamping(0.1)[0] can't be written in OpenQASM"
    )]
    [InlineData("--as=numpy --noise=damping=0.1", "--noise=damping=0.1: there is no noise 'damping'")]
    public async Task Bad_input_is_one_line_and_code_2(string arguments, string expected)
    {
        (int code, string output, string error) = await Run(arguments.Split(' '));
        code.ShouldBe(ExitCode.BadInput);
        output.ShouldBeEmpty();
        error.ShouldContain(expected);
        error.Count(character => character == '\n').ShouldBe(1);
    }

    [Fact]
    public async Task Weights_of_a_file_are_bound_and_the_line_at_the_top_says_which()
    {
        string weights = _folder.File("w.json");
        File.WriteAllText(weights, "[[0.5]]");
        (int code, string output, string error) = await Run(
            "--as=qasm",
            "--circuit=1: RX(x0)[0] RY(w0)[0] <Z>",
            $"--weights={weights}"
        );
        code.ShouldBe(0, error);
        output.ShouldContain($"--weights=\"{weights}\" --as=qasm");
        output.ShouldContain("ry(0.5) q[0];");
    }

    [Fact]
    public async Task An_ONNX_file_is_written_with_its_weights_as_an_input()
    {
        string file = _folder.File("layer.onnx");
        (int code, _, string error) = await Run("--as=onnx", "--trainable", $"--out={file}");
        code.ShouldBe(0, error);
        OnnxFile.ReadMetadata(File.ReadAllBytes(file))["made_by"].ShouldBe("qimpact 0.1.0 emit --as=onnx --trainable");
        OnnxChecker.Check(File.ReadAllBytes(file)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_large_file_is_written_and_the_forms_that_are_smaller_are_named()
    {
        (int code, string output, string error) = await Run(
            "--as=csharp",
            "--circuit=8: AngleEmbedding(X) BasicEntanglerLayers(RY, layers=3) <Z>",
            "--form=sparse"
        );
        code.ShouldBe(0, error);
        output.Length.ShouldBeGreaterThan(200_000);
        error.ShouldMatch(@"^\d+\.\d kB are more than 200\.0 kB: --form=gates makes \d+\.\d kB\n$");
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
