namespace QImpact.Quantum.Text;

/// <summary>The arguments that several templates have, and readers of values.</summary>
internal static class TemplateArguments
{
    public static readonly TemplateArgument<Pauli> Rotation = new("rotation", Axis);

    public static readonly TemplateArgument<NamedWires> Wires = new("wires", WireText.ReadValue);

    public static readonly TemplateArgument<int> Layers = new(
        "layers",
        reader => reader.ExpectInteger("a whole number of layers"),
        Example: "layers=N, such as layers=2"
    );

    public static readonly TemplateArgument<int?> Features = new(
        "features",
        reader => reader.ExpectInteger("a whole number of features")
    );

    public static readonly TemplateArgument<int> Inputs = new("inputs", reader => First(reader, "input"));

    public static readonly TemplateArgument<int> Weights = new("weights", reader => First(reader, "weight"));

    /// <summary><c>true</c> or <c>false</c>, as in C# or in Python.</summary>
    public static bool Truth(TokenReader reader)
    {
        Token name = reader.Next();
        return name.Text switch
        {
            "true" or "True" => true,
            "false" or "False" => false,
            _ => throw TokenReader.Unexpected(name, "true or false"),
        };
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

    /// <summary><c>4..</c>, or 4.</summary>
    private static int First(TokenReader reader, string what)
    {
        int first = reader.ExpectInteger($"the index of the first {what}, such as 4..");
        reader.Skip("..");
        return first;
    }
}
