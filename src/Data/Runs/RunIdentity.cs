using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using QImpact.Data.Folds;

namespace QImpact.Data.Runs;

/// <summary>The version of what training computes.</summary>
public static class NumericalSchema
{
    /// <summary>Raised whenever the same run would give other numbers, beyond the rounding of another machine; no other change raises it.</summary>
    public const int Current = 1;
}

/// <summary>
/// Which run a run is: a hash of all that its numbers depend on. Neither name, folder nor version of the code is part of it, but
/// <see cref="NumericalSchema"/> is.
/// </summary>
/// <param name="NumericalSchema">The version of what training computes.</param>
/// <param name="DependsOn">All that the numbers depend on, one thing a line.</param>
/// <param name="Sha256">The SHA-256 of that text, 64 hexadecimal digits.</param>
public sealed record RunIdentity(int NumericalSchema, string DependsOn, string Sha256)
{
    /// <summary>The identity of a run.</summary>
    /// <param name="family">Data, architecture, circuit, noise, protocol, settings and fold.</param>
    /// <param name="positiveClass">The class that is looked for; null where the set has no such class.</param>
    /// <param name="seed">Its seed.</param>
    /// <param name="threads">Threads of the tensor library: they decide the last bits.</param>
    /// <param name="baseline">The identity of the baseline that it must exceed; null where none is.</param>
    public static RunIdentity Of(
        RunFamily family,
        int? positiveClass,
        int seed,
        int threads,
        RunIdentity? baseline = null
    )
    {
        string[] lines =
        [
            $"numerical schema: {Number(Runs.NumericalSchema.Current)}",
            $"data: {family.Dataset} {family.DatasetMd5}",
            $"positive class: {(positiveClass is { } label ? Number(label) : "none")}",
            $"architecture: {family.Architecture}",
            $"circuit: {family.Circuit ?? "none"}",
            .. family.Noise is { } noise ? (string[])[$"noise: {noise}"] : [],
            $"protocol: {family.Protocol}",
            $"settings: {Compact(family.Settings)}",
            $"fold: {(family.Fold is { } fold ? Written(fold) : "none")}",
            $"seed: {Number(seed)}",
            $"threads: {Number(threads)}",
            $"baseline: {baseline?.Sha256 ?? "none"}",
        ];
        string text = string.Join('\n', lines);
        return new RunIdentity(Runs.NumericalSchema.Current, text, Hash(text));
    }

    /// <summary>The identity as it was read.</summary>
    /// <exception cref="BadInputException">The hash is not that of the text.</exception>
    public RunIdentity Require(string file) =>
        Sha256 == Hash(DependsOn)
            ? this
            : throw new BadInputException($"{file}: sha256 is not that of depends_on: the file is damaged");

    private static string Compact(TrainingSettings settings) =>
        System.Text.Json.JsonSerializer.Serialize(settings, Json.OneLine);

    private static string Written(FoldChoice fold) =>
        $"{Number(fold.Fold)}/{Number(fold.Folds)} repeat {Number(fold.Repeat)} split seed {Number(fold.SplitSeed)} groups {fold.Groups.ToString().ToLowerInvariant()}";

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
