using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text;
using QImpact.Data;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Compilation;
using QImpact.Quantum.Compilation.Sparse;
using QImpact.Quantum.Noise;
using QImpact.Terminal;

namespace QImpact.Exchange;

/// <summary>The <c>emit</c> command: a circuit's exact function as source code or a file for other tools.</summary>
public static class EmitCommand
{
    // A larger file is written, and what would be smaller is said.
    private const int LargeBytes = 200_000;

    private static readonly (string Name, CircuitForm? Form)[] Forms =
    [
        ("sparse", CircuitForm.Sparse),
        ("dense", CircuitForm.Dense),
        ("gates", CircuitForm.GateByGate),
    ];

    private static readonly Option<string?> CircuitText = CircuitOption.Create();

    private static readonly Option<string?> Model = Options.Of<string?>(
        "--model",
        "FILE",
        "The circuit and the trained weights of an exported model: NAME.onnx, or its card NAME.json."
    );

    private static readonly Option<string?> Run = Options.Of<string?>(
        "--run",
        "FOLDER",
        "The circuit and the trained weights of a run."
    );

    private static readonly Option<string?>[] Sources = [CircuitText, Model, Run];

    private static readonly Option<string?> WeightsFile = WeightsOption.Create();

    private static readonly Option<string?> Noise = NoiseOption.Create();

    private static readonly Option<string> As = TargetOption();

    private static readonly Option<string?> Name = Options.Of<string?>(
        "--name",
        "NAME",
        "The class or function to define. Default: QuantumLayer or quantum_layer, as the language has it."
    );

    private static readonly Option<string?> Form = Options
        .Of<string?>("--form", "FORM", "How the outputs are computed. Default: the cheapest way.")
        .AcceptOnly([.. Forms.Select(form => form.Name)]);

    private static readonly Option<bool> Trainable = new("--trainable")
    {
        Description =
            "ONNX: the weights are an input of the file, for tools that train it; known ones are its default.",
    };

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
            Model,
            Run,
            WeightsFile,
            Noise,
            As,
            Name,
            Form,
            Trainable,
            Out,
        };
        CommandProgram.AddExamples(
            command,
            "emit --circuit=\"4: AngleEmbedding(X) BasicEntanglerLayers(RX, layers=2) <Z>\" --as=csharp --name=PaperLayer",
            "emit --circuit=\"3: AngleEmbedding(Y) StronglyEntanglingLayers(layers=1) <Z>\" --weights=state.pt:layer.weights --as=onnx --out=layer.onnx",
            "emit --model=models/breastmnist-quantum-end-paper-s0.onnx --as=qasm --out=trained.qasm"
        );
        CommandProgram.SetAction(command, Execute);
        return command;
    }

    private static int Execute(ParseResult parsed)
    {
        long start = Stopwatch.GetTimestamp();
        EmitTarget target = EmitTarget.All.Single(target => target.Name == parsed.GetValue(As));
        string? file = parsed.GetValue(Out);
        RequireUse(target, target.DefinesName, parsed, Name, "defines no name");
        RequireUse(target, target.HasForms, parsed, Form, "computes nothing in a form");
        RequireUse(target, target.CanTrain, parsed, Trainable, "has its weights open where none are given");
        if (file is null && !target.IsText)
            throw new BadInputException($"--as={target.Name} is no text; expected --out=FILE{target.Extension}");
        (Circuit circuit, double[]? weights) = Choose(parsed);
        CircuitForm? form = Forms.FirstOrDefault(known => known.Name == parsed.GetValue(Form)).Form;
        EmitRequest request = new(
            circuit,
            weights,
            parsed.GetValue(Name),
            Origin(parsed),
            parsed.GetValue(Trainable),
            form
        );
        byte[] content = Emit(target, request);
        if (file is null)
            Console.Write(Encoding.UTF8.GetString(content));
        else
            Write(file, target, content, start);
        if (content.Length > LargeBytes && target.HasForms)
            Console.Error.WriteLine(
                $"{Size(content.Length)} are more than {Size(LargeBytes)}: {Smaller(target, request, content.Length)}"
            );
        return ExitCode.Done;
    }

    private static void RequireUse(EmitTarget target, bool uses, ParseResult parsed, Option option, string reason)
    {
        if (!uses && parsed.GetResult(option) is { Implicit: false })
            throw new BadInputException($"{option.Name} with --as={target.Name}, which {reason}; expected it without");
    }

    // What the forms make that are smaller, the smallest first.
    private static string Smaller(EmitTarget target, EmitRequest request, int bytes)
    {
        List<(string Name, int Bytes)> others = [];
        foreach ((string name, CircuitForm? form) in Forms.Where(known => known.Form != request.Form))
        {
            try
            {
                others.Add((name, target.Write(request with { Form = form }).Length));
            }
            catch (Exception refusal) when (IsRefusal(refusal)) { }
        }
        others.RemoveAll(other => other.Bytes >= bytes);
        return others.Count == 0
            ? "no form makes it smaller, a circuit with fewer gates would"
            : string.Join(
                ", ",
                others.OrderBy(other => other.Bytes).Select(other => $"--form={other.Name} makes {Size(other.Bytes)}")
            );
    }

    private static bool IsRefusal(Exception exception) =>
        exception is NotSupportedException or ArgumentException or SparseFormTooLargeException;

    // The circuit, and its weights where they are known.
    private static (Circuit, double[]?) Choose(ParseResult parsed)
    {
        Option<string?>[] given = [.. Sources.Where(source => parsed.GetValue(source) is not null)];
        if (given.Length > 1)
            throw new BadInputException($"{given[0].Name} and {given[1].Name} together; expected one of them");
        (string? model, string? run) = (parsed.GetValue(Model), parsed.GetValue(Run));
        string? file = parsed.GetValue(WeightsFile);
        NoiseModel? noise = NoiseOption.Parse(parsed.GetValue(Noise));
        if (run is not null && file is not null)
            throw new BadInputException($"{Run.Name} and {WeightsFile.Name} together; expected one of them");
        if (run is not null)
            return RecordedCircuit.OfRun(run, noise);
        Circuit circuit = RecordedCircuit.Choose(CircuitOption.TextOf(parsed, CircuitText), model);
        return (
            RecordedCircuit.WithNoise(circuit, noise),
            file is not null ? WeightsOption.Read(file, circuit)
            : model is not null ? RecordedCircuit.WeightsOfModel(model, circuit)
            : null
        );
    }

    private static byte[] Emit(EmitTarget target, EmitRequest request)
    {
        try
        {
            return target.Write(request);
        }
        catch (Exception refusal) when (IsRefusal(refusal))
        {
            throw new BadInputException($"emit --as={target.Name}: {refusal.FirstLine()}", refusal);
        }
    }

    private static void Write(string file, EmitTarget target, byte[] content, long start)
    {
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
        Option<string?>[] options =
        [
            .. Sources,
            CircuitOption.Inputs,
            CircuitOption.Observables,
            WeightsFile,
            Noise,
            As!,
            Name,
            Form,
        ];
        foreach (Option<string?> option in options)
        {
            if (parsed.GetValue(option) is { } value)
                line.Append(' ').Append(option.Name).Append('=').Append(Quoted(value));
        }
        return line.Append(parsed.GetValue(Trainable) ? $" {Trainable.Name}" : "").ToString();
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
