using System.Text;

namespace QImpact.Quantum.Emit;

/// <summary>
/// Circuits as PyTorch modules: one file that needs torch alone, 1.13 or later. Its parameter <c>weights</c> has the name and the shape of those of PennyLane's TorchLayer.
/// </summary>
public static class PyTorchCode
{
    /// <summary>Writes a module.</summary>
    /// <param name="source">The circuit; without weights, the module's are drawn uniformly from [0, 2 pi).</param>
    /// <returns>Lines that end with a line feed.</returns>
    /// <exception cref="ArgumentException">The name can't be a class's in Python, or the weights are not the circuit's.</exception>
    /// <exception cref="NotSupportedException">The file would be too large; the message says what would do.</exception>
    public static string Write(EmitSource source)
    {
        const string own = "QuantumLayer";
        string name = PythonNames.Check(source.Name, own);
        string text = PythonFile.Write(source, one => Text(one, name));
        PythonNames.CheckOnce(name, own, text);
        return text;
    }

    private static string Text(EmitSource source, string name)
    {
        Circuit circuit = source.Circuit;
        PythonBody body = PythonBody.Of(source.Compiled, PythonDialect.PyTorch);
        StringBuilder text = new(PythonFile.Top(source, body));
        text.Append("import math\n\nimport torch\n\n").Append(PythonFile.Definitions(body));
        string shape = PythonFile.Shape(circuit);
        string weights = "torch.rand(" + shape + ") * (2 * math.pi)";
        if (source.Weights is { } trained)
        {
            text.Append(PythonText.Assign("WEIGHTS", trained.Select(PythonText.Number), "trained")).Append('\n');
            weights = $"torch.tensor(WEIGHTS, dtype=torch.get_default_dtype()).reshape({shape})";
        }
        text.Append(
            $$""""

            class {{name}}(torch.nn.Module):
                """
                Inputs [..., {{circuit.InputCount}}] to expectation values [..., {{circuit.OutputCount}}], for weights [{{shape}}] in radians.

                Inputs are of the type and on the device of the weights. The layer takes the place of pennylane.qnn.TorchLayer and loads its
                state dictionary.
                """

                def __init__(self):
                    super().__init__()
                    self.weights = torch.nn.Parameter({{weights}})
                    self._make_tables()

                def forward(self, inputs):

            """".ReplaceLineEndings("\n")
        );
        if (body.Lines.Any(line => line.Contains("@ w", StringComparison.Ordinal)))
            text.Append("        w = self.weights.flatten()\n");
        text.Append(PythonFile.Indented(body.Lines, 8));
        text.Append("\n    def _make_tables(self):\n");
        text.Append(
            PythonFile.Indented(
                body.Tables.Select(table =>
                    $"self.{(table.IsIndex ? "_index" : "_table")}(\"{table.Name}\", {table.Values})"
                ),
                8
            )
        );
        return text.Append(Tail.ReplaceLineEndings("\n")).ToString();
    }

    // Constants go through float64 when the module's type changes: rounded to float32 first, they would stay so in float64.
    private const string Tail = """

            def _apply(self, *arguments, **options):
                # .double(), .to(device): the tables are made anew, because what float32 rounded would stay rounded
                super()._apply(*arguments, **options)
                self._make_tables()
                return self

            def _table(self, name, values):
                table = torch.tensor(values, dtype=torch.float64).to(self.weights)
                self.register_buffer(name, table, persistent=False)

            def _index(self, name, values):
                table = torch.tensor(values, dtype=torch.int64, device=self.weights.device)
                self.register_buffer(name, table, persistent=False)

        """;
}
