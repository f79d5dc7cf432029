using QImpact.Quantum.Circuits;
using QImpact.Quantum.Gates;

namespace QImpact.Quantum.Text;

/// <summary>
/// The arguments of a template in parentheses, which may be left out: one without a name first, then <c>name=value</c> in any order.
/// </summary>
internal sealed class TemplateArguments
{
    private readonly HashSet<string> _given = [];

    public int Position { get; private init; }

    public NamedWires Wires { get; private set; } = NamedWires.All;

    public Pauli Rotation { get; private set; } = Pauli.X;

    public int? Layers { get; private set; }

    public int? Features { get; private set; }

    public int Repeats { get; private set; } = 1;

    public (int, int)[] Pattern { get; private set; } = [];

    public int[] Ranges { get; private set; } = [];

    public Clifford? Imprimitive { get; private set; }

    public double? PadWith { get; private set; }

    public bool Normalize { get; private set; }

    public int FirstInput { get; private set; }

    public int? FirstWeight { get; private set; }

    /// <summary>Reads the arguments of a template.</summary>
    /// <param name="reader">Behind the template's name.</param>
    /// <param name="template">The name.</param>
    /// <param name="known">The names of its arguments.</param>
    public static TemplateArguments Read(TokenReader reader, Token template, params string[] known)
    {
        var arguments = new TemplateArguments { Position = template.Position };
        if (!reader.Skip("("))
            return arguments;
        reader.ListUntil(
            ")",
            () =>
            {
                arguments.ReadOne(reader, template.Text, known);
                return true;
            }
        );
        return arguments;
    }

    private void ReadOne(TokenReader reader, string template, string[] known)
    {
        Token name = reader.Peek;
        bool named = reader.PeekSecond.Is("=");
        string key = named ? name.Text : "rotation";
        string expected = $"an argument of {template}: {string.Join(", ", known.Select(k => $"{k}="))}";
        if (name.Kind != TokenKind.Name || (!named && (!known.Contains(key) || _given.Count > 0)))
            throw TokenReader.Unexpected(name, expected);
        if (!known.Contains(key))
            throw TokenReader.Unexpected(name, expected, NearestName.Hint(key, known));
        if (!_given.Add(key))
            throw TokenReader.Unexpected(name, $"{key} once");
        if (named)
        {
            reader.Next();
            reader.Next();
        }
        ReadValue(reader, key);
    }

    private void ReadValue(TokenReader reader, string key)
    {
        switch (key)
        {
            case "rotation":
                Rotation = Axis(reader);
                break;
            case "wires":
                Wires = WireText.ReadValue(reader);
                break;
            case "layers":
                Layers = reader.ExpectInteger("a number of layers");
                break;
            case "features":
                Features = reader.ExpectInteger("a number of features");
                break;
            case "n_repeats":
                Repeats = reader.ExpectInteger("a number of repeats");
                break;
            case "pattern":
                reader.Expect("[", "pairs of positions, such as [0-1,1-2]");
                Pattern = reader.ListUntil("]", () => Pair(reader)).ToArray();
                break;
            case "ranges":
                reader.Expect("[", "a range per layer, such as [1,2]");
                Ranges = reader.ListUntil("]", () => reader.ExpectInteger("a range")).ToArray();
                break;
            case "imprimitive":
                Imprimitive = TwoQubitGate(reader);
                break;
            case "pad_with":
                PadWith = (reader.Skip("-") ? -1 : 1) * reader.ExpectNumber("a number");
                break;
            case "normalize":
                Normalize = Truth(reader);
                break;
            case "inputs":
                FirstInput = First(reader, "input");
                break;
            case "weights":
                FirstWeight = First(reader, "weight");
                break;
            default:
                throw new InvalidOperationException($"no value is known for the argument {key}");
        }
    }

    private static Pauli Axis(TokenReader reader)
    {
        Token name = reader.Next();
        return name.Text switch
        {
            "X" or "RX" => Pauli.X,
            "Y" or "RY" => Pauli.Y,
            "Z" or "RZ" => Pauli.Z,
            _ => throw TokenReader.Unexpected(name, "the axis X, Y or Z"),
        };
    }

    private static (int, int) Pair(TokenReader reader)
    {
        int first = reader.ExpectInteger("a pair of positions, such as 0-1");
        reader.Expect("-", "'-' between the positions of a pair");
        return (first, reader.ExpectInteger("a position"));
    }

    private static Clifford TwoQubitGate(TokenReader reader)
    {
        Clifford[] fitting = Clifford.All.Where(gate => gate.Arity == 2).ToArray();
        Token name = reader.Next();
        return Array.Find(fitting, gate => gate.Name == name.Text)
            ?? throw TokenReader.Unexpected(name, string.Join(" or ", fitting.Select(gate => gate.Name)));
    }

    private static bool Truth(TokenReader reader)
    {
        Token name = reader.Next();
        return name.Text switch
        {
            "true" or "True" => true,
            "false" or "False" => false,
            _ => throw TokenReader.Unexpected(name, "true or false"),
        };
    }

    /// <summary><c>4..</c>, or 4.</summary>
    private static int First(TokenReader reader, string what)
    {
        int first = reader.ExpectInteger($"the index of the first {what}, such as 4..");
        reader.Skip("..");
        return first;
    }
}
