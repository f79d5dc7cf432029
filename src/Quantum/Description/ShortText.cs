using System.Globalization;
using System.Text.RegularExpressions;
using QImpact.Quantum.Noise;

namespace QImpact.Quantum.Description;

/// <summary>Labels of a drawing: numbers with four digits or as fractions of pi, and what a template's wires do not show already.</summary>
internal static partial class ShortText
{
    private static readonly int[] Denominators = [1, 2, 3, 4, 6, 8];

    /// <summary><c>pi/2</c>, <c>-3*pi/4</c>, <c>0.3333</c></summary>
    public static string Of(double value)
    {
        foreach (int denominator in Denominators)
        {
            double multiple = value * denominator / Math.PI;
            if (multiple == 0 || Math.Abs(multiple) > 16 || Math.Abs(multiple - Math.Round(multiple)) > 1e-14)
                continue;
            string factor = Math.Round(multiple) switch
            {
                1 => "",
                -1 => "-",
                double whole => string.Create(CultureInfo.InvariantCulture, $"{whole}*"),
            };
            return denominator == 1 ? $"{factor}pi" : $"{factor}pi/{denominator}";
        }
        return value.ToString("G4", CultureInfo.InvariantCulture);
    }

    /// <summary><c>x0+pi/2</c></summary>
    public static string Of(Angle angle) => angle.ToText(Of).Replace(" ", "");

    public static string Of(Operation operation) =>
        operation switch
        {
            PauliRotation rotation => $"R{rotation.Letters}({Of(rotation.Angle)})",
            Gate { Angles.Count: > 0 } gate => $"{gate.Name}({string.Join(", ", gate.Angles.Select(Of))})",
            Gate gate => gate.Name,
            NoiseChannel { Channel: var channel } =>
                $"{channel.Kind}({string.Join(", ", channel.Parameters.Select(Of))})",
            _ => WithoutWires(operation),
        };

    /// <summary>A template's text; its wires are where it stands, unless their order is not that of the drawing.</summary>
    private static string WithoutWires(Operation template)
    {
        string text = template.ToString();
        bool ascending = template.Wires.SequenceEqual(template.Wires.Order());
        return ascending ? WiresArgument().Replace(text, "").Replace("(, ", "(").Replace("()", "") : text;
    }

    [GeneratedRegex(@"(, )?wires=(\d+|\[[^\]]*\])")]
    private static partial Regex WiresArgument();
}
