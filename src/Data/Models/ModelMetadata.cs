using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using QImpact.Data.Folds;
using QImpact.Data.Runs;

namespace QImpact.Data.Models;

/// <summary>
/// What an exported file says of itself, in its ONNX metadata properties: among others the class names in the order of the outputs, the positive
/// class (the disease, which must not be missed; null with more than two classes, unless a person has named one), the quantum layer's circuit as
/// text and the weights with which it was trained as a JSON list (null in a network without one), and the fold that was kept from training (null for the published split).
/// </summary>
public sealed record ModelMetadata(
    string Name,
    string Architecture,
    string Protocol,
    int Seed,
    ImmutableArray<string> ClassNames,
    int? PositiveClass,
    string Dataset,
    string DatasetMd5,
    bool IsPhantom,
    string CodeVersion,
    string? Circuit,
    FoldChoice? Fold = null,
    string? Weights = null
)
{
    /// <summary>The version of this form that this code writes and reads.</summary>
    public const string Schema = "qimpact-model/1";

    /// <summary>The property that holds the version.</summary>
    public const string SchemaKey = "schema_version";

    /// <summary>The property that holds the circuit.</summary>
    public const string CircuitKey = "circuit";

    /// <summary>The property that holds the circuit's weights, a JSON list of numbers row by row.</summary>
    public const string WeightsKey = "weights";

    private const string PositiveClassKey = "positive_class";
    private const string FoldKey = "fold";

    /// <summary>What a file that was exported from a run says; the circuit includes noise, and it and its weights are null in a network without one.</summary>
    /// <exception cref="BadInputException">The run's positive class is none of its classes, or none is known of two.</exception>
    public static ModelMetadata Of(string name, RunConfig run, string? circuit, string? weights = null)
    {
        DatasetDescription dataset = run.Dataset.Description;
        return new ModelMetadata(
            name,
            run.Architecture,
            run.Protocol,
            run.Seed,
            dataset.ClassNames,
            dataset.RequirePositiveClass(),
            dataset.Name,
            dataset.Md5,
            dataset.IsPhantom,
            run.CodeVersion,
            circuit,
            run.Fold,
            weights
        );
    }

    /// <summary>The properties, in a fixed order.</summary>
    public ImmutableArray<KeyValuePair<string, string>> ToProperties()
    {
        List<KeyValuePair<string, string>> properties =
        [
            new(SchemaKey, Schema),
            new("name", Name),
            new("architecture", Architecture),
            new("protocol", Protocol),
            new("seed", Seed.ToString(CultureInfo.InvariantCulture)),
            new("class_names", JsonSerializer.Serialize(ClassNames)),
            .. PositiveClass is { } positive
                ? (KeyValuePair<string, string>[])
                    [new(PositiveClassKey, positive.ToString(CultureInfo.InvariantCulture))]
                : [],
            new("dataset", Dataset),
            new("dataset_md5", DatasetMd5),
            new("phantom", IsPhantom ? "true" : "false"),
            new("code_version", CodeVersion),
        ];
        if (Fold is not null)
            properties.Add(new(FoldKey, JsonSerializer.Serialize(Fold, Json.OneLine)));
        if (Circuit is not null)
            properties.Add(new(CircuitKey, Circuit));
        if (Weights is not null)
            properties.Add(new(WeightsKey, Weights));
        return [.. properties];
    }

    /// <summary>Reads the properties of a file, which messages name.</summary>
    /// <exception cref="BadInputException">The file was not exported by this project, or by another version.</exception>
    public static ModelMetadata FromProperties(string file, IReadOnlyDictionary<string, string> properties)
    {
        if (!properties.TryGetValue(SchemaKey, out string? schema))
            throw new BadInputException(
                $"{file} has no metadata '{SchemaKey}': it is of another program, or OnnxExporter wrote it without metadata; "
                    + "expected a file that the verb export wrote"
            );
        if (schema != Schema)
            throw new BadInputException($"{file} has the schema {schema}; expected {Schema}: export it again");
        ImmutableArray<string> classNames = Names("class_names");
        int? positive =
            classNames.Length > 2 && !properties.ContainsKey(PositiveClassKey) ? null : Number(PositiveClassKey);
        if (positive < 0 || positive >= classNames.Length)
            throw Broken(PositiveClassKey, $"is {positive}; expected 0 to {classNames.Length - 1}");
        return new ModelMetadata(
            FileNamePart.Require(Text("name"), $"{file}: the metadata 'name'"),
            Text("architecture"),
            Text("protocol"),
            Number("seed"),
            classNames,
            positive,
            Text("dataset"),
            Text("dataset_md5"),
            Text("phantom") == "true",
            Text("code_version"),
            properties.GetValueOrDefault(CircuitKey),
            properties.TryGetValue(FoldKey, out string? fold) ? Fold(fold) : null,
            properties.GetValueOrDefault(WeightsKey)
        );

        FoldChoice Fold(string text)
        {
            try
            {
                if (JsonSerializer.Deserialize<FoldChoice>(text, Json.OneLine) is { } choice && choice.Fault() is null)
                    return choice;
            }
            catch (JsonException) { }
            throw Broken(FoldKey, $"is '{text}', no fold");
        }

        string Text(string key) =>
            properties.TryGetValue(key, out string? value) ? value : throw Broken(key, "is missing");

        int Number(string key) =>
            int.TryParse(Text(key), NumberStyles.Integer, CultureInfo.InvariantCulture, out int value)
                ? value
                : throw Broken(key, $"is '{Text(key)}', not a whole number");

        ImmutableArray<string> Names(string key)
        {
            try
            {
                if (JsonSerializer.Deserialize<string?[]>(Text(key)) is { } names && !names.Contains(null))
                    return [.. names!];
            }
            catch (JsonException) { }
            throw Broken(key, $"is '{Text(key)}', not a JSON list of names");
        }

        BadInputException Broken(string key, string problem) => new($"{file}: the metadata '{key}' {problem}");
    }
}
