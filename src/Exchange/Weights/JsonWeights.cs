using System.Text.Json;
using QImpact.Data;

namespace QImpact.Exchange.Weights;

/// <summary>
/// Weights as JSON: nested lists of numbers, alone or as members of an object, or objects of a <c>shape</c> and flat <c>values</c>, as in a run's
/// <c>head.json</c>. Objects in objects give names with dots; what is no list of numbers is left out.
/// </summary>
internal static class JsonWeights
{
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false };

    /// <summary>The arrays in a file.</summary>
    /// <exception cref="BadInputException">It is no JSON, or has a name twice.</exception>
    public static IReadOnlyList<WeightArray> Read(string path)
    {
        string text = InputFile.ReadText(path);
        try
        {
            Json.RequireSound(path, text);
            using JsonDocument document = JsonDocument.Parse(text, Options);
            List<WeightArray> arrays = [];
            Collect("", document.RootElement.Clone(), arrays);
            return arrays;
        }
        catch (JsonException exception)
        {
            throw new BadInputException(
                $"{path} is no JSON with weights: {exception.FirstLine()}; expected lists of numbers, such as [[0.1, 0.2], [0.3, 0.4]]",
                exception
            );
        }
    }

    private static void Collect(string name, JsonElement element, List<WeightArray> arrays)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            if (Shaped(name, element) is { } shaped)
                arrays.Add(shaped);
            else
                foreach (JsonProperty member in element.EnumerateObject())
                    Collect(name.Length == 0 ? member.Name : $"{name}.{member.Name}", member.Value, arrays);
        }
        else if (element.ValueKind == JsonValueKind.Array && ShapeOf(element) is { } shape)
        {
            List<double> values = [];
            Flatten(element, values);
            arrays.Add(new WeightArray(name, [.. shape], () => [.. values]));
        }
    }

    private static WeightArray? Shaped(string name, JsonElement element)
    {
        if (
            !element.TryGetProperty("shape", out JsonElement shape)
            || !element.TryGetProperty("values", out JsonElement values)
            || ShapeOf(shape) is not [_]
            || ShapeOf(values) is not [long count]
        )
            return null;
        List<double> lengths = [];
        Flatten(shape, lengths);
        long[] axes = [.. lengths.Select(length => (long)length)];
        List<double> numbers = [];
        Flatten(values, numbers);
        return axes.Aggregate(1.0, (product, length) => product * length) == count
            ? new WeightArray(name, [.. axes], () => [.. numbers])
            : throw new InvalidDataException(
                $"has {count} values of {name}; its shape [{string.Join(", ", axes)}] calls for another number"
            );
    }

    // Null where lists beside each other differ in length, or hold something else than numbers.
    private static List<long>? ShapeOf(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Number)
            return [];
        if (element.ValueKind != JsonValueKind.Array)
            return null;
        List<long>? row = null;
        foreach (JsonElement item in element.EnumerateArray())
        {
            List<long>? shape = ShapeOf(item);
            if (shape is null || (row is not null && !row.SequenceEqual(shape)))
                return null;
            row = shape;
        }
        return [element.GetArrayLength(), .. row ?? []];
    }

    private static void Flatten(JsonElement element, List<double> values)
    {
        if (element.ValueKind == JsonValueKind.Number)
            values.Add(element.GetDouble());
        else
            foreach (JsonElement item in element.EnumerateArray())
                Flatten(item, values);
    }
}
