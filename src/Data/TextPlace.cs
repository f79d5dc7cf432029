using System.Text;

namespace QImpact.Data;

/// <summary>Where something stands in a text: line and column, both from 1.</summary>
public static class TextPlace
{
    /// <summary><c>line 3, column 7</c>, of a byte of a text in UTF-8.</summary>
    public static string Of(ReadOnlySpan<byte> text, long at)
    {
        ReadOnlySpan<byte> before = text[..(int)at];
        ReadOnlySpan<byte> line = before[(before.LastIndexOf((byte)'\n') + 1)..];
        return $"line {before.Count((byte)'\n') + 1}, column {Encoding.UTF8.GetCharCount(line) + 1}";
    }

    /// <summary><c>line 3, column 7</c>, of a character of a text.</summary>
    public static string Of(ReadOnlySpan<char> text, int at)
    {
        ReadOnlySpan<char> before = text[..at];
        return $"line {before.Count('\n') + 1}, column {at - before.LastIndexOf('\n')}";
    }
}
