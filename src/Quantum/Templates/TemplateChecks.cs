namespace QImpact.Quantum.Templates;

/// <summary>Checks that several templates make.</summary>
internal static class TemplateChecks
{
    // Beyond so many gates of one template a slip of the keyboard is likelier than an intention, and memory would run out.
    private const int MaxGates = 1_000_000;

    /// <summary>At least one layer, repeat or feature, as the parameter is called; the message names the template.</summary>
    public static int CheckCount(string name, int count, string parameter) =>
        Arguments.CheckAtLeast(1, count, $"{name} of {count} {parameter}", parameter);

    /// <summary>The first of the inputs or weights that a template takes, as its argument is called.</summary>
    public static int CheckFirst(string name, string argument, int first, string parameter) =>
        first is >= 0 and < Variable.MaxCount
            ? first
            : throw new ArgumentOutOfRangeException(
                parameter,
                first,
                $"{name} with {argument}={first}..; expected 0 to {Variable.MaxCount - 1}"
            );

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
