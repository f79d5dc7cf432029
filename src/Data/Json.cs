using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace QImpact.Data;

/// <summary>The one way in which this project writes and reads JSON: snake_case names, doubles that round-trip.</summary>
public static partial class Json
{
    /// <summary>Indented, snake_case, unknown members ignored, missing required ones refused.</summary>
    public static JsonSerializerOptions Options { get; } =
        new()
        {
            WriteIndented = true,
            IndentSize = 2,
            NewLine = "\n",
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            DictionaryKeyPolicy = null,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        };

    /// <summary>The same on one line.</summary>
    public static JsonSerializerOptions OneLine { get; } = new(Options) { WriteIndented = false };

    /// <summary>Writes a value as a JSON file, whole or not at all.</summary>
    /// <exception cref="BadInputException">The file can't be written.</exception>
    public static void WriteFile<T>(string path, T value) => AtomicFile.Write(path, Writer(value));

    /// <summary>What writes a value to a stream as <see cref="WriteFile"/> does.</summary>
    public static Action<Stream> Writer<T>(T value) =>
        AtomicFile.Text(writer => writer.WriteLine(JsonSerializer.Serialize(value, Options)));

    /// <summary>Reads a JSON file.</summary>
    /// <exception cref="BadInputException">The file is missing, unreadable, or not of this form.</exception>
    public static T ReadFile<T>(string path) => Parse<T>(path, InputFile.ReadText(path));

    /// <summary>Reads a text; <paramref name="path"/> is what messages call it.</summary>
    /// <exception cref="BadInputException">It is not of this form.</exception>
    public static T Parse<T>(string path, string text)
    {
        try
        {
            if (string.IsNullOrWhiteSpace(text))
                throw new BadInputException($"{path} is empty; expected JSON");
            RequireSound(path, text);
            return JsonSerializer.Deserialize<T>(text, Options)
                ?? throw new BadInputException($"{path} holds null; expected an object");
        }
        catch (JsonException exception)
        {
            throw NotExpected(path, exception);
        }
    }

    /// <summary>Reads a part of a JSON file, which messages name.</summary>
    /// <exception cref="BadInputException">It is not of this form.</exception>
    public static T? Read<T>(string what, JsonElement element)
    {
        try
        {
            return element.Deserialize<T>(Options);
        }
        catch (JsonException exception)
        {
            throw NotExpected(what, exception);
        }
    }

    /// <summary>Refuses what JSON allows and .NET can't hold: half a surrogate pair in a text, a number larger than any double.</summary>
    /// <param name="source">What the message calls the text.</param>
    /// <param name="text">The text.</param>
    /// <param name="options">Whether comments and trailing commas are allowed.</param>
    /// <exception cref="BadInputException">There is such a value; the message says where.</exception>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    public static void RequireSound(string source, string text, JsonReaderOptions options = default)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Utf8JsonReader reader = new(bytes, options);
        while (reader.Read())
            if (Flaw(ref reader) is { } flaw)
                throw new BadInputException($"{source}, {TextPlace.Of(bytes, reader.TokenStartIndex)}: {flaw}");
    }

    private static BadInputException NotExpected(string what, JsonException exception) =>
        new($"{what} is not what was expected: {Reason(exception)}", exception);

    // What .NET says, without the names of its types and with lines counted from 1.
    private static string Reason(JsonException exception)
    {
        string message = exception.Message.ReplaceLineEndings(" ");
        string place = exception.LineNumber is { } line ? $", line {line + 1}" : "";
        if (Lacking().Match(message) is { Success: true } lacking)
            return $"it lacks {lacking.Groups[1].Value}";
        if (message.Contains("could not be converted", StringComparison.Ordinal))
            return $"{exception.Path} has another form{place}";
        return Place().Replace(message, "") + place;
    }

    [GeneratedRegex("missing required properties including: (.*?)[.]?$")]
    private static partial Regex Lacking();

    [GeneratedRegex("[.]? (Path|LineNumber): .*$")]
    private static partial Regex Place();

    private static string? Flaw(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.Number)
            return reader.TryGetDouble(out double number) && double.IsFinite(number)
                ? null
                : "a number that is too large; expected one that a double holds";
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName))
            return null;
        try
        {
            reader.GetString();
            return null;
        }
        catch (InvalidOperationException)
        {
            return "a text with half a surrogate pair; expected whole characters";
        }
    }
}
