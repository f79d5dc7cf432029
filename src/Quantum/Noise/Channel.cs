using QImpact.Quantum.Text;

namespace QImpact.Quantum.Noise;

/// <summary>A noise channel on one qubit, wherever it acts: an entry of <see cref="ChannelKind"/> with its parameters.</summary>
public sealed record Channel
{
    /// <param name="kind">The entry.</param>
    /// <param name="parameters">As many numbers as it takes, in its order.</param>
    /// <exception cref="ArgumentException">A wrong count, or values that are none of a channel.</exception>
    public Channel(ChannelKind kind, params ReadOnlySpan<double> parameters)
    {
        ArgumentNullException.ThrowIfNull(kind);
        (Kind, Parameters) = (kind, kind.Check(parameters));
    }

    /// <summary>The entry.</summary>
    public ChannelKind Kind { get; }

    /// <summary>The parameters, in the entry's order.</summary>
    public ValueList<double> Parameters { get; }

    /// <summary>What its adjoint makes of Pauli matrices.</summary>
    public PauliTransfer Transfer => Kind.Transfer(Parameters);

    /// <summary>X, Y and Z with p/3 each.</summary>
    public static Channel Depolarizing(double p) => new(ChannelKind.Depolarizing, p);

    /// <summary>X with p.</summary>
    public static Channel BitFlip(double p) => new(ChannelKind.BitFlip, p);

    /// <summary>Z with p.</summary>
    public static Channel PhaseFlip(double p) => new(ChannelKind.PhaseFlip, p);

    /// <summary>X with px, Y with py, Z with pz.</summary>
    public static Channel PauliErrors(double px, double py, double pz) => new(ChannelKind.PauliErrors, px, py, pz);

    /// <summary>|1> decays to |0> with gamma.</summary>
    public static Channel AmplitudeDamping(double gamma) => new(ChannelKind.AmplitudeDamping, gamma);

    /// <summary>|1> decays to |0> with gamma p, |0> rises to |1> with gamma (1 - p).</summary>
    public static Channel GeneralizedAmplitudeDamping(double gamma, double p) =>
        new(ChannelKind.GeneralizedAmplitudeDamping, gamma, p);

    /// <summary>The phase is lost with gamma.</summary>
    public static Channel PhaseDamping(double gamma) => new(ChannelKind.PhaseDamping, gamma);

    /// <summary>The qubit is set to |0> with p0, to |1> with p1.</summary>
    public static Channel Reset(double p0, double p1) => new(ChannelKind.Reset, p0, p1);

    /// <summary>Relaxation in the time tq, to |1> with the probability pe, with the time constants t1 and t2, at most 2 t1: all in one unit.</summary>
    public static Channel ThermalRelaxation(double pe, double t1, double t2, double tq) =>
        new(ChannelKind.ThermalRelaxation, pe, t1, t2, tq);

    /// <summary>Reads <c>AmplitudeDamping(0.02)</c>.</summary>
    /// <exception cref="CircuitFormatException">It is no channel; the message says where and what was expected.</exception>
    public static Channel Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return ChannelText.ReadAll(text);
    }

    /// <summary><c>GeneralizedAmplitudeDamping(0.02, 0.9)</c></summary>
    public override string ToString() =>
        $"{Kind}({string.Join(", ", Parameters.Select(value => FormattableString.Invariant($"{value}")))})";
}
