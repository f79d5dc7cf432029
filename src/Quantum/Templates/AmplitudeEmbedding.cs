using System.Globalization;
using QImpact.Quantum.Text;

namespace QImpact.Quantum.Templates;

/// <summary>
/// PennyLane's <c>AmplitudeEmbedding(features, wires, pad_with, normalize)</c>: the features are the amplitudes of the wires' state, the
/// first wire being the most significant bit. Features are real. Other wires stay |0>, and it is the first operation of a circuit.
/// </summary>
public sealed record AmplitudeEmbedding : Operation
{
    /// <summary>How far the norm may be from 1 where the features are not normalised, as in PennyLane.</summary>
    public const double NormTolerance = 1e-5;

    private static readonly TemplateArgument<double?> PadWithArgument = new(
        "pad_with",
        reader => (reader.Skip("-") ? -1 : 1) * reader.ExpectNumber("a number")
    );

    private static readonly TemplateArgument<bool> NormalizeArgument = new("normalize", TemplateArguments.Truth);

    internal static readonly TemplateSyntax Syntax = new(
        nameof(AmplitudeEmbedding),
        [
            TemplateArguments.Wires,
            TemplateArguments.Features,
            PadWithArgument,
            NormalizeArgument,
            TemplateArguments.Inputs,
        ],
        given => new AmplitudeEmbedding(
            given.Of(TemplateArguments.Features, null),
            given.Wires,
            given.Of(PadWithArgument, null),
            given.Of(NormalizeArgument, false),
            given.FirstInput
        )
    );

    /// <param name="features">1 to 2^wires; default 2^wires.</param>
    /// <param name="wires">Different wires.</param>
    /// <param name="padWith">PennyLane's <c>pad_with</c>: the value of missing amplitudes.</param>
    /// <param name="normalize">Whether the amplitudes are divided by their norm.</param>
    /// <param name="firstInput">The circuit's input that is the first feature.</param>
    /// <exception cref="ArgumentOutOfRangeException">More than 2^30 features.</exception>
    public AmplitudeEmbedding(
        int? features,
        ReadOnlySpan<int> wires,
        double? padWith = null,
        bool normalize = false,
        int firstInput = 0
    )
    {
        if (features is null && wires.Length > 30)
            throw new ArgumentOutOfRangeException(
                nameof(wires),
                wires.Length,
                $"AmplitudeEmbedding of 2^{wires.Length} features; expected at most 30 wires"
            );
        Features = features ?? 1 << wires.Length;
        TemplateChecks.CheckCount(nameof(AmplitudeEmbedding), Features, nameof(features));
        TemplateChecks.CheckFirst(nameof(AmplitudeEmbedding), "inputs", firstInput, nameof(firstInput));
        Wires = Circuits.Wires.Check(nameof(AmplitudeEmbedding), wires, nameof(wires));
        PadWith = padWith;
        Normalize = normalize;
        FirstInput = firstInput;
        if (padWith is { } pad && !double.IsFinite(pad))
            throw new ArgumentOutOfRangeException(
                nameof(padWith),
                pad,
                FormattableString.Invariant($"AmplitudeEmbedding with pad_with={pad}; expected a finite number")
            );
        double amplitudes = Math.ScaleB(1, Wires.Count);
        if (Features > amplitudes)
            throw new ArgumentException(
                $"AmplitudeEmbedding of {Features} features on {Wires.Count} wires; expected at most 2^{Wires.Count}",
                nameof(features)
            );
        if (Features < amplitudes && padWith is null)
            throw new ArgumentException(
                $"AmplitudeEmbedding of {Features} features on {Wires.Count} wires; expected 2^{Wires.Count}, or pad_with to fill up",
                nameof(features)
            );
    }

    /// <summary>The number of features.</summary>
    public int Features { get; }

    /// <inheritdoc/>
    public override ValueList<int> Wires { get; }

    /// <summary>The value of the amplitudes beyond the features, or null where there are none.</summary>
    public double? PadWith { get; }

    /// <summary>Whether the amplitudes are divided by their norm; otherwise the norm must be 1.</summary>
    public bool Normalize { get; }

    /// <summary>The circuit's input that is the first feature.</summary>
    public int FirstInput { get; }

    internal override int InputCount => FirstInput + Features;

    internal override string? NoOpenQasm => "OpenQASM has no preparation of amplitudes that are parameters";

    internal override Operation Moved(ValueList<int> wires, int weights) =>
        new AmplitudeEmbedding(Features, Circuits.Wires.Renamed(Wires, wires), PadWith, Normalize, FirstInput);

    /// <summary>The squared norm of the amplitudes; checked, so that it can be divided by or is 1, for the circuit's [inputs].</summary>
    /// <exception cref="ArgumentException">The norm is 0 or not finite, or not 1 where nothing is normalised.</exception>
    internal double SquaredNorm(ReadOnlySpan<double> inputs)
    {
        double sum = (Math.ScaleB(1, Wires.Count) - Features) * (PadWith ?? 0) * (PadWith ?? 0);
        foreach (double feature in inputs.Slice(FirstInput, Features))
            sum += feature * feature;
        CheckNorm(sum, nameof(inputs));
        return sum;
    }

    /// <summary>Refuses amplitudes that can't be divided by their norm, or whose norm is not 1 where nothing is normalised; the message names what holds them.</summary>
    /// <exception cref="ArgumentException">The norm is 0 or not finite, or not 1 where nothing is normalised.</exception>
    public void CheckNorm(double squaredNorm, string parameter)
    {
        if (Normalize ? squaredNorm is > 0 and < double.PositiveInfinity : Math.Abs(squaredNorm - 1) <= NormTolerance)
            return;
        string expected = Normalize ? "a norm above 0 that is finite" : "a norm of 1, or normalize=true";
        throw new ArgumentException(
            FormattableString.Invariant(
                $"{parameter} of AmplitudeEmbedding have the norm {Math.Sqrt(squaredNorm):G6}; expected {expected}"
            ),
            parameter
        );
    }

    /// <summary><c>AmplitudeEmbedding(wires=4, normalize=true)</c>, <c>AmplitudeEmbedding(wires=3, features=5, pad_with=0)</c>.</summary>
    public override string ToString() =>
        $"AmplitudeEmbedding(wires={Circuits.Wires.Describe(Wires)}"
        + (Features == Math.ScaleB(1, Wires.Count) ? "" : $", features={Features}")
        + (PadWith is { } pad ? string.Create(CultureInfo.InvariantCulture, $", pad_with={pad}") : "")
        + (Normalize ? ", normalize=true" : "")
        + InputsText(FirstInput);
}

public static partial class CircuitTemplates
{
    /// <summary>Adds PennyLane's AmplitudeEmbedding, the first operation of a circuit; by default on every wire, with 2^wires features.</summary>
    /// <exception cref="ArgumentOutOfRangeException">More than 2^30 features.</exception>
    public static Circuit AmplitudeEmbedding(
        this Circuit circuit,
        int? features = null,
        double? padWith = null,
        bool normalize = false,
        ReadOnlySpan<int> wires = default,
        int firstInput = 0
    ) =>
        circuit.Add(
            new AmplitudeEmbedding(features, Wires.OrFirst(wires, circuit.Qubits), padWith, normalize, firstInput)
        );
}
