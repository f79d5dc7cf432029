namespace QImpact.Quantum.Compilation;

/// <summary>What an angle is made of, which decides where its cosine and sine go.</summary>
public enum AngleKind
{
    /// <summary>No variable: two numbers.</summary>
    Constant,

    /// <summary>Weights only: computed when the weights change.</summary>
    Weight,

    /// <summary>Inputs, with or without weights: computed for every sample.</summary>
    Input,
}

/// <summary>
/// An angle of a form: <c>Sign * t</c> with t in one of the form's two lists of angles, or a constant. t and -t share an entry, because cos is even
/// and sin is odd.
/// </summary>
/// <param name="Kind">Which list t is in.</param>
/// <param name="Index">Where t is in that list; -1 for a constant.</param>
/// <param name="Sign">1 or -1; 1 for a constant.</param>
/// <param name="Cos">A constant's cosine, in a state form that of its half; otherwise 0.</param>
/// <param name="Sin">A constant's sine, likewise.</param>
public readonly record struct AngleReference(AngleKind Kind, int Index, int Sign, double Cos, double Sin);
