using QImpact.Quantum.Compilation;

namespace QImpact.Quantum.Description;

/// <summary>What a circuit does, in words and numbers; <see cref="CircuitDescriber.Describe"/> makes it.</summary>
/// <param name="Circuit">The circuit's text, see <see cref="Circuit.Parse"/>.</param>
/// <param name="Qubits">The number of qubits.</param>
/// <param name="Inputs">The number of inputs per sample.</param>
/// <param name="Weights">The number of weights.</param>
/// <param name="WeightShape">The shape of the weight array.</param>
/// <param name="Drawing">The circuit as lines of text, see <see cref="CircuitDrawing"/>.</param>
/// <param name="Form">The form in which it is computed; null where there is none.</param>
/// <param name="Reason">Why this form, or why there is none.</param>
/// <param name="Monomials">The number of monomials in the polynomials of all outputs; null where they were not found.</param>
/// <param name="Polynomial">The polynomials with the angles in them, line by line; empty where they are long or were not found.</param>
/// <param name="Outputs">The outputs.</param>
/// <param name="WeightRoles">The weights, in order.</param>
/// <param name="Spectra">The frequencies of each input and of each product of two inputs.</param>
/// <param name="Cost">What a training step costs; null where there is no form.</param>
public sealed record CircuitDescription(
    string Circuit,
    int Qubits,
    int Inputs,
    int Weights,
    ValueList<int> WeightShape,
    ValueList<string> Drawing,
    CircuitForm? Form,
    string Reason,
    int? Monomials,
    ValueList<string> Polynomial,
    ValueList<OutputDescription> Outputs,
    ValueList<WeightDescription> WeightRoles,
    ValueList<FrequencySpectrum> Spectra,
    CircuitCost? Cost
)
{
    /// <summary>The description as text for a person, lines that end with a line feed.</summary>
    public override string ToString() => DescriptionText.Of(this);
}

/// <summary>An output and what it depends on.</summary>
/// <param name="Observable">What is measured.</param>
/// <param name="DependsOn">The inputs for which its derivative is not zero everywhere.</param>
/// <param name="NotAnalysed">The inputs for which that is not decided.</param>
public sealed record OutputDescription(string Observable, ValueList<string> DependsOn, ValueList<string> NotAnalysed);

/// <summary>What a weight is good for.</summary>
public enum WeightRole
{
    /// <summary>It changes the outputs in a way in which no input's bias and no earlier weight can.</summary>
    Free,

    /// <summary>Whatever it does, biases of inputs and earlier weights can do.</summary>
    Redundant,

    /// <summary>No output depends on it.</summary>
    NoEffect,

    /// <summary>None of this is decided.</summary>
    NotAnalysed,
}

/// <summary>A weight's role.</summary>
/// <param name="Weight"><c>w3</c></param>
/// <param name="Role">The role.</param>
/// <param name="SameAs">
/// For a redundant weight: adding d to it is, in every output, the same as adding <c>Factor * d</c> to each of these inputs and weights.
/// </param>
public sealed record WeightDescription(string Weight, WeightRole Role, ValueList<Share> SameAs);

/// <summary>A multiple of an input or weight.</summary>
/// <param name="Variable"><c>x0</c>, <c>w0</c></param>
/// <param name="Factor">The factor.</param>
public readonly record struct Share(string Variable, double Factor);

/// <summary>
/// The frequencies k for which terms cos(k x) or sin(k x) of an input x can occur in an output, the other inputs and the weights being fixed.
/// </summary>
/// <param name="Variable"><c>x0</c>, or <c>x0*x1</c> for a product of two inputs, which is taken as a variable of its own.</param>
/// <param name="OfGenerators">What the gates' generators allow, whatever stands between them: ascending, 0 or above; where there are more than 64, the highest alone.</param>
/// <param name="OfPolynomial">Those in the polynomial's monomials, a part of the others; null where the polynomial was not found.</param>
public sealed record FrequencySpectrum(
    string Variable,
    ValueList<double> OfGenerators,
    ValueList<double>? OfPolynomial
);

/// <summary>What a training step costs by the compiler's rule.</summary>
/// <param name="Operations">SIMD multiplications for forward, forward again and backward of a batch (docs/quantum-layer.md).</param>
/// <param name="Batch">The samples in the batch.</param>
/// <param name="BytesPerSample">Working memory per sample in float32, about.</param>
public sealed record CircuitCost(double Operations, int Batch, long BytesPerSample);
