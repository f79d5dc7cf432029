namespace QImpact.Training.Optimisers;

/// <summary>
/// One step of one parameter w with gradient g: m and v are the moments, and w becomes w - Rate m / (Scale sqrt(v) + Epsilon).
/// </summary>
/// <param name="Rate">The learning rate, divided by what is missing in m: 1 - 0.9^t in step t.</param>
/// <param name="Scale">Corrects sqrt(v) for what is missing in v: 1 / sqrt(1 - 0.999^t).</param>
internal readonly record struct StepSize(double Rate, double Scale)
{
    /// <summary>The part of m that stays: m becomes FirstDecay m + (1 - FirstDecay) g.</summary>
    public const double FirstDecay = 0.9;

    /// <summary>The part of v that stays: v becomes SecondDecay v + (1 - SecondDecay) g^2.</summary>
    public const double SecondDecay = 0.999;

    /// <summary>Keeps the quotient finite where there never was a gradient.</summary>
    public const double Epsilon = 1e-8;

    /// <param name="learningRate">As the settings have it.</param>
    /// <param name="step">Which step of the parameter, from 1.</param>
    public static StepSize Of(double learningRate, int step) =>
        new(learningRate / (1 - Math.Pow(FirstDecay, step)), 1 / Math.Sqrt(1 - Math.Pow(SecondDecay, step)));
}
