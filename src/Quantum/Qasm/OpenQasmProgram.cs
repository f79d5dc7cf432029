using System.Text.RegularExpressions;
using QImpact.Quantum.Text;

namespace QImpact.Quantum.Qasm;

/// <summary>A circuit that was read from OpenQASM, with the names that the program has for its inputs and weights.</summary>
/// <param name="Circuit">The circuit; wire w is the w-th qubit, in the order of the declarations.</param>
/// <param name="Inputs">The name of each input, in the order of the declarations; arrays element by element, row-major.</param>
/// <param name="Weights">The name of each weight, likewise.</param>
public sealed partial record OpenQasmProgram(Circuit Circuit, ValueList<string> Inputs, ValueList<string> Weights)
{
    /// <summary>The comment by which a program carries the text of the circuit that it was written from.</summary>
    internal const string CircuitComment = "// qimpact circuit: ";

    /// <summary>
    /// Reads OpenQASM 3 or 2 (docs/openqasm.md). A program that <see cref="Emit.OpenQasm.ToOpenQasm"/> wrote gives the circuit that it was written from, templates
    /// and observables included, unless options say otherwise; any other gives its gates.
    /// </summary>
    /// <exception cref="OpenQasmFormatException">The text is no circuit; the message says where and what was expected.</exception>
    /// <exception cref="ArgumentException">An option does not fit the program: a name that no parameter has, a wire that is none.</exception>
    public static OpenQasmProgram Read(string text, OpenQasmOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        OpenQasmProgram program = new QasmProgramReader(text, options ?? new()).Read();
        return options is null || options == new OpenQasmOptions()
            ? program with
            {
                Circuit = Written(text, program.Circuit) ?? program.Circuit,
            }
            : program;
    }

    /// <summary>The circuit that the program says it was written from, if it says so. It must be the circuit of the program's gates.</summary>
    private static Circuit? Written(string text, Circuit gates)
    {
        Match comment = CommentLine().Match(text);
        if (!comment.Success)
            return null;
        int line = 1 + text.AsSpan(0, comment.Index).Count('\n');
        try
        {
            var circuit = Circuit.Parse(comment.Groups["Circuit"].Value);
            if (circuit.Qubits == gates.Qubits && QasmForm.Of(circuit).SequenceEqual(gates.Gates))
                return circuit;
        }
        catch (Exception exception) when (exception is CircuitFormatException or NotSupportedException)
        {
            // Then it is not what this program's gates were written from.
        }
        throw new OpenQasmFormatException(
            new Place(line, 1),
            $"found a circuit that is not that of the program's gates; expected both as they were written, or no line \"{CircuitComment}...\": the outputs "
                + "are then Z of the measured bits"
        );
    }

    [GeneratedRegex("^// qimpact circuit: (?<Circuit>[^\r\n]*)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex CommentLine();
}
