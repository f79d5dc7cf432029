using System.Globalization;

namespace QImpact.Data;

/// <summary>Writes CSV as RFC 4180 describes it, in the invariant culture, doubles in their shortest round-trip form.</summary>
public static class CsvTable
{
    private const char Mark = '\'';

    /// <summary>
    /// One line, without its end: cells joined by commas, quoted where they hold a comma, a quote or a line end. A spreadsheet executes a
    /// cell that begins with =, +, -, @, a tab or a carriage return: such a text gets an apostrophe before it, a number does not.
    /// </summary>
    public static string Line(IEnumerable<string?> cells) =>
        string.Join(',', cells.Select(cell => Quoted(IsMarked(cell) ? Mark + cell : cell)));

    /// <summary>The text that a cell of <see cref="Line"/> stands for, once it is no longer quoted.</summary>
    public static string Original(string cell) => cell is [Mark, .. string text] && IsMarked(text) ? text : cell;

    /// <summary>A number's cell: empty for null.</summary>
    /// <exception cref="ArgumentException">The number is NaN or infinite: a table says "undefined" by an empty cell.</exception>
    public static string Cell(double? value) =>
        value switch
        {
            null => "",
            { } number when double.IsFinite(number) => number.ToString("R", CultureInfo.InvariantCulture),
            { } number => throw new ArgumentException($"{number} can't stand in a table; expected a finite number"),
        };

    /// <summary>A single-precision number's cell, in the shortest form that gives the same number back.</summary>
    /// <exception cref="ArgumentException">The number is NaN or infinite.</exception>
    public static string Cell(float value) =>
        float.IsFinite(value)
            ? value.ToString("R", CultureInfo.InvariantCulture)
            : throw new ArgumentException($"{value} can't stand in a table; expected a finite number");

    /// <summary>A whole number's cell: empty for null.</summary>
    public static string Cell(int? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";

    /// <summary>A whole number's cell.</summary>
    public static string Cell(int value) => value.ToString(CultureInfo.InvariantCulture);

    // An apostrophe too, before what may have got one, so that every text has its own cell.
    private static bool IsMarked(string? text) =>
        text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..]
            ? !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            : text is [Mark, .. string rest] && IsMarked(rest);

    private static string Quoted(string? cell)
    {
        if (cell is null || cell.AsSpan().IndexOfAny(",\"\r\n") < 0)
            return cell ?? "";
        return $"\"{cell.Replace("\"", "\"\"")}\"";
    }
}
