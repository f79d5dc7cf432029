using System.Collections.Immutable;
using System.Globalization;

namespace QImpact.Data;

/// <summary>The numbers in a table that was read.</summary>
/// <param name="table">The table.</param>
/// <param name="file">What messages call it.</param>
internal sealed class CsvNumbers(CsvText table, string file)
{
    private readonly ImmutableArray<string> _header = table.Header;

    /// <summary>Refuses a table with other columns.</summary>
    /// <exception cref="BadInputException">The header line is another.</exception>
    public void RequireHeader(string expected)
    {
        if (string.Join(',', _header) != expected)
            throw new BadInputException($"{file} has the columns {string.Join(',', _header)}; expected {expected}");
    }

    /// <summary>A column's text.</summary>
    public string Text(CsvRow row, string column) => row.Cells[_header.IndexOf(column)];

    /// <summary>A whole number.</summary>
    /// <exception cref="BadInputException">The cell is none.</exception>
    public int Whole(CsvRow row, string column) =>
        int.TryParse(Text(row, column), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
            ? value
            : throw NotANumber(row, column, "a whole number");

    /// <summary>A finite number.</summary>
    /// <exception cref="BadInputException">The cell is none.</exception>
    public double Real(CsvRow row, string column) =>
        double.TryParse(Text(row, column), NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
        && double.IsFinite(value)
            ? value
            : throw NotANumber(row, column, "a finite number");

    /// <summary>A finite number, or null for an empty cell.</summary>
    /// <exception cref="BadInputException">The cell is neither.</exception>
    public double? Perhaps(CsvRow row, string column) => Text(row, column).Length == 0 ? null : Real(row, column);

    private BadInputException NotANumber(CsvRow row, string column, string expected) =>
        new($"{file}, line {row.Line}: {column} is '{Text(row, column)}'; expected {expected}");
}
