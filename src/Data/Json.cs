using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace QImpact.Data;

/// <summary>The one way in which this project writes and reads JSON: snake_case names, doubles that round-trip.</summary>
public static class Json
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

    /// <summary>Writes a value as a JSON file, whole or not at all.</summary>
    /// <exception cref="BadInputException">The file can't be written.</exception>
    public static void WriteFile<T>(string path, T value) => AtomicFile.Write(path, Writer(value));

    /// <summary>What writes a value to a stream as <see cref="WriteFile"/> does.</summary>
    public static Action<Stream> Writer<T>(T value) =>
        AtomicFile.Text(writer => writer.WriteLine(JsonSerializer.Serialize(value, Options)));

    /// <summary>Reads a JSON file, with <see cref="Options"/> or others.</summary>
    /// <exception cref="BadInputException">The file is missing, unreadable, or not of this form.</exception>
    public static T ReadFile<T>(string path, JsonSerializerOptions? options = null)
    {
        string text = InputFile.Read(path, () => File.ReadAllText(path));
        try
        {
            return JsonSerializer.Deserialize<T>(text, options ?? Options)
                ?? throw new BadInputException($"{path} holds null; expected an object");
        }
        catch (JsonException exception)
        {
            throw new BadInputException(
                $"{path} is not what was expected: {exception.Message.ReplaceLineEndings(" ")}",
                exception
            );
        }
    }
}
