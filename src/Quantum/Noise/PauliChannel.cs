namespace QImpact.Quantum.Noise;

/// <summary>
/// The table of noise channels. With the probabilities p_X, p_Y, p_Z the qubit suffers X, Y or Z, and with the rest nothing:
/// <c>rho -> (1 - p_X - p_Y - p_Z) rho + p_X X rho X + p_Y Y rho Y + p_Z Z rho Z</c>.
/// </summary>
public sealed class PauliChannel
{
    /// <summary>X, Y and Z with p/3 each; &lt;X>, &lt;Y> and &lt;Z> shrink by 1 - 4p/3.</summary>
    public static readonly PauliChannel Depolarizing = new("DepolarizingChannel", p => (p / 3, p / 3, p / 3));

    /// <summary>X with p; &lt;Y> and &lt;Z> shrink by 1 - 2p.</summary>
    public static readonly PauliChannel BitFlip = new("BitFlip", p => (p, 0, 0));

    /// <summary>Z with p; &lt;X> and &lt;Y> shrink by 1 - 2p.</summary>
    public static readonly PauliChannel PhaseFlip = new("PhaseFlip", p => (0, 0, p));

    /// <summary>Every entry.</summary>
    public static readonly ValueList<PauliChannel> All = [Depolarizing, BitFlip, PhaseFlip];

    private readonly Func<double, (double X, double Y, double Z)> _probabilities;

    private PauliChannel(string name, Func<double, (double X, double Y, double Z)> probabilities)
    {
        Name = name;
        _probabilities = probabilities;
    }

    /// <summary>PennyLane's name.</summary>
    public string Name { get; }

    /// <summary>The probabilities of X, Y and Z.</summary>
    public (double X, double Y, double Z) Probabilities(double p) => _probabilities(p);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
