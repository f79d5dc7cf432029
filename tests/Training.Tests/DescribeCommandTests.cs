using System.CommandLine;
using System.Text.Json;
using QImpact.Data;
using QImpact.Data.Models;
using QImpact.Data.Runs;
using QImpact.Exchange;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Compilation;
using QImpact.Quantum.Description;
using QImpact.Quantum.Noise;
using QImpact.Terminal;
using QImpact.Tests;
using QImpact.Training.Commands;
using QImpact.Training.Export;
using QImpact.Training.Models;
using Shouldly;
using Xunit;

namespace QImpact.Training.Tests;

/// <summary>Another circuit on its way from the command line through training and export to its description.</summary>
public sealed class DescribeCommandTests : IDisposable
{
    private const string Text = "3: AngleEmbedding(Y) StronglyEntanglingLayers(layers=1) <Z0 Z1> <X2>";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_network_with_another_circuit_is_trained_exported_and_described_from_its_card_and_its_file()
    {
        CompiledCircuit compiled = CircuitNetworks.Compile(Text);
        Circuit circuit = compiled.Circuit;
        string data = Phantoms.Archive(_folder);
        Network network = Network.Of(Architecture.QuantumMid, () => compiled);
        RunFolder run = Phantoms.Train(_folder.File("run"), data, network);
        Circuit.Parse(run.ReadConfig().Circuit!).ShouldBe(circuit);
        run.ReadConfig().Name.ShouldBe("phantom-quantum-mid-matched-e1-c38d232d1-s0");

        ExportSummary summary = RunExport.Execute(run, _folder.File("models"), data, CancellationToken.None);
        ModelCard card = Json.ReadFile<ModelCard>(summary.Card);
        card.Circuit.Deserialize<CircuitDescription>(Json.Options).ShouldBe(circuit.Describe());
        RecordedCircuit.Choose(null, summary.Card).ShouldBe(circuit);
        RecordedCircuit.Choose(null, summary.Model).ShouldBe(circuit);

        (Circuit ofRun, double[] weights) = RecordedCircuit.OfRun(run.Path);
        ofRun.ShouldBe(circuit);
        weights.Length.ShouldBe(circuit.WeightCount);
        weights.Distinct().Count().ShouldBe(weights.Length);
        RecordedCircuit.WeightsOfModel(summary.Model, circuit).ShouldBe(weights);
        RecordedCircuit.WeightsOfModel(summary.Card, circuit).ShouldBe(weights);
        WeightsOption.Read(run.HeadFile, circuit).ShouldBe(weights);

        NoiseModel noise = new()
        {
            Layers = [Channel.Depolarizing(0.02), Channel.BitFlip(0.01)],
            Readout = new ReadoutError(0.03),
        };
        ExportOptions options = new() { Noise = noise };
        summary = RunExport.Execute(run, _folder.File("noisy"), data, CancellationToken.None, options);
        Circuit noisy = noise.ApplyTo(circuit);
        RecordedCircuit.Choose(null, summary.Card).ShouldBe(noisy);
        RecordedCircuit.Choose(null, summary.Model).ShouldBe(noisy);
        RecordedCircuit.WeightsOfModel(summary.Model, noisy).ShouldBe(weights);
        Json.ReadFile<ModelCard>(summary.Card)
            .Circuit.Deserialize<CircuitDescription>(Json.Options)
            .ShouldBe(noisy.Describe());
    }

    [Theory]
    [InlineData("2: CRX(x0)[0,1] <Z1>")]
    [InlineData("2: CRX(x0)[0,1] RY(w0)[1] <Z1>")]
    [InlineData("2: AngleEmbedding(Z) <Z> ReadoutError(0.1)")]
    [InlineData("2: RX(x0)[0] RX(w0)[1] <1e16*Z1>")]
    [InlineData("2: RX(x0)[0] BitFlip(0.5)[0] <Z0> <I>")]
    public void A_circuit_whose_outputs_no_input_changes_is_not_trained(string text) =>
        Should
            .Throw<BadInputException>(() => CircuitNetworks.Compile(text))
            .Message.ShouldBe(
                $"--circuit: no input changes an output of \"{Circuit.Parse(text)}\"; expected one that does, such as AngleEmbedding(X) and <Z>"
            );

    [Theory]
    [InlineData("2: CRX(x0)[0,1] RX(x0)[0] <Z1> <Z0>")]
    [InlineData("2: AngleEmbedding(X) <0.000000000001*Z0>")]
    [InlineData("2: AmplitudeEmbedding(normalize=true) <Z0>")]
    [InlineData("10: 3*(AngleEmbedding(X) StronglyEntanglingLayers(layers=1)) <Z9>")]
    public void A_circuit_with_an_output_that_an_input_changes_is_trained(string text) =>
        CircuitNetworks.Compile(text).Circuit.ShouldBe(Circuit.Parse(text));

    [Fact]
    public async Task It_prints_the_description_as_text_and_as_JSON_and_the_circuit_in_OpenQASM()
    {
        (int code, string text, _) = await Run($"--circuit={Text}");
        (code, text).ShouldBe((ExitCode.Done, Circuit.Parse(Text).Describe().ToString()));
        (_, string json, _) = await Run($"--circuit={Text}", "--json");
        JsonSerializer.Deserialize<CircuitDescription>(json, Json.Options).ShouldBe(Circuit.Parse(Text).Describe());
        (_, string qasm, _) = await Run($"--circuit={Text}", "--qasm");
        qasm.ShouldStartWith("OPENQASM 3");
        (_, string noisy, _) = await Run("--noise=depolarizing=0.1");
        noisy.ShouldContain("DepolarizingChannel");
    }

    [Fact]
    public async Task It_describes_the_head_of_an_architecture_layer_by_layer()
    {
        (int code, string tanh, _) = await Run("--architecture=mid-tanh");
        code.ShouldBe(ExitCode.Done);
        tanh.ReplaceLineEndings("\n")
            .ShouldBe(
                """
                mid-tanh (Mid-Tanh): 3 stages of ResNet18, 256 features of an image, and a head to 2 classes
                controls for: a bounded nonlinearity: what a classical function with as many parameters as the paper's circuit does in its place

                  reduce  W x + b        256 to 4    1,028 trained
                  tanh    tanh(a x + b)    4 to 4        8 trained
                  head    W x + b          4 to 2       10 trained
                                                     1,046 trained

                """.ReplaceLineEndings("\n")
            );
        (_, string frozen, _) = await Run("--architecture=end-frozen");
        frozen.ShouldContain(
            "quantum  expectations of the circuit, whose weights stay    4 to 4        0 trained, 8 fixed"
        );
        frozen.ShouldContain("<Z0> <Z1> <Z2> <Z3>\n");
        (_, string separable, _) = await Run("--architecture=end-separable", $"--circuit={Text}", "--json");
        HeadDescription read = JsonSerializer.Deserialize<HeadDescription>(separable, Json.Options)!;
        read.Circuit.ShouldBe(Circuit.Parse(Text).WithoutEntanglement().Describe());
        read.Layers.Select(layer => (layer.Name, layer.Inputs, layer.Outputs, layer.Trained))
            .ShouldBe([("reduce", 512, 3, 1539), ("quantum", 3, 2, 9), ("head", 2, 2, 6)]);
        (_, string qasm, _) = await Run("--architecture=end-separable", "--qasm");
        qasm.ShouldStartWith("OPENQASM 3");
        qasm.ShouldNotContain("cx ");
    }

    [Theory]
    [InlineData(
        "--architecture=end-tanh --circuit=2: AngleEmbedding(X) <Z>",
        "--circuit with --architecture=end-tanh, which is made from no circuit"
    )]
    [InlineData("--architecture=end-tanh --qasm", "--qasm: end-tanh is made from no circuit; expected one that is")]
    [InlineData(
        "--architecture=quantum-end --noise=readout=0.1",
        "--architecture and --noise together; expected one of them"
    )]
    [InlineData(
        "--architecture=end-separable --circuit=2: RX(w0)[0] CRX(x0)[0,1] <Z1>",
        "no input changes an output of what is left"
    )]
    public async Task What_an_architecture_can_not_be_described_with_is_one_line_and_exit_code_2(
        string arguments,
        string expected
    )
    {
        (int code, string output, string error) = await Run(arguments.Split(' ', 2));
        (code, output).ShouldBe((ExitCode.BadInput, ""));
        error.ShouldContain(expected);
        error.TrimEnd().Split('\n').Length.ShouldBe(1);
    }

    [Theory]
    [InlineData("--circuit=2: AngelEmbedding(X) <Z>", "did you mean AngleEmbedding?")]
    [InlineData("--model=no-such-card.json", "no-such-card.json can't be read")]
    [InlineData("--noise=depolarizing=2", "'depolarizing=2' is no probability of a kind")]
    public async Task Bad_input_is_one_line_and_exit_code_2(string argument, string expected)
    {
        (int code, string output, string error) = await Run(argument);
        code.ShouldBe(ExitCode.BadInput);
        output.ShouldBeEmpty();
        error.ShouldStartWith("error: ");
        error.ShouldContain(expected);
        error.TrimEnd().Split('\n').Length.ShouldBe(1);
    }

    [Fact]
    public void A_model_without_a_quantum_layer_and_a_file_that_is_no_model_are_refused()
    {
        string card = Path.Combine(Repository.Root, "tests", "fixtures", "models", "baseline.json");
        Should
            .Throw<BadInputException>(() => RecordedCircuit.Choose(null, card))
            .Message.ShouldBe($"{card} has no quantum layer; expected the card or the file of a hybrid model");
        string file = _folder.File("broken.onnx");
        File.WriteAllBytes(file, [0xff, 0xff, 0xff]);
        Should
            .Throw<BadInputException>(() => RecordedCircuit.Choose(null, file))
            .Message.ShouldBe($"{file} is no ONNX file; expected a file that export wrote");
        Should
            .Throw<BadInputException>(() => RecordedCircuit.Choose(Text, card))
            .Message.ShouldBe("--circuit and --model together; expected one of them");
    }

    private static async Task<(int Code, string Output, string Error)> Run(params string[] arguments)
    {
        (TextWriter output, TextWriter error) = (Console.Out, Console.Error);
        using var newOutput = new StringWriter();
        using var newError = new StringWriter();
        Console.SetOut(newOutput);
        Console.SetError(newError);
        try
        {
            var root = new RootCommand("test") { DescribeCommand.Create() };
            int code = await CommandProgram.RunAsync(root, ["describe", .. arguments]);
            return (code, newOutput.ToString(), newError.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
        }
    }
}
