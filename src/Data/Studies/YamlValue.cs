using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace QImpact.Data.Studies;

/// <summary>A value of a YAML file, with where it stands: what is not as expected is refused with file, line, the value and what was expected.</summary>
/// <param name="file">The file.</param>
/// <param name="path">Which value, such as <c>parts[1].folds.count</c>; empty for the whole file.</param>
/// <param name="node">The value.</param>
internal sealed class YamlValue(YamlFile file, string path, YamlNode node)
{
    private const int LongestShown = 60;

    /// <summary>Which value it is.</summary>
    public string Path => path;

    /// <summary>Whether it is a list.</summary>
    public bool IsList => node is YamlSequenceNode;

    /// <summary>Whether it is a list of nothing.</summary>
    public bool IsEmptyList => node is YamlSequenceNode { Children.Count: 0 };

    /// <summary>Whether it has members.</summary>
    public bool IsMapping => node is YamlMappingNode;

    /// <summary>Text.</summary>
    /// <param name="expected">What was expected, such as "a name".</param>
    public string Text(string expected) =>
        node is YamlScalarNode { Value: { Length: > 0 } text } scalar && !(IsPlain(scalar) && text is "null" or "~")
            ? text
            : throw Fail(expected);

    /// <summary>A whole number in a range.</summary>
    public int Whole(int lowest, int highest = int.MaxValue) =>
        node is YamlScalarNode scalar
        && IsPlain(scalar)
        && int.TryParse(scalar.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
        && value >= lowest
        && value <= highest
            ? value
            : throw Fail(
                highest == int.MaxValue
                    ? $"a whole number, at least {lowest}"
                    : string.Create(CultureInfo.InvariantCulture, $"a whole number from {lowest} to {highest}")
            );

    /// <summary>A number.</summary>
    /// <param name="expected">What was expected, such as "a number above 0".</param>
    /// <param name="holds">Whether a number is that.</param>
    public double Real(string expected, Predicate<double> holds) =>
        node is YamlScalarNode scalar
        && IsPlain(scalar)
        && double.TryParse(scalar.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
        && double.IsFinite(value)
        && holds(value)
            ? value
            : throw Fail(expected);

    /// <summary>true or false.</summary>
    public bool Truth() =>
        node is YamlScalarNode { Value: "true" or "false" } scalar && IsPlain(scalar)
            ? scalar.Value == "true"
            : throw Fail("true or false");

    /// <summary>A value of an enumeration, in the lower-case form of the other files.</summary>
    public T Choice<T>()
        where T : struct, Enum
    {
        string[] names = [.. Enum.GetNames<T>().Select(JsonNamingPolicy.KebabCaseLower.ConvertName)];
        return Enum.GetValues<T>()[Array.IndexOf(names, Choice(names))];
    }

    /// <summary>One of some names.</summary>
    public string Choice(IReadOnlyCollection<string> names)
    {
        string expected = $"one of {string.Join(", ", names)}";
        string given = Text(expected);
        return names.Contains(given) ? given : throw Fail(expected + Nearest(given, names));
    }

    /// <summary>The values of a list, at least one.</summary>
    /// <param name="expected">What was expected, such as "a list of arms".</param>
    public ImmutableArray<YamlValue> Items(string expected) =>
        node is YamlSequenceNode { Children.Count: > 0 } list
            ? [.. list.Children.Select((item, place) => new YamlValue(file, $"{path}[{place}]", item))]
            : throw Fail(expected);

    /// <summary>The members, all of which have to be among the names, where any is named.</summary>
    public IReadOnlyDictionary<string, YamlValue> Members(params string[] names)
    {
        string expected = $"the members {string.Join(", ", names)}";
        if (node is not YamlMappingNode mapping)
            throw Fail(expected);
        Dictionary<string, YamlValue> members = [];
        foreach ((YamlNode key, YamlNode value) in mapping.Children)
        {
            string name = new YamlValue(file, path, key).Text("the name of a member");
            if (names.Length > 0 && !names.Contains(name))
                throw file.Fail(
                    key.Start,
                    $"{Where}there is no member '{Shown(name)}'; expected {expected["the members ".Length..]}"
                        + Nearest(name, names)
                );
            members.Add(name, new YamlValue(file, path.Length == 0 ? name : $"{path}.{name}", value));
        }
        return members;
    }

    /// <summary>A refusal of the value for a reason.</summary>
    public BadInputException Refuse(string reason) => file.Fail(node.Start, Where + reason);

    /// <summary>A refusal of a member that is not there.</summary>
    public BadInputException Lacks(string name, string expected) =>
        Refuse($"the member '{name}' is missing; expected {expected}");

    private BadInputException Fail(string expected) => Refuse($"{Shape()}; expected {expected}");

    private string Where => path.Length == 0 ? "" : $"{path}: ";

    private string Shape() =>
        node switch
        {
            YamlSequenceNode { Children.Count: 0 } => "an empty list",
            YamlSequenceNode => "a list",
            YamlMappingNode => "members",
            YamlScalarNode { Value: null or "" } => "nothing",
            YamlScalarNode scalar when IsPlain(scalar) => Shown(scalar.Value!),
            YamlScalarNode scalar => $"the text '{Shown(scalar.Value!)}'",
            _ => "another kind of value",
        };

    private static string Nearest(string given, IEnumerable<string> names) =>
        given.Length <= LongestShown && SimilarName.To(given, names) is { } near ? $"; did you mean '{near}'?" : "";

    private static bool IsPlain(YamlScalarNode scalar) => scalar.Style is ScalarStyle.Plain;

    private static string Shown(string text) => text.Length > LongestShown ? text[..LongestShown] + "..." : text;
}
