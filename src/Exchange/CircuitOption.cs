using System.CommandLine;
using QImpact.Data;
using QImpact.Quantum;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Qasm;
using QImpact.Quantum.Text;
using QImpact.Terminal;

namespace QImpact.Exchange;

/// <summary>
/// <c>--circuit</c>: what a quantum layer computes, as text or as an OpenQASM file. The paper's circuit where it is not given.
/// <c>--inputs</c> and <c>--observables</c> say what such a file does not say itself.
/// </summary>
public static class CircuitOption
{
    /// <summary>What the option is called.</summary>
    public const string Name = "--circuit";

    private const string Extension = ".qasm";

    /// <summary><c>--inputs</c>, for a file.</summary>
    public static Option<string?> Inputs { get; } =
        Options.Of<string?>(
            "--inputs",
            "NAMES",
            "Which parameters of the OpenQASM file are inputs, such as \"x*\" or \"a,b?\"; the others are weights. Default: those named x, inputs or features, with numbers behind."
        );

    /// <summary><c>--observables</c>, for a file.</summary>
    public static Option<string?> Observables { get; } =
        Options.Of<string?>(
            "--observables",
            "TEXT",
            "The outputs of the OpenQASM file, such as \"<Z0 Z1> <X2>\". Default: Z of each measured bit, or of each qubit."
        );

    /// <summary>The option.</summary>
    public static Option<string?> Create() =>
        Options.Of<string?>(
            Name,
            "TEXT|FILE.qasm",
            "A circuit (docs/circuits.md), such as \"4: AngleEmbedding(X) BasicEntanglerLayers(RX, layers=2) <Z>\", or a file in OpenQASM (docs/openqasm.md). "
                + "Default: that one, the paper's."
        );

    /// <summary>The circuit.</summary>
    /// <exception cref="BadInputException">The text is none.</exception>
    public static Circuit Parse(string? text)
    {
        try
        {
            return text is null ? KnownCircuits.Paper : Circuit.Parse(text);
        }
        catch (CircuitFormatException exception)
        {
            throw new BadInputException($"{Name}: {exception.Message}", exception);
        }
    }

    /// <summary>The circuit's text: what was given, or that of the file's circuit; null where nothing was given.</summary>
    /// <inheritdoc cref="ReadFile(ParseResult, Option{string})"/>
    public static string? TextOf(ParseResult parsed, Option<string?> circuit) =>
        ReadFile(parsed, circuit)?.Circuit.ToString() ?? parsed.GetValue(circuit);

    /// <summary>The circuit of the OpenQASM file that was given; null where none was.</summary>
    /// <exception cref="BadInputException">
    /// The file can't be read or is no circuit, <c>--inputs</c> or <c>--observables</c> does not fit it, or there is no file and one of them.
    /// </exception>
    public static OpenQasmProgram? ReadFile(ParseResult parsed, Option<string?> circuit)
    {
        string? inputs = parsed.GetResult(Inputs) is null ? null : parsed.GetValue(Inputs);
        string? observables = parsed.GetResult(Observables) is null ? null : parsed.GetValue(Observables);
        string? given = parsed.GetValue(circuit);
        if (given?.EndsWith(Extension, StringComparison.OrdinalIgnoreCase) is true)
            return ReadFile(given, inputs, observables);
        if ((inputs ?? observables) is not null)
            throw new BadInputException(
                $"{(inputs is null ? Observables : Inputs).Name} without {Name}=FILE{Extension}; expected it with an OpenQASM file, whose parameters and "
                    + "outputs it tells"
            );
        return null;
    }

    /// <summary>How a file's parameters are numbered, a line for each kind that it has.</summary>
    public static string NamesOf(OpenQasmProgram program) =>
        Numbered("inputs", 'x', program.Inputs) + Numbered("weights", 'w', program.Weights);

    private static string Numbered(string what, char letter, ValueList<string> names) =>
        names.Count == 0
            ? ""
            : $"{what} of the file: {string.Join(", ", names.Select((name, i) => $"{letter}{i} = {name}"))}\n";

    private static OpenQasmProgram ReadFile(string file, string? inputs, string? observables)
    {
        string text = InputFile.ReadText(file);
        OpenQasmOptions options = new()
        {
            Inputs =
            [
                .. inputs?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [],
            ],
        };
        OpenQasmProgram program = Read(file, text, options);
        return observables is null
            ? program
            : Read(file, text, options with { Observables = ParseObservables(observables, program.Circuit.Qubits) });
    }

    private static OpenQasmProgram Read(string file, string text, OpenQasmOptions options)
    {
        try
        {
            return OpenQasmProgram.Read(text, options);
        }
        catch (OpenQasmFormatException exception)
        {
            throw new BadInputException($"{file}, {exception.Message}", exception);
        }
        catch (ArgumentException exception)
        {
            throw new BadInputException($"{Inputs.Name} for {file}: {exception.FirstLine()}", exception);
        }
    }

    private static ValueList<Observable> ParseObservables(string text, int qubits)
    {
        string start = $"{qubits}: ";
        try
        {
            Circuit circuit = Circuit.Parse(start + text);
            return circuit.Operations.Count == 0 && circuit.OutputCount > 0
                ? circuit.Observables
                : throw new BadInputException(
                    $"{Observables.Name}=\"{text}\"; expected observables and nothing else, such as <Z0 Z1> or P(01)[0,1]"
                );
        }
        catch (CircuitFormatException exception)
        {
            string problem = exception.Message[(exception.Message.IndexOf(": ", StringComparison.Ordinal) + 2)..];
            throw new BadInputException(
                $"{Observables.Name}, column {exception.Position - start.Length + 1}: {problem}",
                exception
            );
        }
    }
}
