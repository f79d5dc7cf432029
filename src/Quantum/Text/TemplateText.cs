using QImpact.Quantum.Circuits;
using QImpact.Quantum.Gates;
using QImpact.Quantum.Templates;

namespace QImpact.Quantum.Text;

/// <summary>
/// Reads templates, <c>AngleEmbedding(X, wires=4)</c>. Without <c>wires=</c> they act on every wire, without <c>inputs=</c> they take the inputs from the first,
/// and without <c>weights=</c> those after the weights of the operations before.
/// </summary>
internal static class TemplateText
{
    private static readonly Dictionary<string, Func<TokenReader, Token, CircuitItem>> Readers = new()
    {
        ["AngleEmbedding"] = AngleEmbedding,
        ["IQPEmbedding"] = IqpEmbedding,
        ["AmplitudeEmbedding"] = AmplitudeEmbedding,
        ["BasicEntanglerLayers"] = BasicEntanglerLayers,
        ["StronglyEntanglingLayers"] = StronglyEntanglingLayers,
    };

    public static IReadOnlyList<string> Names { get; } = [.. Readers.Keys];

    public static bool Knows(string name) => Readers.ContainsKey(name);

    /// <summary>Reads a template whose name is next.</summary>
    public static CircuitItem Read(TokenReader reader)
    {
        Token name = reader.Next();
        return Readers[name.Text](reader, name);
    }

    private static CircuitItem AngleEmbedding(TokenReader reader, Token name)
    {
        var given = TemplateArguments.Read(reader, name, "rotation", "wires", "features", "inputs");
        return Item(
            given,
            (wires, _) =>
                TemplateFactory.AngleEmbedding(given.Features ?? wires.Length, wires, given.Rotation, given.FirstInput)
        );
    }

    private static CircuitItem IqpEmbedding(TokenReader reader, Token name)
    {
        var given = TemplateArguments.Read(reader, name, "wires", "n_repeats", "pattern", "inputs");
        return Item(
            given,
            (wires, _) => TemplateFactory.IqpEmbedding(wires, given.Repeats, given.Pattern, given.FirstInput)
        );
    }

    private static CircuitItem AmplitudeEmbedding(TokenReader reader, Token name)
    {
        var given = TemplateArguments.Read(reader, name, "wires", "features", "pad_with", "normalize", "inputs");
        return Item(
            given,
            (wires, _) =>
                new Circuit(PauliString.MaxWires)
                    .AmplitudeEmbedding(given.Features, given.PadWith, given.Normalize, wires, given.FirstInput)
                    .Operations[0]
        );
    }

    private static CircuitItem BasicEntanglerLayers(TokenReader reader, Token name)
    {
        var given = TemplateArguments.Read(reader, name, "rotation", "layers", "wires", "weights");
        int layers = RequireLayers(given, name);
        return Item(
            given,
            (wires, weights) => TemplateFactory.BasicEntanglerLayers(layers, wires, given.Rotation, weights)
        );
    }

    private static CircuitItem StronglyEntanglingLayers(TokenReader reader, Token name)
    {
        var given = TemplateArguments.Read(reader, name, "layers", "wires", "ranges", "imprimitive", "weights");
        int layers = RequireLayers(given, name);
        return Item(
            given,
            (wires, weights) =>
                TemplateFactory.StronglyEntanglingLayers(layers, wires, given.Ranges, given.Imprimitive, weights)
        );
    }

    private static CircuitItem Item(TemplateArguments given, Func<int[], int, Operation> make) =>
        new(
            given.Position,
            given.Wires.Highest,
            builder => builder.Add(make(given.Wires.In(builder.Qubits), given.FirstWeight ?? builder.WeightCount))
        );

    private static int RequireLayers(TemplateArguments given, Token name) =>
        given.Layers
        ?? throw new CircuitFormatException(
            name.Position,
            $"{name.Text} without layers; expected layers=N, such as layers=2"
        );
}
