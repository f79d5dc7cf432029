using System.Text.Json;
using System.Text.RegularExpressions;
using QImpact.Data;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Noise;
using QImpact.Tests;
using Shouldly;
using Xunit;

namespace QImpact.Exchange.Tests;

public sealed partial class NoiseFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_example_of_the_documentation_is_read_and_written_and_acts_on_the_papers_circuit()
    {
        NoiseModel noise = NoiseFile.Read(Saved(ExampleOfTheDocumentation()));
        noise.Gates.Count.ShouldBe(3);
        noise.Wires[0].ShouldBe(new WireNoise(120, 95, 0.01, new ReadoutError(0.012, 0.034)));
        NoiseFile.Of("written", NoiseFile.Write(noise)).ShouldBe(noise);
        Circuit noisy = noise.ApplyTo(KnownCircuits.Paper);
        noisy
            .ToString()
            .ShouldContain("CNOT[3,0] DepolarizingChannel(0.015)[3] ThermalRelaxationError(0.03, 75, 50, 0.42)[3]");
        noisy.Readout[3].ShouldBe(new ReadoutError(0.025));
    }

    [Fact]
    public void A_card_with_probabilities_per_layer_alone_is_read()
    {
        JsonElement old = JsonDocument
            .Parse("""{ "depolarizing": 0.01, "bit_flip": 0, "phase_flip": 0.02, "readout": 0.03 }""")
            .RootElement;
        NoiseFile
            .Of("card.json, noise", old)
            .ShouldBe(
                new NoiseModel
                {
                    Layers = [Channel.Depolarizing(0.01), Channel.PhaseFlip(0.02)],
                    Readout = new ReadoutError(0.03),
                }
            );
    }

    [Theory]
    [InlineData("""{ "gate": [] }""", "FILE: there is no 'gate'; did you mean gates?")]
    [InlineData("""[]""", "FILE is []; expected an object with description, layers, gates, wires, readout")]
    [InlineData("""{ "layers": "BitFlip(0.1)" }""", "FILE, layers is \"BitFlip(0.1)\"; expected a list of channels")]
    [InlineData(
        """{ "layers": ["AmplitudeDamping(2)"] }""",
        "FILE, layers[0]: column 1 of the circuit: AmplitudeDamping with gamma = 2; expected 0 to 1"
    )]
    [InlineData(
        """{ "gates": [{ "gates": ["CNOTT"] }] }""",
        "FILE, gates[0]: there is no gate 'CNOTT'; did you mean CNOT?"
    )]
    [InlineData(
        """{ "gates": [{ "gates": ["CNOT"], "wires": ["a"] }] }""",
        "FILE, gates[0].wires[0] is \"a\"; expected a wire, such as 0"
    )]
    [InlineData(
        """{ "gates": [{ "gates": ["CNOT"], "time": 0.3 }] }""",
        "FILE: gates have a time, and no wire has t1 and t2; expected both, or neither"
    )]
    [InlineData(
        """{ "wires": [{ "t1": 5, "t2": 11 }] }""",
        "FILE, wires[0]: ThermalRelaxationError with t1 = 5 and t2 = 11; expected t2 of at most 2 t1"
    )]
    [InlineData(
        """{ "wires": [{ "readout": [0.1, 0.2, 0.3] }] }""",
        "FILE, wires[0].readout has 3 numbers; expected a probability from 0 to 1, or two: reading 1 for 0, and 0 for 1"
    )]
    public void What_is_wrong_is_said_with_its_place(string text, string message)
    {
        string file = Saved(text);
        string said = Should.Throw<BadInputException>(() => NoiseFile.Read(file)).Message;
        said.Replace(file, "FILE", StringComparison.Ordinal).ShouldStartWith(message);
    }

    private string Saved(string text)
    {
        string file = _folder.File("device.json");
        File.WriteAllText(file, text);
        return file;
    }

    private static string ExampleOfTheDocumentation()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "noise.md"));
        return JsonBlock().Match(page).Groups[1].Value;
    }

    [GeneratedRegex("```json\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex JsonBlock();
}
