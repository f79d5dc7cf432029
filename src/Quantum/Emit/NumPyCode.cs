using System.Text;

namespace QImpact.Quantum.Emit;

/// <summary>Circuits as functions of NumPy arrays: one file that needs NumPy alone.</summary>
public static class NumPyCode
{
    /// <summary>Writes a function of inputs and weights; with trained weights given, these are the default.</summary>
    /// <param name="source">The circuit.</param>
    /// <returns>Lines that end with a line feed.</returns>
    /// <exception cref="ArgumentException">The name can't be a function's in Python, or the weights are not the circuit's.</exception>
    /// <exception cref="NotSupportedException">The file would be too large; the message says what would do.</exception>
    public static string Write(EmitSource source) =>
        Write(source, PythonDialect.NumPy, "import math\n\nimport numpy as np\n\n", "It computes in float64.");

    /// <summary>The same for a module that has NumPy's functions.</summary>
    internal static string Write(EmitSource source, PythonDialect dialect, string imports, string note)
    {
        const string own = "quantum_layer";
        string name = PythonNames.Check(source.Name, own);
        string text = PythonFile.Write(source, one => Text(one, name, dialect, imports, note));
        PythonNames.CheckOnce(name, own, text);
        return text;
    }

    private static string Text(EmitSource source, string name, PythonDialect dialect, string imports, string note)
    {
        Circuit circuit = source.Circuit;
        PythonBody body = PythonBody.Of(source.Compiled, dialect);
        StringBuilder text = new(PythonFile.Top(source, body));
        text.Append(imports).Append(PythonFile.Definitions(body));
        foreach (PythonTable table in body.Tables)
            text.Append(
                $"{table.Name.ToUpperInvariant()} = np.array({table.Values}, dtype={(table.IsIndex ? "int" : "float")})\n"
            );
        string shape = PythonFile.Shape(circuit);
        if (source.Weights is { } trained)
            text.Append(PythonText.Assign("WEIGHTS", trained.Select(PythonText.Number), "trained"))
                .Append($"WEIGHTS = np.array(WEIGHTS, dtype=float).reshape({shape})\n");
        string module = dialect.Module;
        text.Append(
            $$""""


            def {{name}}(inputs, weights{{(source.Weights is null ? "" : "=WEIGHTS")}}):
                """
                Expectation values of a quantum circuit, exactly.

                inputs:  [..., {{circuit.InputCount}}]
                weights: [{{shape}}] or flat, radians
                returns: [..., {{circuit.OutputCount}}]

                {{note}}
                """
                inputs = {{module}}.asarray(inputs)

            """".ReplaceLineEndings("\n")
        );
        if (body.Lines.Any(line => line.Contains("@ w", StringComparison.Ordinal)))
            text.Append($"    w = {module}.reshape({module}.asarray(weights), -1)\n");
        return text.Append(PythonFile.Indented(body.Lines, 4)).ToString();
    }
}
