using System.Globalization;
using System.Text;

namespace QImpact.Quantum.Emit;

/// <summary>Lines of C#, indented by their blocks.</summary>
internal sealed class CSharpText
{
    private const int Width = 110;

    private readonly StringBuilder _text = new();
    private string _indent = "";

    /// <summary>A number as a literal of type double where one is expected.</summary>
    public static string Number(double value) => (value == 0 ? 0 : value).ToString(CultureInfo.InvariantCulture); // no -0

    /// <summary>A line; an empty one has no spaces.</summary>
    public void Line(string line = "") => _text.Append(line.Length == 0 ? "" : _indent).Append(line).Append('\n');

    /// <summary>Several lines.</summary>
    public void Lines(string lines)
    {
        foreach (string line in lines.ReplaceLineEndings("\n").Split('\n'))
            Line(line);
    }

    /// <summary>Lines of a comment.</summary>
    public void Comment(IEnumerable<string> lines)
    {
        foreach (string line in lines)
            Line($"// {line}".TrimEnd());
    }

    /// <summary>Begins a block.</summary>
    public void Open()
    {
        Line("{");
        _indent += "    ";
    }

    /// <summary>Ends a block.</summary>
    public void Close()
    {
        _indent = _indent[4..];
        Line("}");
    }

    /// <summary>A table of whole numbers.</summary>
    public void Table(string name, IEnumerable<int> values) =>
        Table("private", "int", name, [.. values.Select(value => value.ToString(CultureInfo.InvariantCulture))]);

    /// <summary>A table of numbers.</summary>
    public void Table(string access, string type, string name, IEnumerable<double> values) =>
        Table(access, type, name, [.. values.Select(Number)]);

    // As many items on a line as it holds; they are constants of the assembly, nothing is allocated.
    private void Table(string access, string type, string name, string[] items)
    {
        string start = $"{access} static ReadOnlySpan<{type}> {name} =>";
        string line = $"{start} [{string.Join(", ", items)}];";
        if (line.Length <= Width)
        {
            Line(line);
            return;
        }
        Line(start);
        Line("[");
        StringBuilder row = new();
        foreach (string item in items)
        {
            if (row.Length > 0 && row.Length + item.Length + 6 > Width)
            {
                Line($"    {row}");
                row.Clear();
            }
            row.Append(row.Length > 0 ? " " : "").Append(item).Append(',');
        }
        Line($"    {row}");
        Line("];");
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();
}
