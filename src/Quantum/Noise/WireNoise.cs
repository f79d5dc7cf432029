namespace QImpact.Quantum.Noise;

/// <summary>What is known of a qubit.</summary>
public sealed record WireNoise
{
    /// <param name="t1">The time constant with which |1> relaxes, above 0; null for none.</param>
    /// <param name="t2">The time constant with which the phase is lost, above 0 and at most 2 t1; null where t1 is.</param>
    /// <param name="population">The part of |1> in equilibrium, 0 to 1.</param>
    /// <param name="readout">How its bit is read wrongly; null where that is said for all wires, or not at all.</param>
    /// <exception cref="ArgumentException">One of the times without the other, or none of a qubit.</exception>
    public WireNoise(double? t1 = null, double? t2 = null, double population = 0, ReadoutError? readout = null)
    {
        if (t1 is null != t2 is null)
            throw new ArgumentException(
                $"a qubit with {(t1 is null ? "t2" : "t1")} alone; expected t1 and t2",
                nameof(t1)
            );
        if (t1 is { } relaxation && t2 is { } dephasing)
            Channel.ThermalRelaxation(population, relaxation, dephasing, 0);
        Arguments.CheckProbability("a qubit's population of |1>", population, nameof(population));
        (T1, T2, Population, Readout) = (t1, t2, population, readout);
    }

    /// <summary>The time constant with which |1> relaxes.</summary>
    public double? T1 { get; }

    /// <summary>The time constant with which the phase is lost.</summary>
    public double? T2 { get; }

    /// <summary>The part of |1> in equilibrium.</summary>
    public double Population { get; }

    /// <summary>How its bit is read wrongly.</summary>
    public ReadoutError? Readout { get; }

    /// <summary>What it suffers in a time; null where no times are known, or no time passes.</summary>
    public Channel? Relaxation(double time) =>
        time > 0 && T1 is { } t1 && T2 is { } t2 ? Channel.ThermalRelaxation(Population, t1, t2, time) : null;
}
