using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using QImpact.Data.Folds;

namespace QImpact.Data.Runs;

/// <summary>
/// What runs have in common that may be pooled as seeds of one thing: data and the part of them that is tested, architecture, circuit, protocol and
/// the settings in force. Name, seed, threads, device, baseline run and code version are no part of it. The circuit is as files write it, null in a
/// classical network; the fold is null for the published split; the noise is JSON on one line, null for none.
/// </summary>
public sealed record RunFamily(
    string Dataset,
    string DatasetMd5,
    string Architecture,
    string? Circuit,
    string Protocol,
    TrainingSettings Settings,
    FoldChoice? Fold = null,
    string? Noise = null
)
{
    /// <summary>The circuit of the paper's quantum layer, as files write it.</summary>
    public const string PaperCircuit =
        "AngleEmbedding(X, wires=4) BasicEntanglerLayers(RX, layers=2, wires=4) <Z0> <Z1> <Z2> <Z3>";

    /// <summary>The same without entanglement: what <see cref="Head.Separable"/> makes of it.</summary>
    public const string PaperCircuitWithoutEntanglement =
        "AngleEmbedding(X, wires=4) RX(w0)[0] RX(w1)[1] RX(w2)[2] RX(w3)[3] RX(w4)[0] RX(w5)[1] RX(w6)[2] RX(w7)[3] <Z0> <Z1> <Z2> <Z3>";

    // Marks that are longer together than this are replaced by one of a fixed length.
    private const int LongestMarks = 40;

    /// <summary>
    /// What differs from the protocol, in short words that may stand in a file's name: the settings (<c>lr1e-5</c>, <c>e5</c>), and for a circuit
    /// other than what the architecture makes of the paper's <c>c</c> and the first eight hexadecimal digits of the SHA-256 of its text, for noise <c>n</c> and eight digits of its, and the fold (<c>r0f1of5</c>). Settings that take more than
    /// 40 characters, or are of a protocol that this program does not know, are <c>x</c> and eight digits of theirs.
    /// </summary>
    public ImmutableArray<string> Marks =>
        [
            .. SettingsWords(),
            .. Circuit is null || Circuit == OfPaper() ? ImmutableArray<string>.Empty : [$"c{Digits(Circuit)}"],
            .. Noise is null ? ImmutableArray<string>.Empty : [$"n{Digits(Noise)}"],
            .. Fold is null ? ImmutableArray<string>.Empty : [Fold.Mark],
        ];

    /// <summary>DATASET-ARCHITECTURE-PROTOCOL, and the marks.</summary>
    public string Name => string.Join('-', [Dataset, Architecture, Protocol, .. Marks]);

    /// <summary>The family of a run.</summary>
    public static RunFamily Of(RunConfig config) =>
        new(
            config.Dataset.Description.Name,
            config.Dataset.Description.Md5,
            config.Architecture,
            config.Circuit,
            config.Protocol,
            config.Settings,
            config.Fold,
            WrittenNoise(config.Noise)
        );

    /// <summary>The noise of a run as its family has it.</summary>
    public static string? WrittenNoise(JsonElement? noise) =>
        noise is { } given ? JsonSerializer.Serialize(given, Json.OneLine) : null;

    /// <summary>The name of the family's run with a seed: <see cref="Name"/>-sSEED.</summary>
    public string NameOf(int seed) => string.Create(CultureInfo.InvariantCulture, $"{Name}-s{seed}");

    /// <summary>A name of <see cref="NameOf"/>, perhaps with something behind it, without the seed; as it is where it does not have that seed.</summary>
    public static string WithoutSeed(string name, int? seed)
    {
        string mark = string.Create(CultureInfo.InvariantCulture, $"-s{seed}");
        int at = seed is null ? -1 : name.LastIndexOf(mark, StringComparison.Ordinal);
        bool isWhole = at >= 0 && (at + mark.Length == name.Length || !char.IsAsciiDigit(name[at + mark.Length]));
        return isWhole ? name.Remove(at, mark.Length) : name;
    }

    private string OfPaper() => Runs.Architecture.Find(Architecture)?.Head.PaperCircuit ?? PaperCircuit;

    private ImmutableArray<string> SettingsWords()
    {
        if (
            Runs.Architecture.Find(Architecture) is not { } architecture
            || Protocols.Find(Protocol) is not { } protocol
        )
            return [$"x{Digits(Settings.Written())}"];
        ImmutableArray<string> words = SettingsMarks.Of(Settings, protocol.For(architecture));
        string together = string.Join('-', words);
        return together.Length <= LongestMarks ? words : [$"x{Digits(together)}"];
    }

    private static string Digits(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8];
}
