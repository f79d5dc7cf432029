using System.Numerics;

namespace QImpact.Quantum;

/// <summary>Checks of numeric arguments, whose messages carry the value and what was expected, and what is read of such messages.</summary>
internal static class Arguments
{
    /// <summary>A vector of the right length, every element finite.</summary>
    public static void CheckVector<T>(string name, ReadOnlySpan<T> values, int count)
        where T : INumberBase<T>
    {
        if (values.Length != count)
            throw new ArgumentException($"{name} has {values.Length} values; the circuit takes {count}", name);
        CheckFinite(name, values, count);
    }

    /// <summary>A probability; the message names what has it.</summary>
    public static double CheckProbability(string owner, double probability, string parameter) =>
        probability is >= 0 and <= 1
            ? probability
            : throw new ArgumentOutOfRangeException(
                parameter,
                probability,
                FormattableString.Invariant($"{owner} with the probability {probability}; expected 0 to 1")
            );

    /// <summary>A count or an index that is not too small; the message says what it is.</summary>
    public static int CheckAtLeast(int least, int value, string what, string parameter) =>
        value >= least
            ? value
            : throw new ArgumentOutOfRangeException(parameter, value, $"{what}; expected at least {least}");

    /// <summary>The first line of an exception's message.</summary>
    public static string FirstLine(Exception exception) => exception.Message.Split('\n')[0].TrimEnd();

    /// <summary>The message without what the base class appends for programmers: the parameter's name and value.</summary>
    public static string MessageOf(Exception exception)
    {
        string message = FirstLine(exception);
        string suffix = $" (Parameter '{(exception as ArgumentException)?.ParamName}')";
        return message.EndsWith(suffix, StringComparison.Ordinal) ? message[..^suffix.Length] : message;
    }

    /// <summary>Every element finite; the message names the place as [row, column] of rows of this width.</summary>
    public static void CheckFinite<T>(string name, ReadOnlySpan<T> values, int width)
        where T : INumberBase<T>
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (T.IsFinite(values[i]))
                continue;
            string place = values.Length > width ? $"{i / width},{i % width}" : $"{i}";
            throw new ArgumentException(
                FormattableString.Invariant($"{name}[{place}] is {values[i]}; expected a finite angle in radians"),
                name
            );
        }
    }
}
