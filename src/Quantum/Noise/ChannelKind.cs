using System.Numerics;
using static QImpact.Quantum.Noise.ChannelParameter;

namespace QImpact.Quantum.Noise;

/// <summary>
/// The table of noise channels on one qubit, with PennyLane's names and parameters. An entry says what it is twice: by its Kraus operators K,
/// <c>rho -> sum K rho K^dagger</c>, which the reference simulator takes, and by what its adjoint makes of Pauli matrices, which the
/// compiler takes. Tests hold one against the other.
/// </summary>
public sealed class ChannelKind
{
    // Sums of probabilities that are 1 in decimals may be above by rounding.
    private const double Rounding = 1e-12;

    /// <summary>X, Y and Z with p/3 each; &lt;X>, &lt;Y> and &lt;Z> shrink by 1 - 4p/3.</summary>
    public static readonly ChannelKind Depolarizing = OfErrors(
        "DepolarizingChannel",
        ["p"],
        v => (v[0] / 3, v[0] / 3, v[0] / 3)
    );

    /// <summary>X with p; &lt;Y> and &lt;Z> shrink by 1 - 2p.</summary>
    public static readonly ChannelKind BitFlip = OfErrors("BitFlip", ["p"], v => (v[0], 0, 0));

    /// <summary>Z with p; &lt;X> and &lt;Y> shrink by 1 - 2p.</summary>
    public static readonly ChannelKind PhaseFlip = OfErrors("PhaseFlip", ["p"], v => (0, 0, v[0]));

    /// <summary>X with px, Y with py, Z with pz, and nothing with the rest: PennyLane's <c>PauliError</c> for each of the three, at once.</summary>
    public static readonly ChannelKind PauliErrors = OfErrors(
        "PauliChannel",
        ["px", "py", "pz"],
        v => (v[0], v[1], v[2])
    );

    /// <summary>|1> decays to |0> with gamma: &lt;Z> becomes (1 - gamma) &lt;Z> + gamma, &lt;X> and &lt;Y> shrink by sqrt(1 - gamma).</summary>
    public static readonly ChannelKind AmplitudeDamping = new(
        "AmplitudeDamping",
        [Probability("gamma")],
        v => Damping(v[0], v[0]),
        v => Decay(v[0], weight: 1)
    );

    /// <summary>|1> decays to |0> with gamma p, |0> rises to |1> with gamma (1 - p): &lt;Z> goes towards 2p - 1.</summary>
    public static readonly ChannelKind GeneralizedAmplitudeDamping = new(
        "GeneralizedAmplitudeDamping",
        [Probability("gamma"), Probability("p")],
        v => Damping(v[0], v[0] * (2 * v[1] - 1)),
        v => [.. Decay(v[0], v[1]), .. Decay(v[0], 1 - v[1]).Select(Exchanged)]
    );

    /// <summary>&lt;X> and &lt;Y> shrink by sqrt(1 - gamma), &lt;Z> stays.</summary>
    public static readonly ChannelKind PhaseDamping = new(
        "PhaseDamping",
        [Probability("gamma")],
        v => new PauliTransfer(Math.Sqrt(1 - v[0]), Math.Sqrt(1 - v[0]), 1),
        v => [PauliMatrices.Of(1, 0, 0, Math.Sqrt(1 - v[0])), PauliMatrices.Of(0, 0, 0, Math.Sqrt(v[0]))]
    );

    /// <summary>The qubit is set to |0> with p0, to |1> with p1.</summary>
    public static readonly ChannelKind Reset = new(
        "ResetError",
        [Probability("p0"), Probability("p1")],
        v => new PauliTransfer(1 - v[0] - v[1], 1 - v[0] - v[1], 1 - v[0] - v[1], v[0] - v[1]),
        v =>
            [
                Times(Math.Sqrt(Math.Max(0, 1 - v[0] - v[1])), 1, 0, 0, 1),
                Times(Math.Sqrt(v[0]), 1, 0, 0, 0),
                Times(Math.Sqrt(v[0]), 0, 1, 0, 0),
                Times(Math.Sqrt(v[1]), 0, 0, 1, 0),
                Times(Math.Sqrt(v[1]), 0, 0, 0, 1),
            ],
        SumAtMostOne
    );

    /// <summary>
    /// What a qubit suffers in the time tq: it relaxes to |1> with the probability pe and to |0> with the rest, with the time constant t1, and loses its phase
    /// with t2, at most 2 t1. <c>&lt;Z></c> becomes <c>e^(-tq/t1) &lt;Z> + (1 - e^(-tq/t1)) (1 - 2 pe)</c>; &lt;X> and &lt;Y> shrink by e^(-tq/t2).
    /// </summary>
    public static readonly ChannelKind ThermalRelaxation = new(
        "ThermalRelaxationError",
        [Probability("pe"), RelaxationTime("t1"), RelaxationTime("t2"), Time("tq")],
        v =>
        {
            double e1 = Math.Exp(-v[3] / v[1]);
            double e2 = Math.Exp(-v[3] / v[2]);
            return new PauliTransfer(e2, e2, e1, (1 - e1) * (1 - 2 * v[0]));
        },
        Relaxation,
        v =>
            v[2] > 2 * v[1]
                ? FormattableString.Invariant($"t1 = {v[1]} and t2 = {v[2]}; expected t2 of at most 2 t1")
                : null
    );

    /// <summary>Every entry.</summary>
    public static readonly ValueList<ChannelKind> All =
    [
        Depolarizing,
        BitFlip,
        PhaseFlip,
        PauliErrors,
        AmplitudeDamping,
        GeneralizedAmplitudeDamping,
        PhaseDamping,
        Reset,
        ThermalRelaxation,
    ];

    private readonly Func<ValueList<double>, string?> _refusal;

    private ChannelKind(
        string name,
        ValueList<ChannelParameter> parameters,
        Func<ValueList<double>, PauliTransfer> transfer,
        Func<ValueList<double>, Complex[][,]> kraus,
        Func<ValueList<double>, string?>? refusal = null
    ) =>
        (Name, Parameters, Transfer, KrausOperators, _refusal) = (
            name,
            parameters,
            transfer,
            kraus,
            refusal ?? (_ => null)
        );

    /// <summary>PennyLane's name.</summary>
    public string Name { get; }

    /// <summary>The parameters, in PennyLane's order.</summary>
    public ValueList<ChannelParameter> Parameters { get; }

    /// <summary>The adjoint by the parameters.</summary>
    internal Func<ValueList<double>, PauliTransfer> Transfer { get; }

    /// <summary>The Kraus operators by the parameters, each [2, 2].</summary>
    internal Func<ValueList<double>, Complex[][,]> KrausOperators { get; }

    /// <summary>The parameters, if the channel takes them.</summary>
    /// <exception cref="ArgumentException">A wrong count, or values that together are none of a channel.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value out of its range.</exception>
    internal ValueList<double> Check(ReadOnlySpan<double> parameters)
    {
        if (parameters.Length != Parameters.Count)
            throw new ArgumentException(
                $"{Name} with {parameters.Length} numbers; expected {Parameters.Count}: {ParameterText}",
                nameof(parameters)
            );
        for (int i = 0; i < parameters.Length; i++)
        {
            if (!Parameters[i].Allows(parameters[i]))
                throw new ArgumentOutOfRangeException(
                    nameof(parameters),
                    parameters[i],
                    FormattableString.Invariant(
                        $"{Name} with {Parameters[i].Name} = {parameters[i]}; expected {Parameters[i].Range}"
                    )
                );
        }
        ValueList<double> values = ValueList.Create(parameters);
        return _refusal(values) is { } refused
            ? throw new ArgumentException($"{Name} with {refused}", nameof(parameters))
            : values;
    }

    /// <summary>The names of the parameters, <c>gamma, p</c>.</summary>
    internal string ParameterText => string.Join(", ", Parameters.Select(parameter => parameter.Name));

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    private static ChannelKind OfErrors(
        string name,
        string[] parameters,
        Func<ValueList<double>, (double X, double Y, double Z)> errors
    ) =>
        new(
            name,
            parameters.Select(Probability).ToValueList(),
            v =>
            {
                // An error turns the sign of the matrices that anticommute with it.
                (double x, double y, double z) = errors(v);
                return new PauliTransfer(1 - 2 * (y + z), 1 - 2 * (x + z), 1 - 2 * (x + y));
            },
            v =>
            {
                (double x, double y, double z) = errors(v);
                return
                [
                    Times(Math.Sqrt(Math.Max(0, 1 - x - y - z)), 1, 0, 0, 1),
                    Times(Math.Sqrt(x), 0, 1, 1, 0),
                    Times(Math.Sqrt(y), 0, -Complex.ImaginaryOne, Complex.ImaginaryOne, 0),
                    Times(Math.Sqrt(z), 1, 0, 0, -1),
                ];
            },
            SumAtMostOne
        );

    private static string? SumAtMostOne(ValueList<double> probabilities) =>
        probabilities.Sum() > 1 + Rounding
            ? FormattableString.Invariant($"probabilities that add up to {probabilities.Sum()}; expected at most 1")
            : null;

    private static PauliTransfer Damping(double gamma, double shift) =>
        new(Math.Sqrt(1 - gamma), Math.Sqrt(1 - gamma), 1 - gamma, shift);

    /// <summary>The decay of |1> to |0>, which happens with this weight.</summary>
    private static Complex[][,] Decay(double gamma, double weight) =>
        [Times(Math.Sqrt(weight), 1, 0, 0, Math.Sqrt(1 - gamma)), Times(Math.Sqrt(weight), 0, Math.Sqrt(gamma), 0, 0)];

    /// <summary>The same with |0> and |1> exchanged.</summary>
    private static Complex[,] Exchanged(Complex[,] k) => PauliMatrices.Of(k[1, 1], k[1, 0], k[0, 1], k[0, 0]);

    /// <summary>
    /// The two jumps, and the square root of what is left: the matrix [[a, c], [c, b]] of the probabilities a and b that |0> and |1> stay
    /// and of the coherence c that is kept, as a sum of two products (Cholesky).
    /// </summary>
    private static Complex[][,] Relaxation(ValueList<double> v)
    {
        double moved = 1 - Math.Exp(-v[3] / v[1]);
        double kept = Math.Exp(-v[3] / v[2]);
        double rises = v[0] * moved;
        double falls = (1 - v[0]) * moved;
        double root = Math.Sqrt(1 - rises);
        double shared = root > 0 ? kept / root : 0;
        return
        [
            Times(Math.Sqrt(rises), 0, 0, 1, 0),
            Times(Math.Sqrt(falls), 0, 1, 0, 0),
            PauliMatrices.Of(root, 0, 0, shared),
            PauliMatrices.Of(0, 0, 0, Math.Sqrt(Math.Max(0, 1 - falls - shared * shared))),
        ];
    }

    private static Complex[,] Times(double factor, params Complex[] entries) =>
        PauliMatrices.Of([.. entries.Select(entry => factor * entry)]);
}
