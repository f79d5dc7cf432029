namespace QImpact.Quantum.Text;

/// <summary>A text that is no circuit; the message says in which column, what is there, and what was expected.</summary>
public sealed class CircuitFormatException : FormatException
{
    internal CircuitFormatException(int position, string problem, Exception? inner = null)
        : base($"column {position + 1} of the circuit: {problem}", inner) => Position = position;

    /// <summary>The index of the character, from 0.</summary>
    public int Position { get; }
}
