namespace QImpact.Quantum.Text;

/// <summary>How a template is written; every template declares its own, and <see cref="TemplateText"/> lists them. Messages list the arguments in this order.</summary>
internal sealed record TemplateSyntax(
    string Name,
    ValueList<TemplateArgument> Arguments,
    Func<TemplateValues, Operation> Make
);

/// <summary>An argument of a template, <c>name=value</c>.</summary>
/// <param name="Name">PennyLane's name.</param>
/// <param name="ReadValue">Reads the value.</param>
/// <param name="Example">What to write where it is missing; null where it may be left out.</param>
internal record TemplateArgument(string Name, Func<TokenReader, object?> ReadValue, string? Example);

/// <inheritdoc/>
internal sealed record TemplateArgument<T>(string Name, Func<TokenReader, T> Read, string? Example = null)
    : TemplateArgument(Name, reader => Read(reader), Example);

/// <summary>What a text gives of a template's arguments, its wires, and the first weight after those of the operations before.</summary>
internal sealed class TemplateValues(IReadOnlyDictionary<string, object?> given, int[] wires, int nextWeight)
{
    public int[] Wires => wires;

    public int FirstInput => Of(TemplateArguments.Inputs, 0);

    public int FirstWeight => Of(TemplateArguments.Weights, nextWeight);

    /// <summary>The value, or another where the text has none.</summary>
    public T Of<T>(TemplateArgument<T> argument, T otherwise) =>
        given.TryGetValue(argument.Name, out object? value) ? (T)value! : otherwise;
}
