namespace QImpact.Quantum.Text;

/// <summary>How a template is written; every template declares its own, and <see cref="TemplateText"/> lists them.</summary>
/// <param name="Name">The template's name.</param>
/// <param name="Arguments">Its arguments, in the order in which a message lists them.</param>
/// <param name="Make">The template with the values of a text.</param>
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

/// <summary>The values of a template's arguments in a circuit.</summary>
/// <param name="given">What the text gives, by name.</param>
/// <param name="wires">The wires: those of the text, or every wire of the circuit.</param>
/// <param name="nextWeight">The first weight after those of the operations before.</param>
internal sealed class TemplateValues(IReadOnlyDictionary<string, object?> given, int[] wires, int nextWeight)
{
    public int[] Wires => wires;

    public int FirstInput => Of(TemplateArguments.Inputs, 0);

    public int FirstWeight => Of(TemplateArguments.Weights, nextWeight);

    /// <summary>The value, or another where the text has none.</summary>
    public T Of<T>(TemplateArgument<T> argument, T otherwise) =>
        given.TryGetValue(argument.Name, out object? value) ? (T)value! : otherwise;
}
