namespace QImpact.Quantum;

public sealed partial record Circuit
{
    /// <summary>Reads the text form of a circuit.</summary>
    public static Circuit Parse(string text) => throw new NotImplementedException(text);
}
