using System.Globalization;
using System.Text.RegularExpressions;

namespace QImpact.Data.Archives;

/// <summary>The type of an array's elements: NumPy's <c>dtype</c>.</summary>
/// <param name="Code">Kind and size without byte order, such as <c>u1</c>, <c>i8</c>, <c>U9</c>, <c>M8[ns]</c>.</param>
/// <param name="BigEndian">Whether the highest byte comes first.</param>
/// <param name="Size">Bytes of an element; null for Python objects, which are pickled, and for structures, which nobody reads here.</param>
public sealed partial record NpyType(string Code, bool BigEndian, int? Size)
{
    /// <summary>Whether elements are whole numbers; truth values are 0 and 1.</summary>
    public bool IsInteger => Code is "b1" or "u1" or "u2" or "u4" or "u8" or "i1" or "i2" or "i4" or "i8";

    /// <summary>Whether elements have no sign.</summary>
    public bool IsUnsigned => Code[0] is 'u' or 'b';

    /// <summary>The code, and what it means where few know it.</summary>
    public override string ToString() =>
        Code switch
        {
            "O" => "O (Python objects)",
            "V" => "V (a structure)",
            _ => Code,
        };

    /// <summary>The type that a header's <c>descr</c> stands for; null for none.</summary>
    internal static NpyType? Parse(object? description)
    {
        if (description is PythonLiteral.List)
            return new NpyType("V", false, null);
        if (description is not string text || Pattern().Match(text) is not { Success: true } match)
            return null;
        string kind = match.Groups["kind"].Value;
        bool bigEndian = match.Groups["order"].Value == ">";
        if (kind == "O")
            return new NpyType("O", bigEndian, null);
        if (!int.TryParse(match.Groups["size"].Value, CultureInfo.InvariantCulture, out int size))
            return null;
        // A character of NumPy's texts has four bytes.
        return new NpyType($"{kind}{size}{match.Groups["unit"].Value}", bigEndian, kind == "U" ? 4 * size : size);
    }

    [GeneratedRegex(@"^(?<order>[<>|=]?)(?<kind>[biufcSaUVMmO])(?<size>[0-9]{0,8})(?<unit>\[[0-9A-Za-z]+\])?$")]
    private static partial Regex Pattern();
}
