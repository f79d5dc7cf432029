using QImpact.Quantum.Noise;
using QImpact.Quantum.Qasm;
using QImpact.Quantum.Text;

namespace QImpact.Quantum.Circuits;

public sealed partial record Circuit
{
    /// <summary>
    /// Reads the text form of a circuit (docs/circuits.md): whatever <see cref="ToString"/> prints, and shorter forms such as
    /// <c>4: AngleEmbedding(X) BasicEntanglerLayers(RX, layers=2) &lt;Z></c>.
    /// </summary>
    /// <exception cref="CircuitFormatException">The text is no circuit; the message says where and what was expected.</exception>
    public static Circuit Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return CircuitParser.Read(text);
    }

    /// <summary>Reads a program in OpenQASM 3 or 2 as a circuit (docs/openqasm.md).</summary>
    /// <inheritdoc cref="OpenQasmProgram.Read"/>
    public static Circuit FromOpenQasm(string text, OpenQasmOptions? options = null) =>
        OpenQasmProgram.Read(text, options).Circuit;

    /// <summary>
    /// One line that describes the circuit completely, and that <see cref="Parse"/> reads:
    /// <c>AngleEmbedding(X, wires=4) BasicEntanglerLayers(RX, layers=2, wires=4) &lt;Z0> &lt;Z1> &lt;Z2> &lt;Z3></c>. It starts with the number
    /// of qubits (<c>qubits=5</c>) where the highest wire used does not tell it.
    /// </summary>
    public override string ToString()
    {
        int highest = Operations
            .SelectMany(operation => operation.Wires)
            .Concat(Observables.SelectMany(observable => PauliString.WiresOf(observable.Support)))
            .Append(-1)
            .Max();
        IEnumerable<string> parts =
        [
            .. OperationTexts(),
            .. Observables.Select(observable => observable.ToString()),
            .. ReadoutTexts(),
        ];
        return string.Join(' ', highest == Qubits - 1 ? parts : parts.Prepend($"qubits={Qubits}"));
    }

    /// <summary>One text where every wire has the same error, otherwise one for each wire that has any.</summary>
    internal IEnumerable<string> ReadoutTexts() =>
        Readout.Distinct().Count() == 1
            ? [Readout[0].ToString()]
            : Readout
                .Select((error, wire) => (Error: error, Wire: wire))
                .Where(read => read.Error != ReadoutError.None)
                .Select(read => $"{read.Error}[{read.Wire}]");

    private IEnumerable<string> OperationTexts()
    {
        int weights = 0;
        foreach (Operation operation in Operations)
        {
            yield return operation.TextAfter(weights);
            weights = Math.Max(weights, operation.WeightCount);
        }
    }
}
