using System.Globalization;
using System.Text;
using QImpact.Quantum.Compilation;
using QImpact.Quantum.Compilation.Sparse;
using QImpact.Quantum.Description;

namespace QImpact.Quantum.Emit;

/// <summary>What Python files of all targets have in common.</summary>
internal static class PythonFile
{
    /// <summary>The largest file, bytes.</summary>
    public const int MostBytes = 200_000;

    private const int MostNameLength = 300;

    /// <summary>Writes the file; one that is too large is refused with what would do.</summary>
    /// <exception cref="NotSupportedException">It is too large.</exception>
    public static string Write(EmitSource source, Func<EmitSource, string> write)
    {
        Circuit circuit = source.Circuit;
        if (source.Weights is { } weights)
            Arguments.CheckVector(nameof(weights), weights, circuit.WeightCount);
        source = source with { Compiled = PythonForm.Of(source.Compiled) };
        string text = write(source);
        int size = Encoding.UTF8.GetByteCount(text);
        if (size <= MostBytes)
            return text;
        IEnumerable<string> others = Others(source, write);
        throw new NotSupportedException(
            $"the form {source.Compiled.Form} of {Named(circuit)} would be a file of {Size(size)}; expected at most {Size(MostBytes)}: {string.Join(", ", others)}"
        );
    }

    /// <summary>The comment at the top: the circuit, how it is computed, and how the file was made.</summary>
    public static string Top(EmitSource source, PythonBody body)
    {
        Circuit circuit = source.Circuit;
        List<string> lines = [Named(circuit), "", .. Lines(circuit.Draw()), ""];
        lines.Add(
            $"{PythonSparse.Count(circuit.InputCount, "input")}, {PythonSparse.Count(circuit.WeightCount, "weight")}, {PythonSparse.Count(circuit.OutputCount, "output")}: the exact expectation values of the circuit, not samples."
        );
        lines.AddRange(body.Summary);
        string[] polynomial = source.Compiled is SparseForm sparse ? [.. PolynomialText.Of(sparse)] : [];
        if (polynomial.Length > 0)
            lines.AddRange(["", .. polynomial]);
        lines.AddRange(["", .. Lines(source.Origin)]);
        return string.Concat(lines.Select(line => $"# {line}".TrimEnd() + "\n"));
    }

    /// <summary>Data and helpers, each followed by an empty line.</summary>
    public static string Definitions(PythonBody body) =>
        string.Concat(body.Helpers.Select(helper => $"\n{helper.ReplaceLineEndings("\n")}"))
        + "\n"
        + string.Concat(body.Data.Select(data => $"{data.ReplaceLineEndings("\n")}\n"));

    /// <summary>A shape as a Python tuple's inside or a list: <c>2, 4</c>.</summary>
    public static string Shape(Circuit circuit) => string.Join(", ", circuit.WeightShape);

    /// <summary>Lines with spaces before them.</summary>
    public static string Indented(IEnumerable<string> lines, int spaces) =>
        string.Concat(lines.Select(line => $"{new string(' ', spaces)}{line}\n"));

    private static IEnumerable<string> Others(EmitSource source, Func<EmitSource, string> write)
    {
        bool found = false;
        foreach (
            (CircuitForm form, string option) in new[]
            {
                (CircuitForm.Sparse, "sparse"),
                (CircuitForm.Dense, "dense"),
                (CircuitForm.GateByGate, "gates"),
            }
        )
        {
            if (form == source.Compiled.Form || SizeOf(source, form, write) is not { } size)
                continue;
            found |= size <= MostBytes;
            yield return $"--form={option} makes {Size(size)}";
        }
        if (!found)
            yield return "a circuit of fewer gates would do";
    }

    private static int? SizeOf(EmitSource source, CircuitForm form, Func<EmitSource, string> write)
    {
        try
        {
            return Encoding.UTF8.GetByteCount(write(source with { Compiled = source.Circuit.Compile(form) }));
        }
        catch (Exception refusal)
            when (refusal is NotSupportedException or ArgumentException or SparseFormTooLargeException)
        {
            return null;
        }
    }

    /// <summary>The circuit's text, cut where it is long: every probability of many wires is an output.</summary>
    private static string Named(Circuit circuit)
    {
        string text = circuit.ToString();
        return text.Length <= MostNameLength ? text : $"{text[..MostNameLength]} ...";
    }

    private static string Size(int bytes) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(bytes / 1000.0)} kB");

    private static string[] Lines(string text) => text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
}
