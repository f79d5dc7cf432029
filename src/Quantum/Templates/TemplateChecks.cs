namespace QImpact.Quantum.Templates;

/// <summary>Checks that several templates make.</summary>
internal static class TemplateChecks
{
    // Beyond so many gates of one template a slip of the keyboard is likelier than an intention, and memory would run out.
    private const int MaxGates = 1_000_000;

    /// <summary>Refuses a template of so many layers or repeats, as its parameter is called, that has too many gates.</summary>
    public static void CheckGates(string name, int count, double gates, string parameter)
    {
        if (gates > MaxGates)
            throw new ArgumentOutOfRangeException(
                parameter,
                count,
                FormattableString.Invariant(
                    $"{name} of {count} {parameter} has {gates:N0} gates or nearly so; expected at most {MaxGates:N0}"
                )
            );
    }

    /// <summary>X, Y or Z.</summary>
    public static Pauli CheckAxis(Pauli rotation) =>
        rotation is Pauli.X or Pauli.Y or Pauli.Z
            ? rotation
            : throw new ArgumentOutOfRangeException(nameof(rotation), rotation, "expected the axis X, Y or Z");
}
