using System.Globalization;
using System.Text;

namespace QImpact.Quantum.Emit;

/// <summary>Numbers and lists as Python has them, in lines that a person can read.</summary>
internal static class PythonText
{
    private const int Width = 110;

    /// <summary>The shortest text that Python reads as the same number.</summary>
    public static string Number(double value) => (value == 0 ? 0 : value).ToString(CultureInfo.InvariantCulture); // no -0

    /// <summary><c>[1, 0, 0.5]</c></summary>
    public static string List(IEnumerable<double> values) => $"[{string.Join(", ", values.Select(Number))}]";

    /// <summary><c>[1, 0, 5]</c></summary>
    public static string List(IEnumerable<int> values) => $"[{string.Join(", ", values)}]";

    /// <summary><c>(1, 0, 0.5)</c></summary>
    public static string Tuple(params IEnumerable<double> values) => $"({string.Join(", ", values.Select(Number))})";

    /// <summary><c>NAME = [...]</c> with as many items on a line as it holds.</summary>
    public static string Assign(string name, IEnumerable<string> items, string? comment = null)
    {
        StringBuilder text = new($"{name} = [{(comment is null ? "" : $"  # {comment}")}\n");
        StringBuilder line = new();
        foreach (string item in items)
        {
            if (line.Length > 0 && 4 + line.Length + item.Length + 2 > Width)
                EndLine(text, line);
            line.Append(line.Length > 0 ? " " : "").Append(item).Append(',');
        }
        if (line.Length > 0)
            EndLine(text, line);
        return text.Append("]\n").ToString();
    }

    private static void EndLine(StringBuilder text, StringBuilder line)
    {
        text.Append("    ").Append(line).Append('\n');
        line.Clear();
    }
}
