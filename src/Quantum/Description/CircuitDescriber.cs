using QImpact.Quantum.Compilation;
using QImpact.Quantum.Compilation.Sparse;
using QImpact.Quantum.Compilation.States;

namespace QImpact.Quantum.Description;

/// <summary>Makes descriptions of circuits.</summary>
public static class CircuitDescriber
{
    // Finding the polynomials is worth so many nodes, whatever form is the cheapest.
    private const int MaxNodes = 1 << 16;

    // A derivative is taken for every output at several points; beyond so many operations it isn't.
    private const double MaxOperations = 1e9;

    /// <summary>Describes a circuit; the same circuit always has the same description on the same machine.</summary>
    /// <param name="circuit">Any circuit; one that no form can compute is described as far as that goes.</param>
    public static CircuitDescription Describe(this Circuit circuit)
    {
        ArgumentNullException.ThrowIfNull(circuit);
        (CompiledCircuit? compiled, string refusal) = Try(() => circuit.Compile());
        SparseForm? sparse = compiled as SparseForm ?? Try(() => SparseForm.Compile(circuit, MaxNodes)).Form;
        HashSet<Angle>[] used = sparse is null ? AngleUse.OfLightCones(circuit) : AngleUse.Of(sparse);
        var dependence = new DependenceAnalysis(circuit, used, Differentiable(sparse ?? compiled, compiled));
        return new CircuitDescription(
            circuit.ToString(),
            circuit.Qubits,
            circuit.InputCount,
            circuit.WeightCount,
            circuit.WeightShape,
            circuit.Draw().TrimEnd('\n').Split('\n').ToValueList(),
            compiled?.Form,
            compiled?.Choice!.Reason ?? refusal,
            sparse?.Monomials.Count,
            (sparse is null ? [] : PolynomialText.Of(sparse)).ToValueList(),
            Enumerable.Range(0, circuit.OutputCount).Select(dependence.Output).ToValueList(),
            dependence.Weights(),
            SpectrumAnalysis.Of(circuit, sparse),
            compiled?.TrainingCost()
        );
    }

    /// <summary>
    /// Whether any input changes any output, at points of a fixed random sequence, to 1e-12 of the outputs' largest values. The inputs of amplitudes that are not
    /// normalised must have the norm 1.
    /// </summary>
    public static bool DependsOnInputs(this CompiledCircuit compiled)
    {
        ArgumentNullException.ThrowIfNull(compiled);
        return DependenceAnalysis.AnyInputMatters(compiled);
    }

    /// <summary>A form, or null and why there is none.</summary>
    private static (TForm? Form, string Refusal) Try<TForm>(Func<TForm> compile)
        where TForm : CompiledCircuit
    {
        try
        {
            return (compile(), "");
        }
        catch (Exception refused)
            when (refused is NotSupportedException or ArgumentException or SparseFormTooLargeException)
        {
            return (null, Arguments.MessageOf(refused));
        }
    }

    /// <summary>The form with which derivatives are taken, or null where that would take long.</summary>
    private static CompiledCircuit? Differentiable(CompiledCircuit? form, CompiledCircuit? compiled)
    {
        if (form is null || form is SparseForm)
            return form;
        Circuit circuit = form.Circuit;
        double passes = circuit.InputCount + circuit.WeightCount + 2.0 * circuit.OutputCount;
        return passes * compiled!.TrainingCost()!.Operations <= MaxOperations ? form : null;
    }

    /// <summary>What a training step costs by the compiler's rule; null where the form was insisted on, and so not compared with others.</summary>
    public static CircuitCost? TrainingCost(this CompiledCircuit compiled)
    {
        ArgumentNullException.ThrowIfNull(compiled);
        if (compiled.Choice is not { } choice)
            return null;
        double operations = choice.Candidates.Single(c => c.Form == choice.Chosen && c.Cost is not null).Cost!.Value;
        // A sparse form holds cos and sin of each angle and the monomials, with their gradients; a state form two states of complex numbers.
        long numbers = compiled switch
        {
            SparseForm sparse => 2L * (2 * sparse.Angles.Count + sparse.Monomials.Count),
            StateForm states => 4L * states.Amplitudes,
            _ => throw new NotSupportedException($"the memory of the form {compiled.Form} is not known"),
        };
        return new CircuitCost(operations, choice.Batch, sizeof(float) * numbers);
    }
}
