namespace QImpact.Quantum.Qasm;

/// <summary>An expression as it is written, with the place by which messages name it.</summary>
internal abstract record QasmExpression(Place Place);

/// <summary>A number without a sign.</summary>
internal sealed record NumberExpression(Place Place, double Value, bool IsInteger) : QasmExpression(Place);

/// <summary>A name: a parameter, a constant, a register.</summary>
internal sealed record NameExpression(Place Place, string Name) : QasmExpression(Place);

/// <summary>A qubit of the device, <c>$3</c>.</summary>
internal sealed record HardwareQubitExpression(Place Place, int Wire) : QasmExpression(Place);

/// <summary><c>-a</c></summary>
internal sealed record NegationExpression(Place Place, QasmExpression Operand) : QasmExpression(Place);

/// <summary><c>a + b</c>; the place is that of the operator.</summary>
internal sealed record BinaryExpression(Place Place, string Operator, QasmExpression Left, QasmExpression Right)
    : QasmExpression(Place);

/// <summary><c>sin(a)</c></summary>
internal sealed record CallExpression(Place Place, string Function, List<QasmExpression> Arguments)
    : QasmExpression(Place);

/// <summary><c>a[1]</c>, <c>a[0:2]</c>, <c>a[{0, 2}]</c>, <c>a[1, 2]</c></summary>
internal sealed record IndexExpression(Place Place, QasmExpression Of, List<QasmExpression> Indices)
    : QasmExpression(Place);

/// <summary><c>first:step:last</c>; what is left out is null.</summary>
internal sealed record RangeExpression(Place Place, QasmExpression? First, QasmExpression? Step, QasmExpression? Last)
    : QasmExpression(Place);

/// <summary><c>{0, 2}</c></summary>
internal sealed record SetExpression(Place Place, List<QasmExpression> Items) : QasmExpression(Place);

/// <summary>A statement.</summary>
internal abstract record QasmStatement(Place Place);

/// <summary><c>include "stdgates.inc";</c></summary>
internal sealed record IncludeStatement(Place Place, string File) : QasmStatement(Place);

/// <summary><c>qubit[4] q;</c>; without a size one qubit that is no register.</summary>
internal sealed record QubitStatement(Place Place, string Name, QasmExpression? Size) : QasmStatement(Place);

/// <summary><c>bit[4] c = measure q;</c></summary>
internal sealed record BitStatement(Place Place, string Name, QasmExpression? Size, QasmExpression? Measured)
    : QasmStatement(Place);

/// <summary><c>input array[float[64], 2, 4] w;</c>; without dimensions one number.</summary>
internal sealed record ParameterStatement(Place Place, string Name, List<QasmExpression> Dimensions)
    : QasmStatement(Place);

/// <summary><c>const float a = 0.5;</c></summary>
internal sealed record ConstantStatement(Place Place, bool IsInteger, string Name, QasmExpression Value)
    : QasmStatement(Place);

/// <summary><c>let pair = q[0:1];</c></summary>
internal sealed record AliasStatement(Place Place, string Name, QasmExpression Value) : QasmStatement(Place);

/// <summary><c>gate g(a) p, q { ... }</c>; its body has calls and loops.</summary>
internal sealed record GateStatement(
    Place Place,
    string Name,
    List<string> Angles,
    List<string> Wires,
    List<QasmStatement> Body
) : QasmStatement(Place);

/// <summary>What stands before a gate: <c>ctrl(2) @</c>, <c>inv @</c>, <c>pow(3) @</c>.</summary>
internal sealed record GateModifier(Place Place, string Name, QasmExpression? Argument);

/// <summary><c>ctrl @ rx(a) p, q;</c></summary>
internal sealed record CallStatement(
    Place Place,
    List<GateModifier> Modifiers,
    string Gate,
    List<QasmExpression> Angles,
    List<QasmExpression> Wires
) : QasmStatement(Place);

/// <summary><c>c = measure q;</c> or <c>measure q -> c;</c>; without a target the readings have no name.</summary>
internal sealed record MeasureStatement(Place Place, QasmExpression Measured, QasmExpression? Target)
    : QasmStatement(Place);

/// <summary><c>reset q;</c></summary>
internal sealed record ResetStatement(Place Place, QasmExpression Wires) : QasmStatement(Place);

/// <summary><c>for int i in [0:3] { ... }</c></summary>
internal sealed record ForStatement(Place Place, string Variable, QasmExpression Values, List<QasmStatement> Body)
    : QasmStatement(Place);

/// <summary>A program.</summary>
/// <param name="IsVersion2">Whether it is OpenQASM 2.</param>
/// <param name="Statements">What comes after the version.</param>
/// <param name="HardwareQubits">One more than the highest n of a <c>$n</c>; 0 for none.</param>
/// <param name="End">Where it ends.</param>
internal sealed record QasmSyntax(bool IsVersion2, List<QasmStatement> Statements, int HardwareQubits, Place End);
