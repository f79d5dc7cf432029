using System.Collections.Immutable;

namespace QImpact.Quantum.Qasm;

/// <summary>A gate that a program can call.</summary>
/// <param name="Name">Its name.</param>
/// <param name="AngleCount">The number of its angles.</param>
/// <param name="WireCount">The number of its qubits.</param>
internal abstract record QasmGate(string Name, int AngleCount, int WireCount)
{
    /// <summary>How many definitions stand in each other.</summary>
    public virtual int Depth => 0;

    /// <summary>Adds what it is with these angles on these wires; both are as many as it takes.</summary>
    public abstract void AddTo(GateSequence sequence, Angle[] angles, int[] wires, QasmBudget budget);
}

/// <summary>A gate of the language.</summary>
internal sealed record PrimitiveGate(string Name, int AngleCount, int WireCount, Func<Angle[], int[], Gate> Make)
    : QasmGate(Name, AngleCount, WireCount)
{
    public override void AddTo(GateSequence sequence, Angle[] angles, int[] wires, QasmBudget budget) =>
        sequence.Gates.Add(Make(angles, wires));
}

/// <summary>The global phase <c>gphase(a)</c>.</summary>
internal sealed record PhaseGate() : QasmGate("gphase", 1, 0)
{
    public override void AddTo(GateSequence sequence, Angle[] angles, int[] wires, QasmBudget budget) =>
        sequence.Phase += angles[0];
}

/// <summary>A gate that is defined by others, which are those that are known where it is defined: it can't call itself.</summary>
internal sealed record DefinedGate : QasmGate
{
    // Gates are worked out by recursion.
    private const int MaxDepth = 100;

    private readonly GateStatement _definition;
    private readonly ImmutableDictionary<string, QasmGate> _gates;
    private readonly QasmScope _scope;
    private readonly bool _dividesWhole;

    /// <param name="definition">What is written.</param>
    /// <param name="gates">The gates that its body may call.</param>
    /// <param name="scope">The names that its body may use.</param>
    /// <param name="dividesWhole">See <see cref="QasmEvaluator"/>.</param>
    public DefinedGate(
        GateStatement definition,
        ImmutableDictionary<string, QasmGate> gates,
        QasmScope scope,
        bool dividesWhole
    )
        : base(definition.Name, definition.Angles.Count, definition.Wires.Count)
    {
        (_definition, _gates, _scope, _dividesWhole) = (definition, gates, scope, dividesWhole);
        Depth = 1 + Check(definition.Body);
        if (Depth > MaxDepth)
            throw new OpenQasmFormatException(
                definition.Place,
                $"gate {Name} stands on {Depth} definitions in each other; expected at most {MaxDepth}"
            );
    }

    /// <summary>Whether no program defines it, so that messages can't name a place in it.</summary>
    public bool IsStandard { get; init; }

    public override int Depth { get; }

    public override void AddTo(GateSequence sequence, Angle[] angles, int[] wires, QasmBudget budget)
    {
        var scope = new QasmScope(_scope, seesRegisters: false);
        for (int i = 0; i < angles.Length; i++)
            scope.Declare(_definition.Angles[i], new NumberValue(angles[i], false), _definition.Place);
        for (int i = 0; i < wires.Length; i++)
            scope.Declare(_definition.Wires[i], new QubitsValue([wires[i]], IsSingle: true), _definition.Place);
        new QasmRunner(_gates, sequence, budget, _dividesWhole).Run(_definition.Body, scope);
    }

    /// <summary>Refuses what is no gate, and gates that are not known; the highest depth of those that are called.</summary>
    private int Check(List<QasmStatement> body)
    {
        int depth = 0;
        foreach (QasmStatement statement in body)
        {
            int one = statement switch
            {
                CallStatement call when call.Gate == Name && !_gates.ContainsKey(Name) =>
                    throw new OpenQasmFormatException(
                        call.Place,
                        $"gate {Name} calls itself; expected gates that are defined before"
                    ),
                CallStatement call => QasmRunner.Find(call, _gates).Depth,
                ForStatement loop => Check(loop.Body),
                _ => throw new OpenQasmFormatException(
                    statement.Place,
                    $"found another statement in gate {Name}; expected gates and loops"
                ),
            };
            depth = Math.Max(depth, one);
        }
        return depth;
    }
}

/// <summary>How much of a program is worked out: its gates, calls and passes of loops, counted one by one.</summary>
internal sealed class QasmBudget
{
    private const int MaxSteps = 200_000;

    private int _taken;

    /// <summary>Takes some; too many are an error.</summary>
    public void Take(long steps, Place place)
    {
        if (steps > MaxSteps - _taken)
            throw new OpenQasmFormatException(
                place,
                $"the program has more than {MaxSteps} gates, calls and passes of loops; expected fewer"
            );
        _taken += (int)steps;
    }
}
