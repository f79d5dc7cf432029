namespace QImpact.Quantum.Qasm;

/// <summary>An OpenQASM program that is no circuit; the message says in which line and column, what is there, and what was expected.</summary>
public sealed class OpenQasmFormatException : FormatException
{
    internal OpenQasmFormatException(Place place, string problem, Exception? inner = null)
        : base($"{place}: {problem}", inner) => (Line, Column, Problem) = (place.Line, place.Column, problem);

    /// <summary>The line, from 1.</summary>
    public int Line { get; }

    /// <summary>The character in the line, from 1.</summary>
    public int Column { get; }

    /// <summary>The message without the place.</summary>
    internal string Problem { get; }
}

/// <summary>A place in a program, both from 1.</summary>
internal readonly record struct Place(int Line, int Column)
{
    /// <summary>Runs what may refuse a value, and says where in the program the value is.</summary>
    public T At<T>(Func<T> make)
    {
        try
        {
            return make();
        }
        catch (ArgumentException refused)
        {
            throw new OpenQasmFormatException(this, Arguments.MessageOf(refused), refused);
        }
    }

    /// <summary><c>line 3, column 7</c></summary>
    public override string ToString() => $"line {Line}, column {Column}";
}
