using System.Collections.Immutable;
using nietras.SeparatedValues;

namespace QImpact.Data;

/// <summary>A CSV file as text: its header, and its rows with the line on which each begins, from 1.</summary>
public sealed record CsvText(ImmutableArray<string> Header, ImmutableArray<CsvRow> Rows);

/// <summary>A row: as many cells as the header has, empty ones as "".</summary>
public sealed record CsvRow(int Line, string[] Cells);

/// <summary>Reads CSV as RFC 4180 describes it, in UTF-8, with Sep; blank lines are no rows, and the apostrophe before what spreadsheets execute (see <see cref="CsvTable.Line"/>) is no part of a cell.</summary>
public static class CsvReader
{
    private static readonly SepReaderOptions Options = new(Sep.New(','))
    {
        HasHeader = false,
        Unescape = true,
        DisableColCountCheck = true,
    };

    /// <summary>Reads a file.</summary>
    /// <exception cref="BadInputException">
    /// It can't be read, is empty, has a row with more or fewer cells than the header, a carriage return that ends no line, or an open quote;
    /// the message says where.
    /// </exception>
    public static CsvText Read(string path) => Parse(path, InputFile.ReadText(path));

    /// <summary>Reads a text; <paramref name="path"/> is what messages call it.</summary>
    /// <exception cref="BadInputException">As of <see cref="Read"/>.</exception>
    public static CsvText Parse(string path, string text)
    {
        RequireLineEnds(path, text);
        List<CsvRow> rows = Rows(path, text);
        if (rows is [])
            throw new BadInputException($"{path} is empty; expected a header line");
        string[] header = rows[0].Cells;
        if (rows.Find(row => row.Cells.Length != header.Length) is { } other)
            throw new BadInputException(
                $"{path}, line {other.Line}: {other.Cells.Length} cells; expected {header.Length}, as in the header"
                    + (IsCutOff(text, other, rows) ? "; the file is cut off there" : "")
            );
        return new CsvText([.. header], [.. rows.Skip(1)]);
    }

    // Every writer of tables ends the last line too.
    private static bool IsCutOff(string text, CsvRow row, List<CsvRow> rows) =>
        ReferenceEquals(row, rows[^1]) && !text.EndsWith('\n');

    private static List<CsvRow> Rows(string path, string text)
    {
        List<CsvRow> rows = [];
        int line = 1;
        using SepReader reader = Options.FromText(text);
        while (reader.MoveNext())
        {
            SepReader.Row row = reader.Current;
            if (row.Span.Count('"') % 2 != 0)
                throw new BadInputException($"{path}, line {line}: a quoted cell never ends; expected a closing quote");
            if (!row.Span.IsEmpty)
            {
                string[] cells = new string[row.ColCount];
                for (int column = 0; column < cells.Length; column++)
                    cells[column] = CsvTable.Original(row[column].ToString());
                rows.Add(new CsvRow(line, cells));
            }
            line = row.LineNumberToExcl;
        }
        return rows;
    }

    // Within quotes a carriage return is a character of the cell.
    private static void RequireLineEnds(string path, string text)
    {
        bool quoted = false;
        for (int at = 0; at < text.Length; at++)
            if (text[at] == '"')
                quoted = !quoted;
            else if (text[at] == '\r' && !quoted && (at + 1 == text.Length || text[at + 1] != '\n'))
                throw new BadInputException(
                    $"{path}, {TextPlace.Of(text, at)}: a carriage return without a line feed; expected lines that end in LF or CRLF"
                );
    }
}
