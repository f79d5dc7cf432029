using QImpact.Quantum.Compilation.States;

namespace QImpact.Quantum.Emit;

/// <summary>
/// A <see cref="StateForm"/> in Python, in real numbers: <c>z</c> [rows, batch] has the real part of amplitude j in row 2 j and the imaginary part in row 2 j + 1, so that
/// <c>-i P</c> is an order of the rows and signs, and a rotation is <c>cos(t/2) z + sin(t/2) (-i P z)</c>.
/// </summary>
internal static class PythonStates
{
    /// <summary>The largest state: tables are as long as it, and Python makes them.</summary>
    public const int MostBits = 14;

    public static void Write(StateForm form, PythonBody body)
    {
        StateProgram program = form.Program;
        if (program.Bits > MostBits)
            throw new NotSupportedException(
                $"a state of 2^{program.Bits} amplitudes is too large for a Python file; expected at most 2^{MostBits}, or the form sparse"
            );
        body.Summary.Add(
            $"A state vector of 2^{program.Bits} amplitudes in real numbers, {PythonSparse.Count(form.Rotations, "rotation")} about Pauli strings: exp(-i t P / 2) z = cos(t/2) z + sin(t/2) (-i P z)."
        );
        Angle[] inputAngles = [.. form.Steps.Select(s => s.Source).Where(a => a.DependsOnInputs).Distinct()];
        Angle[] otherAngles = [.. form.Steps.Select(s => s.Source).Where(a => !a.DependsOnInputs).Distinct()];
        Angle[] angles = [.. inputAngles, .. otherAngles];
        body.ReadInputs(inputAngles);
        body.Line($"batch = inputs.shape[:-1]");
        body.Line($"inputs = inputs.reshape(-1, {body.Features})");
        WriteAngles(body, inputAngles, otherAngles);
        WriteStart(program, body);
        WriteSteps(form, body, angles, inputAngles.Length);
        bool hasInputs = inputAngles.Length > 0 || program.Preparation is not null;
        new PythonReadout(program, body).Write(hasInputs);
    }

    /// <summary><c>c</c> and <c>s</c>: cosine and sine of half of each angle, [batch] or, without inputs, [1].</summary>
    private static void WriteAngles(PythonBody body, Angle[] inputAngles, Angle[] otherAngles)
    {
        string module = body.Dialect.Module;
        List<string> halves = [];
        if (inputAngles.Length > 0)
        {
            (double[] Row, string Text)[] rows = Halves(body, inputAngles);
            body.AddAngles("INPUT_ANGLES", rows);
            body.Line($"t = ({body.Affine("input", "INPUT_ANGLES", [.. rows.Select(r => r.Row)])}).T  # half angles");
            halves.Add("t");
        }
        if (otherAngles.Length > 0)
        {
            (double[] Row, string Text)[] rows = Halves(body, otherAngles);
            body.AddAngles("WEIGHT_ANGLES", rows);
            string text = body.Affine("weight", "WEIGHT_ANGLES", [.. rows.Select(r => r.Row)], withInputs: false);
            body.Line($"v = ({text})[:, None]  # half angles that no input changes");
            halves.Add("v");
        }
        body.Line($"c = [{string.Join(", ", halves.Select(half => $"*{module}.cos({half})"))}]");
        body.Line($"s = [{string.Join(", ", halves.Select(half => $"*{module}.sin({half})"))}]");
    }

    private static (double[] Row, string Text)[] Halves(PythonBody body, Angle[] angles) =>
        [.. angles.Select(angle => (body.Row(angle, 0.5), $"half of {angle}"))];

    private static void WriteStart(StateProgram program, PythonBody body)
    {
        string module = body.Dialect.Module;
        if (program.Preparation is not { } embedding)
        {
            body.Line($"z = {body.Real("start", "[[1], [0]]")}");
            return;
        }
        int size = 1 << embedding.Wires.Count;
        string picked = body.Real(
            "features",
            $"[[1 if j == i - {embedding.FirstInput} and j < {embedding.Features} else 0 for j in range({size})] for i in range({body.Features})]"
        );
        string amplitudes = $"inputs @ {picked}";
        if (embedding.Features < size && embedding.PadWith is { } pad and not 0)
            amplitudes +=
                $" + {body.Real("padding", $"[0 if j < {embedding.Features} else {PythonText.Number(pad)} for j in range({size})]")}";
        body.Line($"amplitudes = {amplitudes}");
        if (embedding.Normalize)
            body.Line("amplitudes = amplitudes / (amplitudes * amplitudes).sum(-1, keepdims=True) ** 0.5");
        body.Line("amplitudes = amplitudes.T");
        body.Line($"z = {module}.stack([amplitudes, 0 * amplitudes], 1).reshape({2 * size}, -1)");
    }

    private static void WriteSteps(StateForm form, PythonBody body, Angle[] angles, int inputAngles)
    {
        StateSegment[] segments = form.Segments;
        StateStep[] turns =
        [
            .. segments.Where(s => s.Kind != SegmentKind.Phases).SelectMany(s => form.Steps[s.Start..s.End]),
        ];
        if (turns.Length > 0)
        {
            body.Need(TurnedHelper);
            body.Need(RotateHelper.Replace("JOIN", body.Dialect.Join("z, turned"), StringComparison.Ordinal));
            body.Data.Add(
                PythonText.Assign(
                    "STEPS",
                    turns.Select(step =>
                        $"({Array.IndexOf(angles, step.Source)}, {step.Generator.Flip}, {step.Generator.SignMask}, {step.Generator.Phase}, {1 << step.Bits}, {(step.IsNew ? "True" : "False")})"
                    ),
                    "angle; P|j> = i^phase (-1)^(bits of j & mask) |j ^ flip>: flip, mask, phase; amplitudes; are half of them new"
                )
            );
            body.Data.Add("TURNS = [_turned(*step[1:]) for step in STEPS]\nSIZES = [len(rows) for rows, _ in TURNS]\n");
            body.Index("rows", "[row for rows, _ in TURNS for row in rows]");
            body.Real("signs", "[[sign] for _, signs in TURNS for sign in signs]");
            body.Line(
                $"steps = [*zip(STEPS, {body.Dialect.Parts("rows", "SIZES")}, {body.Dialect.Parts("signs", "SIZES")})]"
            );
        }
        int next = 0;
        for (int i = 0; i < segments.Length; i++)
        {
            StateSegment segment = segments[i];
            StateStep[] steps = form.Steps[segment.Start..segment.End];
            if (segment.Kind == SegmentKind.Phases)
            {
                WritePhases(body, i, steps, angles, inputAngles);
                continue;
            }
            string range = $"steps[{next}:{next += steps.Length}]";
            if (segment.Kind == SegmentKind.Steps)
                body.Line($"z = _rotate(z, {range}, c, s)");
            else
            {
                string one = body.Dialect.Identity(2 << steps[0].Bits, "z");
                body.Line($"z = _rotate({one}, {range}, c, s) @ z  # one matrix for all samples");
            }
        }
    }

    /// <summary>Rotations about strings of Z by angles without inputs: amplitude j times exp(i phase_j).</summary>
    private static void WritePhases(PythonBody body, int segment, StateStep[] steps, Angle[] angles, int inputAngles)
    {
        int states = 1 << steps[0].Bits;
        body.Need(PhasesHelper);
        body.Data.Add(
            PythonText.Assign(
                $"PHASES_{segment}",
                steps.Select(step =>
                    $"({Array.IndexOf(angles, step.Source) - inputAngles}, {step.Generator.SignMask & (states - 1)}, {step.Generator.Sign})"
                ),
                "rotations about strings of Z: angle, mask, sign"
            )
        );
        string which = body.Index($"phase_angles_{segment}", $"[a for a, _, _ in PHASES_{segment}]");
        string signs = body.Real($"phase_signs_{segment}", $"_phases(PHASES_{segment}, {states})");
        string rows = body.Index($"phase_rows_{segment}", $"[row ^ 1 for row in range({2 * states})]");
        string module = body.Dialect.Module;
        body.Line($"phase = {signs} @ v[{which}]  # of each row");
        body.Line($"z = z * {module}.cos(phase) + z[{rows}] * {module}.sin(phase)");
    }

    private const string TurnedHelper = """
        def _turned(flip, mask, phase, states, grows):
            # -i P as rows and signs: where new states are reached, of these alone
            rows, signs = [], []
            for j in range(states // 2 if grows else 0, states):
                i = j ^ flip
                power = (phase + 3 + 2 * bin(i & mask).count("1")) % 4
                rows += [2 * i + power % 2, 2 * i + 1 - power % 2]
                signs += [[1, 1], [-1, 1], [-1, -1], [1, -1]][power]
            return rows, signs

        """;

    private const string RotateHelper = """
        def _rotate(z, steps, c, s):
            for step, rows, signs in steps:
                turned = z[rows] * (signs * s[step[0]])
                z = z * c[step[0]]
                z = JOIN if step[-1] else z + turned
            return z

        """;

    private const string PhasesHelper = """
        def _phases(rotations, states):
            parity = [[sign * (-1) ** bin(j & mask).count("1") for _, mask, sign in rotations] for j in range(states)]
            return [[turn * sign for sign in row] for row in parity for turn in (1, -1)]

        """;
}
