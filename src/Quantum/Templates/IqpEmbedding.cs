using QImpact.Quantum.Text;

namespace QImpact.Quantum.Templates;

/// <summary>
/// PennyLane's <c>IQPEmbedding(features, wires, n_repeats, pattern)</c>: repeated n_repeats times, a Hadamard gate on every wire, RZ(x[i]) on
/// the i-th, and MultiRZ(x[i] * x[j]) = exp(-i x[i] x[j] Z Z / 2) on the pairs of the pattern.
/// </summary>
public sealed record IqpEmbedding : Operation
{
    private const string Name = "IQPEmbedding";

    private static readonly TemplateArgument<int> RepeatsArgument = new(
        "n_repeats",
        reader => reader.ExpectInteger("a whole number of repeats")
    );

    private static readonly TemplateArgument<(int, int)[]> PatternArgument = new(
        "pattern",
        reader =>
        {
            reader.Expect("[", "pairs of positions, such as [0-1,1-2]");
            return [.. reader.ListUntil("]", () => ReadPair(reader))];
        }
    );

    internal static readonly TemplateSyntax Syntax = new(
        Name,
        [TemplateArguments.Wires, RepeatsArgument, PatternArgument, TemplateArguments.Inputs],
        given => new IqpEmbedding(
            given.Wires,
            given.Of(RepeatsArgument, 1),
            given.Of(PatternArgument, []),
            given.FirstInput
        )
    );

    /// <param name="wires">Different wires; as many features.</param>
    /// <param name="repeats">PennyLane's <c>n_repeats</c>, at least 1.</param>
    /// <param name="pattern">Pairs of positions in <paramref name="wires"/>; default all pairs.</param>
    /// <param name="firstInput">The circuit's input that is the first feature.</param>
    public IqpEmbedding(
        ReadOnlySpan<int> wires,
        int repeats = 1,
        ReadOnlySpan<(int First, int Second)> pattern = default,
        int firstInput = 0
    )
    {
        TemplateChecks.CheckCount(Name, repeats, nameof(repeats));
        TemplateChecks.CheckFirst(Name, "inputs", firstInput, nameof(firstInput));
        Wires = Circuits.Wires.Check(Name, wires, nameof(wires));
        Repeats = repeats;
        FirstInput = firstInput;
        Pattern = pattern.IsEmpty ? AllPairs(Wires.Count) : CheckPattern(Wires.Count, pattern);
        TemplateChecks.CheckGates(Name, repeats, (double)repeats * (2 * Wires.Count + Pattern.Count), nameof(repeats));
        Elements = Enumerable.Range(0, repeats).SelectMany(_ => Repeat()).ToValueList();
    }

    /// <inheritdoc/>
    public override ValueList<int> Wires { get; }

    /// <summary>How often it is repeated.</summary>
    public int Repeats { get; }

    /// <summary>The pairs (i, j) of positions in <see cref="Wires"/> that are entangled; unless given, all with i below j.</summary>
    public ValueList<(int First, int Second)> Pattern { get; }

    /// <summary>The circuit's input that is the first feature.</summary>
    public int FirstInput { get; }

    /// <inheritdoc/>
    public override ValueList<Operation> Elements { get; }

    internal override Operation Moved(ValueList<int> wires, int weights) =>
        new IqpEmbedding(Circuits.Wires.Renamed(Wires, wires), Repeats, Pattern.AsSpan(), FirstInput);

    /// <summary><c>IQPEmbedding(wires=4)</c>, <c>IQPEmbedding(wires=3, n_repeats=2, pattern=[0-1,1-2])</c>.</summary>
    public override string ToString() =>
        $"{Name}(wires={Circuits.Wires.Describe(Wires)}"
        + (Repeats == 1 ? "" : $", n_repeats={Repeats}")
        + (
            Pattern.Equals(AllPairs(Wires.Count))
                ? ""
                : $", pattern=[{string.Join(',', Pattern.Select(pair => $"{pair.First}-{pair.Second}"))}]"
        )
        + InputsText(FirstInput);

    private static (int, int) ReadPair(TokenReader reader)
    {
        int first = reader.ExpectInteger("a pair of positions, such as 0-1");
        reader.Expect("-", "'-' between the positions of a pair");
        return (first, reader.ExpectInteger("a position"));
    }

    private static ValueList<(int First, int Second)> AllPairs(int wires) =>
        Enumerable
            .Range(0, wires)
            .SelectMany(i => Enumerable.Range(i + 1, wires - i - 1).Select(j => (i, j)))
            .ToValueList();

    private static ValueList<(int First, int Second)> CheckPattern(
        int wires,
        ReadOnlySpan<(int First, int Second)> pattern
    )
    {
        foreach ((int first, int second) in pattern)
        {
            if (first < 0 || second < 0 || first >= wires || second >= wires || first == second)
                throw new ArgumentException(
                    $"{Name} on {wires} wires with the pair {first}-{second} in its pattern; expected two different positions, 0 to {wires - 1}",
                    nameof(pattern)
                );
        }
        return ValueList.Create(pattern);
    }

    private IEnumerable<Operation> Repeat()
    {
        foreach (int wire in Wires)
            yield return new CliffordGate(Clifford.H, wire);
        for (int i = 0; i < Wires.Count; i++)
            yield return new PauliRotation(Angle.Input(FirstInput + i), PauliString.Z(Wires[i]));
        foreach ((int i, int j) in Pattern)
            yield return new PauliRotation(
                Angle.Product(FirstInput + i, FirstInput + j),
                PauliString.Z(Wires[i]).Tensor(PauliString.Z(Wires[j]))
            );
    }
}

public static partial class CircuitTemplates
{
    /// <summary>Adds PennyLane's IQPEmbedding; by default on every wire.</summary>
    public static Circuit IqpEmbedding(
        this Circuit circuit,
        int repeats = 1,
        ReadOnlySpan<(int First, int Second)> pattern = default,
        ReadOnlySpan<int> wires = default,
        int firstInput = 0
    ) => circuit.Add(new IqpEmbedding(Wires.OrFirst(wires, circuit.Qubits), repeats, pattern, firstInput));
}
