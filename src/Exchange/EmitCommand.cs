using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text;
using QImpact.Data;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Compilation;
using QImpact.Quantum.Compilation.Sparse;
using QImpact.Quantum.Emit;
using QImpact.Terminal;

namespace QImpact.Exchange;

/// <summary>The <c>emit</c> command: a circuit's exact function as source code or a file for other tools.</summary>
public static class EmitCommand
{
    private static readonly (string Name, CircuitForm Form)[] Forms =
    [
        ("sparse", CircuitForm.Sparse),
        ("dense", CircuitForm.Dense),
        ("gates", CircuitForm.GateByGate),
    ];

    private static readonly Option<string?> CircuitText = CircuitOption.Create();

    private static readonly Option<string> As = TargetOption();

    private static readonly Option<string?> Name = Options.Of<string?>(
        "--name",
        "NAME",
        "The class or function to define. Default: QuantumLayer or quantum_layer, as the language has it."
    );

    private static readonly Option<string?> Form = Options
        .Of<string?>("--form", "FORM", "How the outputs are computed. Default: the cheapest way.")
        .AcceptOnly([.. Forms.Select(form => form.Name)]);

    private static readonly Option<string?> Out = Options.Of<string?>(
        "--out",
        "FILE",
        "Where to write it. Default: standard output."
    );

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Command command = new("emit", "Write what a circuit computes as source code or a file for other tools.")
        {
            CircuitText,
            CircuitOption.Inputs,
            CircuitOption.Observables,
            As,
            Name,
            Form,
            Out,
        };
        CommandProgram.AddExamples(command, "emit --as=qasm --out=paper.qasm");
        CommandProgram.SetAction(command, Execute);
        return command;
    }

    private static int Execute(ParseResult parsed)
    {
        long start = Stopwatch.GetTimestamp();
        EmitTarget target = EmitTarget.All.Single(target => target.Name == parsed.GetValue(As));
        string? name = parsed.GetValue(Name);
        if (name is not null && !target.DefinesName)
            throw new BadInputException($"--name={name} with --as={target.Name}, which defines no name; expected none");
        Circuit circuit = CircuitOption.Parse(CircuitOption.TextOf(parsed, CircuitText));
        byte[] content = Emit(
            target,
            () => new EmitSource(Compile(circuit, parsed.GetValue(Form)), null, name, Origin(parsed)),
            trainable: false
        );
        Write(parsed.GetValue(Out), target, content, start);
        return ExitCode.Done;
    }

    private static CompiledCircuit Compile(Circuit circuit, string? form) =>
        form is null ? circuit.Compile() : circuit.Compile(Forms.Single(known => known.Name == form).Form);

    private static byte[] Emit(EmitTarget target, Func<EmitSource> source, bool trainable)
    {
        try
        {
            return target.Write(source(), trainable);
        }
        catch (Exception refusal)
            when (refusal is NotSupportedException or ArgumentException or SparseFormTooLargeException)
        {
            throw new BadInputException($"emit --as={target.Name}: {refusal.FirstLine()}", refusal);
        }
    }

    private static void Write(string? file, EmitTarget target, byte[] content, long start)
    {
        if (file is null)
        {
            if (!target.IsText)
                throw new BadInputException($"--as={target.Name} is no text; expected --out=FILE{target.Extension}");
            Console.Write(Encoding.UTF8.GetString(content));
            return;
        }
        AtomicFile.Write(file, stream => stream.Write(content));
        Console.Error.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{file}: {target.Summary}, {Size(content.Length)}, in {Stopwatch.GetElapsedTime(start).TotalSeconds:0.00} s"
            )
        );
    }

    private static string Size(int bytes) =>
        bytes < 1000 ? $"{bytes} bytes" : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1000.0:0.0} kB");

    // The command line that makes the file again, on one line; where the file is written does not matter to what is in it.
    private static string Origin(ParseResult parsed)
    {
        string version =
            typeof(EmitCommand)
                .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
                ?.InformationalVersion.Split('+')[0]
            ?? "";
        StringBuilder line = new($"qimpact {version} emit");
        foreach (
            Option<string?> option in (Option<string?>[])
                [CircuitText, CircuitOption.Inputs, CircuitOption.Observables, As!, Name, Form]
        )
        {
            if (parsed.GetValue(option) is { } value)
                line.Append(' ').Append(option.Name).Append('=').Append(Quoted(value));
        }
        return line.ToString();
    }

    private static string Quoted(string value) =>
        value.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-' or '.')
            ? value
            : $"\"{value.ReplaceLineEndings(" ").Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static Option<string> TargetOption()
    {
        Option<string> option = Options
            .Of<string>(
                "--as",
                "TARGET",
                string.Join("; ", EmitTarget.All.Select(target => $"{target.Name}: {target.Summary}")) + "."
            )
            .AcceptOnly([.. EmitTarget.All.Select(target => target.Name)]);
        option.Required = true;
        return option;
    }
}
