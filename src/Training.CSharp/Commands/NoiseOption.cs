using System.CommandLine;
using System.Globalization;
using QImpact.Data;
using QImpact.Quantum.Noise;
using QImpact.Terminal;

namespace QImpact.Training.Commands;

/// <summary><c>--noise</c>: the probabilities of a noise model.</summary>
public static class NoiseOption
{
    private const string Expected =
        "expected probabilities from 0 to 1, such as depolarizing=0.01,bit-flip=0.01,phase-flip=0.01,readout=0.02";

    /// <summary>The option.</summary>
    public static Option<string?> Create() =>
        Options.Of<string?>(
            "--noise",
            "KIND=P,...",
            "The model as it would behave on a noisy device: depolarizing, bit-flip and phase-flip after each layer of the "
                + "circuit, readout at the end. Default: none."
        );

    /// <summary>The noise model; null for none.</summary>
    /// <exception cref="BadInputException">The text is none.</exception>
    public static NoiseModel? Parse(string? text)
    {
        if (text is null)
            return null;
        NoiseModel noise = new();
        HashSet<string> given = [];
        foreach (string part in text.Split(','))
        {
            string[] sides = part.Split('=');
            if (
                sides is not [string kind, string number]
                || !double.TryParse(number, CultureInfo.InvariantCulture, out double probability)
                || probability is not (>= 0 and <= 1)
            )
                throw new BadInputException($"--noise={text}: '{part}' is no probability of a kind; {Expected}");
            if (!given.Add(kind))
                throw new BadInputException($"--noise={text}: {kind} is given twice; {Expected}");
            noise = kind switch
            {
                "depolarizing" => noise with { Depolarizing = probability },
                "bit-flip" => noise with { BitFlip = probability },
                "phase-flip" => noise with { PhaseFlip = probability },
                "readout" => noise with { Readout = probability },
                _ => throw new BadInputException($"--noise={text}: there is no noise '{kind}'; {Expected}"),
            };
        }
        return noise;
    }
}
