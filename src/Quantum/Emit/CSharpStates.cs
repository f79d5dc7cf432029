using QImpact.Quantum.Compilation.States;
using QImpact.Quantum.Templates;

namespace QImpact.Quantum.Emit;

/// <summary>A form of states in C#: one rotation after the other on a state vector, and adjoint differentiation.</summary>
internal sealed class CSharpStates(StateProgram program) : CSharpBody
{
    private readonly Angle[] _angles = [.. program.Steps.Select(step => step.Source)];

    /// <summary>The members.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "AddAngleGradients",
        "Angles",
        "Observe",
        "ProbabilityOutput",
        "ProbabilityState",
        "Prepare",
        "Rotate",
        "Sign",
        "Size",
        "StepFlip",
        "StepPhase",
        "StepSign",
        "TermFactor",
        "TermFlip",
        "TermOutput",
        "TermPhase",
        "TermSign",
        "Turn",
        "Evolve",
    ];

    public override string Summary =>
        $"{program.Steps.Count} rotations about Pauli strings, one after the other on a state of {1 << program.Bits} amplitudes; gates that only rename strings are not computed";

    private string State => Buffer(1 << program.Bits);

    public override void WriteForward(CSharpText text) =>
        text.Lines(
            ForwardSummary
                + $$"""

                {
                    Check(nameof(outputs), outputs.Length, OutputCount);
                    Span<double> angles = {{Buffer(_angles.Length)}};
                    Span<double> re = {{State}};
                    Span<double> im = {{State}};
                    Evolve(inputs, weights, angles, re, im);
                    outputs.Clear();
                    for (int t = 0; t < TermOutput.Length; t++)
                    {
                        double sum = 0;
                        (int turnRe, int turnIm) = Turn(TermPhase[t]);
                        for (int j = 0; j < Size; j++)
                        {
                            int k = j ^ TermFlip[t];
                            sum += Sign(j & TermSign[t]) * (turnRe * (re[j] * re[k] + im[j] * im[k]) + turnIm * (re[j] * im[k] - im[j] * re[k]));
                        }
                        outputs[TermOutput[t]] += TermFactor[t] * sum;
                    }
                    for (int p = 0; p < ProbabilityState.Length; p++)
                    {
                        int j = ProbabilityState[p];
                        outputs[ProbabilityOutput[p]] += re[j] * re[j] + im[j] * im[j];
                    }
                }
                """
        );

    public override void WriteBackward(CSharpText text)
    {
        text.Lines(
            BackwardSummary
                + $$"""

                {
                    Check(nameof(gradOutputs), gradOutputs.Length, OutputCount);
                    Check(nameof(gradInputs), gradInputs.Length, InputCount);
                    Check(nameof(gradWeights), gradWeights.Length, WeightCount);
                    Span<double> angles = {{Buffer(_angles.Length)}};
                    Span<double> re = {{State}};
                    Span<double> im = {{State}};
                    Span<double> braRe = {{State}};
                    Span<double> braIm = {{State}};
                    Evolve(inputs, weights, angles, re, im);
                    Observe(gradOutputs, re, im, braRe, braIm);

                    // Backwards through the rotations: the derivative in an angle is Re <bra| -i P |psi>.
                    Span<double> gradAngles = {{Buffer(_angles.Length)}};
                    for (int step = StepFlip.Length - 1; step >= 0; step--)
                    {
                        double sum = 0;
                        (int turnRe, int turnIm) = Turn(StepPhase[step] + 3);
                        for (int j = 0; j < Size; j++)
                        {
                            int k = j ^ StepFlip[step];
                            double real = turnRe * re[j] - turnIm * im[j];
                            double imaginary = turnRe * im[j] + turnIm * re[j];
                            sum += Sign(j & StepSign[step]) * (braRe[k] * real + braIm[k] * imaginary);
                        }
                        gradAngles[step] = sum;
                        Rotate(step, -angles[step], re, im);
                        Rotate(step, -angles[step], braRe, braIm);
                    }
                    gradInputs.Clear();
                    gradWeights.Clear();
                    AddAngleGradients(inputs, gradAngles, gradInputs, gradWeights);
                """
        );
        if (program.Preparation is { } embedding)
            WriteAmplitudeGradient(text, embedding);
        text.Line("}");
    }

    public override void WriteRest(CSharpText text)
    {
        text.Lines(
            $$"""
            // The amplitudes of the state.
            private const int Size = {{1 << program.Bits}};

            /// <summary>The state of the circuit and the angles of its rotations.</summary>
            private static void Evolve(
                ReadOnlySpan<double> inputs,
                ReadOnlySpan<double> weights,
                Span<double> angles,
                Span<double> re,
                Span<double> im
            )
            {
                Check(nameof(inputs), inputs.Length, InputCount);
                Check(nameof(weights), weights.Length, WeightCount);
                Angles(inputs, weights, angles);
                re.Clear();
                im.Clear();
                {{(program.Preparation is null ? "re[0] = 1;" : "Prepare(inputs, re);")}}
                for (int step = 0; step < StepFlip.Length; step++)
                    Rotate(step, angles[step], re, im);
            }

            /// <summary><c>exp(-i angle P / 2)</c>: with P|j> = i^phase (-1)^parity(j and sign) |j xor flip>, psi becomes cos psi + sin (-i P psi).</summary>
            private static void Rotate(int step, double angle, Span<double> re, Span<double> im)
            {
                (double sin, double cos) = Math.SinCos(angle / 2);
                (int turnRe, int turnIm) = Turn(StepPhase[step] + 3);
                for (int j = 0; j < Size; j++)
                {
                    int k = j ^ StepFlip[step];
                    if (k < j)
                        continue;
                    double sinJ = sin * Sign(j & StepSign[step]);
                    double sinK = sin * Sign(k & StepSign[step]);
                    (double reJ, double imJ, double reK, double imK) = (re[j], im[j], re[k], im[k]);
                    re[k] = cos * reK + sinJ * (turnRe * reJ - turnIm * imJ);
                    im[k] = cos * imK + sinJ * (turnRe * imJ + turnIm * reJ);
                    re[j] = cos * reJ + sinK * (turnRe * reK - turnIm * imK);
                    im[j] = cos * imJ + sinK * (turnRe * imK + turnIm * reK);
                }
            }

            /// <summary>The sum over the outputs of <c>gradOutputs[k] * O_k</c>, applied to the state.</summary>
            private static void Observe(
                ReadOnlySpan<double> gradOutputs,
                ReadOnlySpan<double> re,
                ReadOnlySpan<double> im,
                Span<double> braRe,
                Span<double> braIm
            )
            {
                braRe.Clear();
                braIm.Clear();
                for (int t = 0; t < TermOutput.Length; t++)
                {
                    (int turnRe, int turnIm) = Turn(TermPhase[t]);
                    for (int j = 0; j < Size; j++)
                    {
                        double factor = gradOutputs[TermOutput[t]] * TermFactor[t] * Sign(j & TermSign[t]);
                        braRe[j ^ TermFlip[t]] += factor * (turnRe * re[j] - turnIm * im[j]);
                        braIm[j ^ TermFlip[t]] += factor * (turnRe * im[j] + turnIm * re[j]);
                    }
                }
                for (int p = 0; p < ProbabilityState.Length; p++)
                {
                    int j = ProbabilityState[p];
                    braRe[j] += gradOutputs[ProbabilityOutput[p]] * re[j];
                    braIm[j] += gradOutputs[ProbabilityOutput[p]] * im[j];
                }
            }

            /// <summary>A power of i.</summary>
            private static (int Re, int Im) Turn(int power) =>
                (power & 3) switch
                {
                    0 => (1, 0),
                    1 => (0, 1),
                    2 => (-1, 0),
                    _ => (0, -1),
                };

            private static int Sign(int bits) => 1 - 2 * (System.Numerics.BitOperations.PopCount((uint)bits) & 1);
            """
        );
        text.Line();
        if (program.Preparation is { } embedding)
            WritePreparation(text, embedding);
        WriteAngles(text, _angles);
        WriteAngleGradients(text, _angles);
        WriteTables(text);
        text.Line();
    }

    // The amplitudes are the features, with a padding behind them, over their norm where they are normalised.
    private static void WritePreparation(CSharpText text, AmplitudeEmbedding embedding)
    {
        int size = 1 << embedding.Wires.Count;
        string norm = embedding.Normalize
            ? """
                    double norm = Math.Sqrt(squares);
                    if (!(norm > 0) || double.IsInfinity(norm))
                        throw new ArgumentException($"amplitudes of norm {norm}; expected a finite one above 0", nameof(inputs));
                """
            : $"""
                    double norm = 1;
                    if (!(Math.Abs(squares - 1) <= {CSharpText.Number(AmplitudeEmbedding.NormTolerance)}))
                        throw new ArgumentException($"amplitudes of squared norm {"{squares}"}; expected 1", nameof(inputs));
                """;
        text.Lines(
            $$"""
            /// <summary>The amplitudes that the inputs set; returns what they are divided by.</summary>
            private static double Prepare(ReadOnlySpan<double> inputs, Span<double> re)
            {
                inputs.Slice({{embedding.FirstInput}}, {{embedding.Features}}).CopyTo(re);
                re[{{embedding.Features}}..{{size}}].Fill({{CSharpText.Number(embedding.PadWith ?? 0)}});
                double squares = 0;
                foreach (double amplitude in re[..{{size}}])
                    squares += amplitude * amplitude;
            {{norm}}
                foreach (ref double amplitude in re[..{{size}}])
                    amplitude /= norm;
                return norm;
            }
            """
        );
        text.Line();
    }

    // re and im are the state at the start again, up to rounding: its amplitudes a = x / norm.
    private static void WriteAmplitudeGradient(CSharpText text, AmplitudeEmbedding embedding)
    {
        int size = 1 << embedding.Wires.Count;
        text.Lines(
            embedding.Normalize
                ? $$"""

                    // Of a = x / |x|: (2 Re bra - a (2 Re bra . a)) / |x|.
                    re.Clear();
                    double norm = Prepare(inputs, re);
                    double along = 0;
                    for (int j = 0; j < {{size}}; j++)
                        along += braRe[j] * re[j];
                    for (int j = 0; j < {{embedding.Features}}; j++)
                        gradInputs[{{embedding.FirstInput}} + j] += 2 * (braRe[j] - re[j] * along) / norm;
                """
                : $$"""

                    for (int j = 0; j < {{embedding.Features}}; j++)
                        gradInputs[{{embedding.FirstInput}} + j] += 2 * braRe[j];
                """
        );
    }

    private void WriteTables(CSharpText text)
    {
        StateObservables observables = program.Observables;
        (int Output, StateString Paulis, double Factor)[] terms =
        [
            .. observables.Diagonal.Select(term => (term.Output, new StateString(0, term.Mask, 0), term.Coefficient)),
            .. observables.Flipping.Select(term => (term.Output, term.Paulis, term.Coefficient)),
        ];
        text.Line("// The strings that rotations are about: P|j> = i^phase (-1)^parity(j and sign) |j xor flip>.");
        WriteStrings(text, "Step", [.. program.Steps.Select(step => step.Generator)]);
        text.Line();
        text.Line("// The outputs: strings times factors, and probabilities of states.");
        WriteStrings(text, "Term", [.. terms.Select(term => term.Paulis)]);
        text.Table("TermOutput", terms.Select(term => term.Output));
        text.Table("private", "double", "TermFactor", terms.Select(term => term.Factor));
        text.Table("ProbabilityOutput", observables.Probabilities.Select(term => term.Output));
        text.Table("ProbabilityState", observables.Probabilities.Select(term => term.State));
    }

    private static void WriteStrings(CSharpText text, string name, StateString[] strings)
    {
        text.Table($"{name}Flip", strings.Select(paulis => paulis.Flip));
        text.Table($"{name}Sign", strings.Select(paulis => paulis.SignMask));
        text.Table($"{name}Phase", strings.Select(paulis => paulis.Phase));
    }
}
