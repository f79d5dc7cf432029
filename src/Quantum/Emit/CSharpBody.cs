namespace QImpact.Quantum.Emit;

/// <summary>What a form adds to a C# file: two public methods, and what they need.</summary>
internal abstract class CSharpBody
{
    private protected const string ForwardSummary = """
        /// <summary>The outputs for a sample.</summary>
        /// <param name="inputs">[InputCount]</param>
        /// <param name="weights">[WeightCount]</param>
        /// <param name="outputs">[OutputCount], overwritten</param>
        /// <exception cref="ArgumentException">A span of another length.</exception>
        public static void Forward(ReadOnlySpan<double> inputs, ReadOnlySpan<double> weights, Span<double> outputs)
        """;

    private protected const string BackwardSummary = """
        /// <summary>
        /// The vector-Jacobian product: the gradient of the sum over the outputs of <c>gradOutputs[k] * outputs[k]</c> in the inputs and in the weights.
        /// </summary>
        /// <param name="inputs">[InputCount]</param>
        /// <param name="weights">[WeightCount]</param>
        /// <param name="gradOutputs">[OutputCount]</param>
        /// <param name="gradInputs">[InputCount], overwritten</param>
        /// <param name="gradWeights">[WeightCount], overwritten</param>
        /// <exception cref="ArgumentException">A span of another length.</exception>
        public static void Backward(
            ReadOnlySpan<double> inputs,
            ReadOnlySpan<double> weights,
            ReadOnlySpan<double> gradOutputs,
            Span<double> gradInputs,
            Span<double> gradWeights
        )
        """;

    /// <summary>Every name that a form gives to a member.</summary>
    public static IReadOnlyList<string> Members { get; } = [.. CSharpSparse.Names, .. CSharpStates.Names];

    /// <summary>How the outputs are computed, without a full stop.</summary>
    public abstract string Summary { get; }

    /// <summary>The method <c>Forward</c>.</summary>
    public abstract void WriteForward(CSharpText text);

    /// <summary>The method <c>Backward</c>.</summary>
    public abstract void WriteBackward(CSharpText text);

    /// <summary>Further members, each with an empty line behind it.</summary>
    public abstract void WriteRest(CSharpText text);

    /// <summary>Memory for so many numbers: on the stack where they are few.</summary>
    private protected static string Buffer(int length) =>
        length <= 512 ? $"stackalloc double[{length}]" : $"new double[{length}]";

    /// <summary>The method <c>Angles</c>: angle a as it depends on inputs and weights.</summary>
    private protected static void WriteAngles(CSharpText text, IReadOnlyList<Angle> angles)
    {
        text.Line(
            "private static void Angles(ReadOnlySpan<double> inputs, ReadOnlySpan<double> weights, Span<double> angles)"
        );
        text.Open();
        for (int a = 0; a < angles.Count; a++)
            text.Line($"angles[{a}] = {Expression(angles[a])};");
        text.Close();
        text.Line();
    }

    /// <summary>The method <c>AddAngleGradients</c>, the chain rule from the angles to inputs and weights.</summary>
    private protected static void WriteAngleGradients(CSharpText text, IReadOnlyList<Angle> angles)
    {
        text.Lines(
            """
            private static void AddAngleGradients(
                ReadOnlySpan<double> inputs,
                ReadOnlySpan<double> gradAngles,
                Span<double> gradInputs,
                Span<double> gradWeights
            )
            """
        );
        text.Open();
        for (int a = 0; a < angles.Count; a++)
            foreach ((Variable variable, double scale) in angles[a].Terms)
            {
                string gradient = Times(scale, $"gradAngles[{a}]");
                if (variable.Kind == VariableKind.Weight)
                    text.Line($"gradWeights[{variable.Index}] += {gradient};");
                else if (variable.Kind == VariableKind.Input)
                    text.Line($"gradInputs[{variable.Index}] += {gradient};");
                else
                {
                    text.Line($"gradInputs[{variable.Index}] += {gradient} * inputs[{variable.Other}];");
                    text.Line($"gradInputs[{variable.Other}] += {gradient} * inputs[{variable.Index}];");
                }
            }
        text.Close();
        text.Line();
    }

    private static string Expression(Angle angle)
    {
        List<string> summands = [.. angle.Terms.Select(term => Times(term.Scale, Name(term.Variable)))];
        if (angle.Offset != 0 || summands.Count == 0)
            summands.Add(CSharpText.Number(angle.Offset));
        return string.Join(" + ", summands).Replace("+ -", "- ", StringComparison.Ordinal);
    }

    private static string Times(double scale, string name) =>
        scale switch
        {
            1 => name,
            -1 => $"-{name}",
            _ => $"{CSharpText.Number(scale)} * {name}",
        };

    private static string Name(Variable variable) =>
        variable.Kind switch
        {
            VariableKind.Input => $"inputs[{variable.Index}]",
            VariableKind.Product => $"inputs[{variable.Index}] * inputs[{variable.Other}]",
            _ => $"weights[{variable.Index}]",
        };
}
