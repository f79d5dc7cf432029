using System.Text.Json;
using System.Text.Json.Serialization;

namespace QImpact.Data.Runs;

/// <summary>What training does about classes of different numbers of images.</summary>
public enum Balance
{
    /// <summary>Of every class as many images as the smallest has, drawn by the seed (<see cref="Balancing.Undersample"/>).</summary>
    Undersample,

    /// <summary>All images, whose losses are weighted by their classes (<see cref="Balancing.Weights"/>).</summary>
    Weights,

    /// <summary>Nothing: all images alike.</summary>
    None,
}

/// <summary>Writes the choice by its name, and reads true and false too, which stand for undersampling and for nothing.</summary>
internal sealed class BalanceConverter : JsonConverter<Balance>
{
    public override Balance Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is JsonTokenType.True or JsonTokenType.False)
            return reader.GetBoolean() ? Balance.Undersample : Balance.None;
        foreach (Balance balance in Enum.GetValues<Balance>())
            if (reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(Name(balance)))
                return balance;
        throw new JsonException();
    }

    public override void Write(Utf8JsonWriter writer, Balance value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Name(value));

    private static string Name(Balance balance) => balance.ToString().ToLowerInvariant();
}
