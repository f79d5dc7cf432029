using System.Collections.Immutable;

namespace QImpact.Quantum.Qasm;

/// <summary>Works out gates and loops, the program's and those of a gate's body.</summary>
/// <param name="gates">The gates that are known.</param>
/// <param name="sequence">What they are added to.</param>
/// <param name="budget">How much may be worked out.</param>
/// <param name="dividesWhole">See <see cref="QasmEvaluator"/>.</param>
internal sealed class QasmRunner(
    ImmutableDictionary<string, QasmGate> gates,
    GateSequence sequence,
    QasmBudget budget,
    bool dividesWhole
)
{
    /// <summary>The gates that are known.</summary>
    public ImmutableDictionary<string, QasmGate> Gates { get; set; } = gates;

    /// <summary>Runs other statements than gates and loops.</summary>
    public Action<QasmStatement, QasmScope>? Other { get; init; }

    /// <summary>Called with the wires of each gate that the program calls.</summary>
    public Action<CallStatement, int[]>? BeforeGate { get; init; }

    /// <summary>Runs statements one after the other.</summary>
    public void Run(List<QasmStatement> statements, QasmScope scope)
    {
        foreach (QasmStatement statement in statements)
        {
            if (statement is CallStatement call)
                Call(call, scope);
            else if (statement is ForStatement loop)
                Loop(loop, scope);
            else
                Other!(statement, scope);
        }
    }

    /// <summary>The gate that is called.</summary>
    public static QasmGate Find(CallStatement call, ImmutableDictionary<string, QasmGate> gates) =>
        gates.GetValueOrDefault(call.Gate)
        ?? throw (
            StandardGates.All.ContainsKey(call.Gate)
                ? new OpenQasmFormatException(
                    call.Place,
                    $"found '{call.Gate}' without include \"stdgates.inc\" or \"qelib1.inc\" before it"
                )
                : QasmTokenReader.Unexpected(
                    new QasmToken(QasmKind.Name, call.Gate, call.Place),
                    "a gate that is defined before",
                    gates.Keys.OrderBy(name => name.Length).ThenBy(name => name, StringComparer.Ordinal)
                )
        );

    private QasmEvaluator Evaluator(QasmScope scope) => new(scope, dividesWhole);

    private void Loop(ForStatement loop, QasmScope scope)
    {
        foreach (int value in Evaluator(scope).LoopValuesOf(loop.Values))
        {
            budget.Take(1, loop.Place);
            var pass = new QasmScope(scope);
            pass.Declare(loop.Variable, new NumberValue(value, true), loop.Place);
            Run(loop.Body, pass);
        }
    }

    private void Call(CallStatement call, QasmScope scope)
    {
        QasmGate gate = Find(call, Gates);
        Angle[] angles = [.. call.Angles.Select(Evaluator(scope).AngleOf)];
        QubitsValue[] operands = [.. call.Wires.Select(Evaluator(scope).QubitsOf)];
        AppliedModifier[] modifiers = [.. call.Modifiers.Select(modifier => Applied(modifier, scope))];
        int controls = modifiers.Sum(modifier => modifier.Controls);
        Expect(call, "angles", gate.AngleCount, angles.Length);
        Expect(call, "qubits", controls + gate.WireCount, operands.Length);
        foreach (int[] wires in Broadcast(call, operands))
        {
            budget.Take(1, call.Place);
            BeforeGate?.Invoke(call, wires);
            call.Place.At(() => Add(call, gate, angles, wires, modifiers));
        }
    }

    private static void Expect(CallStatement call, string what, int expected, int found)
    {
        if (found != expected)
            throw new OpenQasmFormatException(
                call.Place,
                $"found {call.Gate} with {found} {what}; expected {expected}"
            );
    }

    /// <summary>A register stands for each of its qubits, one gate after the other; registers in one call are of one size.</summary>
    private static IEnumerable<int[]> Broadcast(CallStatement call, QubitsValue[] operands)
    {
        int[] sizes =
        [
            .. operands.Where(operand => !operand.IsSingle).Select(operand => operand.Indices.Length).Distinct(),
        ];
        if (sizes.Length > 1)
            throw new OpenQasmFormatException(
                call.Place,
                $"found {call.Gate} on registers of {sizes[0]} and {sizes[1]} qubits; expected registers of one size"
            );
        return Enumerable
            .Range(0, sizes.Length == 0 ? 1 : sizes[0])
            .Select(i => operands.Select(operand => operand.Indices[operand.IsSingle ? 0 : i]).ToArray());
    }

    private bool Add(CallStatement call, QasmGate gate, Angle[] angles, int[] wires, AppliedModifier[] modifiers)
    {
        if (wires.Length > 0)
            Wires.Check(call.Gate, wires, nameof(wires));
        int next = wires.Length - gate.WireCount;
        GateSequence inner = modifiers.Length == 0 ? sequence : new GateSequence();
        try
        {
            gate.AddTo(inner, angles, wires[next..], budget);
        }
        catch (OpenQasmFormatException inside) when (gate is DefinedGate { IsStandard: true })
        {
            throw new OpenQasmFormatException(call.Place, inside.Problem, inside);
        }
        foreach (AppliedModifier modifier in modifiers.Reverse())
        {
            next -= modifier.Controls;
            inner = Modified(inner, modifier, wires.AsSpan(next, modifier.Controls));
        }
        if (modifiers.Length > 0)
            sequence.Add(inner);
        return true;
    }

    private GateSequence Modified(GateSequence sequence, AppliedModifier modifier, ReadOnlySpan<int> controls)
    {
        foreach (int control in controls)
        {
            budget.Take(sequence.Gates.Count, modifier.Place);
            sequence = sequence.Controlled(control, onZero: modifier.Name == "negctrl");
        }
        if (modifier.Name == "inv")
            return sequence.Inverse();
        if (modifier.Name != "pow")
            return sequence;
        double exponent = modifier.Exponent;
        if (double.IsInteger(exponent) && Math.Abs(exponent) <= int.MaxValue)
        {
            budget.Take(sequence.IsRotation ? 1 : (long)Math.Abs(exponent) * sequence.Gates.Count, modifier.Place);
            return sequence.Power((int)exponent);
        }
        return sequence.PrincipalPower(exponent)
            ?? throw new OpenQasmFormatException(
                modifier.Place,
                FormattableString.Invariant(
                    $"found pow({exponent}) of a gate that it is not known of; expected a whole exponent, or a gate without parameters whose rotations commute, such as x"
                )
            );
    }

    private AppliedModifier Applied(GateModifier modifier, QasmScope scope)
    {
        int controls =
            modifier.Name is "inv" or "pow" ? 0
            : modifier.Argument is null ? 1
            : Evaluator(scope).IntegerOf(modifier.Argument, "a number of controls", 1, PauliString.MaxWires);
        // pow(1/2) is a square root, as stdgates.inc has it.
        double exponent =
            modifier.Name == "pow" ? new QasmEvaluator(scope, dividesWhole: false).ConstantOf(modifier.Argument!) : 1;
        return new AppliedModifier(modifier.Place, modifier.Name, controls, exponent);
    }

    private sealed record AppliedModifier(Place Place, string Name, int Controls, double Exponent);
}
