namespace QImpact.Quantum.Noise;

/// <summary>A parameter of a channel: a probability, or a time in whatever unit the others have.</summary>
/// <param name="Name">PennyLane's name.</param>
/// <param name="Range">What is allowed, in words.</param>
/// <param name="Allows">Whether a value is allowed.</param>
public sealed record ChannelParameter(string Name, string Range, Func<double, bool> Allows)
{
    internal static ChannelParameter Probability(string name) => new(name, "0 to 1", value => value is >= 0 and <= 1);

    internal static ChannelParameter Time(string name) =>
        new(name, "a finite time from 0", value => value >= 0 && double.IsFinite(value));

    internal static ChannelParameter RelaxationTime(string name) =>
        new(name, "a finite time above 0", value => value > 0 && double.IsFinite(value));
}
