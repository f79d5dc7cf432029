using System.CommandLine;
using System.Globalization;
using QImpact.Data;
using QImpact.Quantum;
using QImpact.Quantum.Noise;
using QImpact.Terminal;

namespace QImpact.Exchange;

/// <summary><c>--noise</c>: the noise of a device, in short or by a calibration file.</summary>
public static class NoiseOption
{
    /// <summary>What the option is called.</summary>
    public const string Name = "--noise";

    private const string NoNoise = "none";
    private const string FileExtension = ".json";
    private const string Expected =
        "expected probabilities from 0 to 1 and times, such as depolarizing=0.01,amplitude-damping=0.02,thermal=50/70/0.3,readout=0.02, or a calibration file FILE.json";

    // Kinds of channels that follow every layer, and the numbers that they take.
    private static readonly Dictionary<string, (int Numbers, Func<double[], Channel> Make)> Kinds = new()
    {
        ["depolarizing"] = (1, v => Channel.Depolarizing(v[0])),
        ["bit-flip"] = (1, v => Channel.BitFlip(v[0])),
        ["phase-flip"] = (1, v => Channel.PhaseFlip(v[0])),
        ["amplitude-damping"] = (1, v => Channel.AmplitudeDamping(v[0])),
        ["phase-damping"] = (1, v => Channel.PhaseDamping(v[0])),
        ["thermal"] = (3, v => Channel.ThermalRelaxation(0, v[0], v[1], v[2])),
    };

    /// <summary>The option.</summary>
    /// <param name="otherwise">What happens without it.</param>
    public static Option<string?> Create(string otherwise = "none") =>
        Options.Of<string?>(
            Name,
            "KIND=P,...",
            $"The noise of a device (docs/noise.md): {string.Join(", ", Kinds.Keys)} (T1/T2/TIME) after each layer of the circuit, "
                + $"readout at the end; or a calibration file, FILE{FileExtension}. Default: {otherwise}."
        );

    /// <summary>The noise model; null where the option is not given, one without noise for <c>none</c>.</summary>
    /// <exception cref="BadInputException">The text or the file is none.</exception>
    public static NoiseModel? Parse(string? text)
    {
        if (text is null)
            return null;
        if (text == NoNoise)
            return new NoiseModel();
        return text.EndsWith(FileExtension, StringComparison.OrdinalIgnoreCase)
            ? NoiseFile.Read(text)
            : ParseKinds(text);
    }

    private static NoiseModel ParseKinds(string text)
    {
        var layers = new List<Channel>();
        ReadoutError? readout = null;
        HashSet<string> given = [];
        foreach (string part in text.Split(','))
        {
            if (part.Split('=') is not [string kind, string value] || Numbers(value) is not { } numbers)
                throw Refused($"'{part}' is no probability of a kind");
            if (!given.Add(kind))
                throw Refused($"{kind} is given twice");
            try
            {
                if (kind == "readout" && numbers.Length <= 2)
                    readout = new ReadoutError(numbers[0], numbers[^1]);
                else if (Kinds.TryGetValue(kind, out var channel) && numbers.Length == channel.Numbers)
                    layers.Add(channel.Make(numbers));
                else if (kind == "readout" || Kinds.ContainsKey(kind))
                    throw Refused($"'{part}' has {numbers.Length} numbers");
                else
                    throw Refused($"there is no noise '{kind}'");
            }
            catch (ArgumentException refused)
            {
                throw Refused($"'{part}' is no probability of a kind: {refused.FirstLine()}");
            }
        }
        return new NoiseModel { Layers = layers.Where(IsNoise).ToValueList(), Readout = readout };

        BadInputException Refused(string problem) => new($"{Name}={text}: {problem}; {Expected}");
    }

    // What does nothing leaves the circuit as it is.
    private static bool IsNoise(Channel channel) => channel.Transfer != new PauliTransfer(1, 1, 1);

    private static double[]? Numbers(string text)
    {
        double?[] numbers =
        [
            .. text.Split('/')
                .Select(number =>
                    double.TryParse(number, CultureInfo.InvariantCulture, out double value) ? value : (double?)null
                ),
        ];
        return numbers.All(number => number is not null) ? [.. numbers.Select(number => number!.Value)] : null;
    }
}
