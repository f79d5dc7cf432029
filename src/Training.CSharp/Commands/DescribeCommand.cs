using System.CommandLine;
using System.Text.Json;
using QImpact.Data;
using QImpact.Data.Runs;
using QImpact.Exchange;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Description;
using QImpact.Quantum.Emit;
using QImpact.Quantum.Qasm;
using QImpact.Terminal;
using QImpact.Training.Models;

namespace QImpact.Training.Commands;

/// <summary>The <c>describe</c> command: what a circuit or an architecture's head does, without training anything.</summary>
public static class DescribeCommand
{
    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Option<string?> circuit = CircuitOption.Create();
        Option<string?> architecture = Options
            .Of<string?>(
                "--architecture",
                "NAME",
                "Describe the head of an architecture, and the circuit that it is made from."
            )
            .AcceptOnly([.. Architecture.Names]);
        Option<string?> model = Options.Of<string?>(
            "--model",
            "FILE",
            "The circuit of an exported model: its card NAME.json, or NAME.onnx."
        );
        Option<string?> noise = NoiseOption.Create();
        Option<bool> json = Options.Json("the description");
        Option<bool> qasm = new("--qasm")
        {
            Description = "Print the circuit in OpenQASM 3 instead, inputs and weights as its parameters.",
        };
        Command command = new(
            "describe",
            "Describe a circuit: drawing, form and why, polynomial, what the outputs and weights do, frequencies, cost. Or the head of an architecture."
        )
        {
            circuit,
            CircuitOption.Inputs,
            CircuitOption.Observables,
            architecture,
            model,
            noise,
            json,
            qasm,
        };
        CommandProgram.AddExamples(
            command,
            "describe",
            "describe --circuit=\"6: AngleEmbedding(Y) StronglyEntanglingLayers(layers=2) <Z>\"",
            "describe --circuit=\"2: IQPEmbedding BasicEntanglerLayers(layers=1) P\" --json",
            "describe --circuit=ansatz.qasm --inputs=\"x*\"",
            "describe --architecture=end-separable",
            "describe --model=models/breastmnist-quantum-end-paper-s0.json --qasm"
        );
        CommandProgram.SetAction(
            command,
            parsed =>
            {
                bool asJson = parsed.GetValue(json);
                if (asJson && parsed.GetValue(qasm))
                    throw new BadInputException("--json and --qasm together; expected one of them");
                OpenQasmProgram? file = CircuitOption.ReadFile(parsed, circuit);
                string? text = file?.Circuit.ToString() ?? parsed.GetValue(circuit);
                Circuit? chosen = null;
                if (parsed.GetValue(architecture) is { } name)
                {
                    RequireAlone(parsed, model, noise);
                    Network network = CircuitNetworks.NetworkOf(Architecture.Parse(name), text);
                    if (!parsed.GetValue(qasm))
                    {
                        Options.Print(
                            asJson,
                            HeadDescription.Of(network),
                            description => description.ToString().TrimEnd()
                        );
                        return ExitCode.Done;
                    }
                    chosen =
                        network.Compiled?.Circuit
                        ?? throw new BadInputException($"--qasm: {name} is made from no circuit; expected one that is");
                }
                chosen ??= RecordedCircuit.Choose(text, parsed.GetValue(model));
                chosen = RecordedCircuit.WithNoise(chosen, NoiseOption.Parse(parsed.GetValue(noise)));
                Console.Write(parsed.GetValue(qasm) ? Qasm(chosen) : Text(chosen, asJson));
                if (file is not null && !asJson && !parsed.GetValue(qasm))
                    Console.Write($"\n{CircuitOption.NamesOf(file)}");
                return ExitCode.Done;
            }
        );
        return command;
    }

    private static void RequireAlone(ParseResult parsed, params Option[] others)
    {
        if (others.FirstOrDefault(other => parsed.GetResult(other) is { Implicit: false }) is { } given)
            throw new BadInputException($"--architecture and {given.Name} together; expected one of them");
    }

    private static string Text(Circuit circuit, bool json)
    {
        CircuitDescription description = circuit.Describe();
        return json ? JsonSerializer.Serialize(description, Json.Options) + "\n" : description.ToString();
    }

    private static string Qasm(Circuit circuit)
    {
        try
        {
            return circuit.ToOpenQasm();
        }
        catch (NotSupportedException refusal)
        {
            throw new BadInputException($"--qasm: {refusal.FirstLine()}", refusal);
        }
    }
}
