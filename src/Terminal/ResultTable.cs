using Spectre.Console;

namespace QImpact.Terminal;

/// <summary>A column of a table; numbers stand at the right.</summary>
public sealed record TableColumnSpec(string Heading, bool IsNumber = false);

/// <summary>Tables of results on standard output, no wider than the terminal and 100 columns; without colours.</summary>
public static class ResultTable
{
    /// <summary>The widest line.</summary>
    public const int Width = 100;

    /// <summary>Writes a table, whose rows have a cell for each column.</summary>
    public static void Write(
        TextWriter output,
        IReadOnlyList<TableColumnSpec> columns,
        IEnumerable<IReadOnlyList<string>> rows
    )
    {
        Table table = new() { Border = TableBorder.None };
        foreach (TableColumnSpec column in columns)
            table.AddColumn(
                new TableColumn(new Text(column.Heading))
                {
                    Alignment = column.IsNumber ? Justify.Right : Justify.Left,
                    NoWrap = column.IsNumber,
                    Padding = new Padding(0, 0, 1, 0),
                }
            );
        foreach (IReadOnlyList<string> row in rows)
            table.AddRow(row.Select(cell => new Text(cell)));
        IAnsiConsole console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Ansi = AnsiSupport.No,
                ColorSystem = ColorSystemSupport.NoColors,
                Out = new AnsiConsoleOutput(output),
            }
        );
        int own = console.Profile.Out.IsTerminal ? console.Profile.Width : Width;
        console.Profile.Width = Math.Clamp(own, 60, Width);
        console.Write(table);
    }
}
