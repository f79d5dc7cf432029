using System.Text.Json;
using QImpact.Data;

namespace QImpact.Exchange;

/// <summary>A value in a JSON file that people write, with its place: what is wrong with it is said there.</summary>
/// <param name="Where">The file and the path in it, <c>ring.json, gates[1].time</c>.</param>
/// <param name="Value">The value.</param>
internal readonly record struct JsonPart(string Where, JsonElement Value)
{
    /// <summary>A member of an object; null where it is not there, or is null.</summary>
    public JsonPart? Member(string name) =>
        Value.TryGetProperty(name, out JsonElement member) && member.ValueKind != JsonValueKind.Null
            ? new JsonPart(
                Where.Contains(", ", StringComparison.Ordinal) ? $"{Where}.{name}" : $"{Where}, {name}",
                member
            )
            : null;

    /// <summary>The items of a list.</summary>
    /// <exception cref="BadInputException">It is no list.</exception>
    public IEnumerable<JsonPart> Items(string expected)
    {
        if (Value.ValueKind != JsonValueKind.Array)
            throw Refused($"a list of {expected}");
        string where = Where;
        return Value.EnumerateArray().Select((item, i) => new JsonPart($"{where}[{i}]", item));
    }

    /// <summary>A number.</summary>
    /// <exception cref="BadInputException">It is none.</exception>
    public double Number(string expected) =>
        Value.ValueKind == JsonValueKind.Number ? Value.GetDouble() : throw Refused(expected);

    /// <summary>A whole number.</summary>
    /// <exception cref="BadInputException">It is none.</exception>
    public int Integer(string expected) =>
        Value.ValueKind == JsonValueKind.Number && Value.TryGetInt32(out int whole) ? whole : throw Refused(expected);

    /// <summary>A text.</summary>
    /// <exception cref="BadInputException">It is none.</exception>
    public string Text(string expected) =>
        Value.ValueKind == JsonValueKind.String ? Value.GetString()! : throw Refused(expected);

    /// <summary>Refuses what is no object, and members that are not known: a name that is misspelt would do nothing.</summary>
    /// <exception cref="BadInputException">It is none, or has another member.</exception>
    public JsonPart RequireMembers(params string[] known)
    {
        if (Value.ValueKind != JsonValueKind.Object)
            throw Refused($"an object with {string.Join(", ", known)}");
        foreach (JsonProperty member in Value.EnumerateObject())
        {
            if (!known.Contains(member.Name))
                throw new BadInputException(
                    SimilarName.To(member.Name, known) is { } near
                        ? $"{Where}: there is no '{member.Name}'; did you mean {near}?"
                        : $"{Where}: there is no '{member.Name}'; expected {string.Join(", ", known)}"
                );
        }
        return this;
    }

    /// <summary>Makes something of it; a refusal gets the place.</summary>
    /// <exception cref="BadInputException">It was refused.</exception>
    public T Make<T>(Func<T> make)
    {
        try
        {
            return make();
        }
        catch (Exception refused) when (refused is ArgumentException or FormatException)
        {
            throw new BadInputException($"{Where}: {refused.FirstLine()}", refused);
        }
    }

    private BadInputException Refused(string expected)
    {
        string shown = Value.GetRawText().ReplaceLineEndings(" ");
        return new BadInputException(
            $"{Where} is {(shown.Length > 40 ? shown[..40] + "..." : shown)}; expected {expected}"
        );
    }
}
