using QImpact.Quantum.Compilation;
using QImpact.Quantum.Compilation.Sparse;
using QImpact.Quantum.Compilation.States;
using QImpact.Quantum.Description;

namespace QImpact.Quantum.Emit;

/// <summary>
/// Writes a circuit's function and its gradient as one C# file: a static class with <c>Forward</c> and <c>Backward</c>, exact in float64, for one
/// sample at a time, that needs .NET 8 or later and nothing else.
/// </summary>
public static class CSharpCode
{
    private const string DefaultName = "QuantumLayer";

    // What the class has in it, and what the code in it calls.
    private static readonly HashSet<string> TakenNames =
    [
        .. CSharpBody.Members,
        "InputCount",
        "WeightCount",
        "OutputCount",
        "TrainedWeights",
        "Forward",
        "Backward",
        "Check",
        "ArgumentException",
        "Math",
        "ReadOnlySpan",
        "Span",
        "System",
    ];

    /// <summary>Writes the file.</summary>
    /// <param name="source">The sparse form, or a form of states, which is computed rotation by rotation.</param>
    /// <exception cref="ArgumentException">The name is no identifier of C# or taken, or the weights are not those of the circuit.</exception>
    /// <exception cref="NotSupportedException">A form was insisted on that is not written in C#.</exception>
    public static string Write(EmitSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        string name = CheckName(source.Name ?? DefaultName);
        if (source.Weights is not null)
            Arguments.CheckVector("weights", source.Weights, source.Circuit.WeightCount);
        CSharpText text = new();
        CSharpBody body = BodyOf(source.Compiled);
        Top(text, source, name, body);
        text.Line("#nullable enable");
        text.Line();
        text.Line("using System;");
        text.Line();
        text.Lines(
            $"""
            /// <summary>
            /// The expectation values of a quantum circuit and their gradient, exact, for one sample at a time. Safe to call from several threads.
            /// </summary>
            public static class {name}
            """
        );
        text.Open();
        Counts(text, source.Circuit);
        if (source.Weights is { } weights)
        {
            text.Line("/// <summary>The weights with which the circuit was trained.</summary>");
            text.Table("public", "double", "TrainedWeights", weights);
            text.Line();
        }
        body.WriteForward(text);
        text.Line();
        body.WriteBackward(text);
        text.Line();
        body.WriteRest(text);
        text.Lines(
            """
            private static void Check(string name, int found, int expected)
            {
                if (found != expected)
                    throw new ArgumentException($"{found} numbers; expected {expected}", name);
            }
            """
        );
        text.Close();
        return text.ToString();
    }

    private static CSharpBody BodyOf(CompiledCircuit compiled) =>
        compiled switch
        {
            SparseForm sparse => new CSharpSparse(sparse),
            StateForm states when states.Choice is not null || states.Form == CircuitForm.GateByGate =>
                new CSharpStates(states.Program),
            _ => throw new NotSupportedException(
                $"the form {compiled.Form} is not written in C#; expected {CircuitForm.Sparse} or {CircuitForm.GateByGate}"
            ),
        };

    private static void Top(CSharpText text, EmitSource source, string name, CSharpBody body)
    {
        string[] polynomial = source.Compiled is SparseForm sparse ? [.. PolynomialText.Of(sparse)] : [];
        text.Comment([
            $"{name}: the exact expectation values of the quantum circuit",
            "",
            $"  {source.Circuit}",
            "",
            .. source.Circuit.Draw().TrimEnd('\n').Split('\n').Select(line => $"  {line}"),
            "",
            $"{body.Summary}.",
            .. polynomial.Select(line => $"  {line}").Prepend("").Take(polynomial.Length == 0 ? 0 : int.MaxValue),
            "",
            $"Made by: {source.Origin}",
        ]);
    }

    private static void Counts(CSharpText text, Circuit circuit)
    {
        text.Lines(
            $"""
            /// <summary>The number of inputs of a sample.</summary>
            public const int InputCount = {circuit.InputCount};

            /// <summary>The number of weights, an array [{string.Join(
                ", ",
                circuit.WeightShape
            )}] row by row, radians.</summary>
            public const int WeightCount = {circuit.WeightCount};

            /// <summary>The number of outputs.</summary>
            public const int OutputCount = {circuit.OutputCount};
            """
        );
        text.Line();
    }

    // A class may not have the name of a member, and C# keeps names of small letters alone for itself.
    private static string CheckName(string name)
    {
        bool isIdentifier =
            name.Length > 0
            && (char.IsAsciiLetter(name[0]) || name[0] == '_')
            && name.All(character => char.IsAsciiLetterOrDigit(character) || character == '_');
        if (!isIdentifier || name.All(char.IsAsciiLetterLower))
            throw new ArgumentException(
                $"the name '{name}' is no name of a class in C#; expected letters, digits and _, the first no digit, and one of them no small letter, such as {DefaultName}",
                nameof(name)
            );
        if (TakenNames.Contains(name))
            throw new ArgumentException(
                $"the name '{name}' is taken in the file; expected another one, such as {DefaultName}",
                nameof(name)
            );
        return name;
    }
}
