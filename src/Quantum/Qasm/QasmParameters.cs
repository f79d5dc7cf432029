using System.IO.Enumeration;
using System.Text.RegularExpressions;

namespace QImpact.Quantum.Qasm;

/// <summary>The parameters of a program, numbered as inputs and weights in the order of their declarations.</summary>
/// <param name="patterns">See <see cref="OpenQasmOptions.Inputs"/>.</param>
internal sealed partial class QasmParameters(ValueList<string> patterns)
{
    private readonly List<string> _declared = [];

    /// <summary>The names of the inputs.</summary>
    public List<string> Inputs { get; } = [];

    /// <summary>The names of the weights.</summary>
    public List<string> Weights { get; } = [];

    /// <summary>Numbers a parameter; one without dimensions is a number.</summary>
    public QasmValue Declare(string name, int[] shape, Place place)
    {
        _declared.Add(name);
        bool isInput =
            patterns.Count == 0 ? InputName().IsMatch(name) : patterns.Any(pattern => Matches(pattern, name));
        List<string> names = isInput ? Inputs : Weights;
        long count = shape.Aggregate(1L, (product, size) => Math.Min(product * size, int.MaxValue));
        if (names.Count + count > Variable.MaxCount)
            throw new OpenQasmFormatException(
                place,
                $"the program has more than {Variable.MaxCount} {(isInput ? "inputs" : "weights")}; expected fewer"
            );
        int first = names.Count;
        names.AddRange(ElementNames(name, shape));
        Angle[] numbers =
        [
            .. Enumerable.Range(first, (int)count).Select(i => isInput ? Angle.Input(i) : Angle.Weight(i)),
        ];
        return shape.Length == 0 ? new NumberValue(numbers[0], false) : new ArrayValue(numbers, 0, shape);
    }

    /// <summary>Refuses a pattern that no parameter has matched.</summary>
    public void CheckPatterns()
    {
        foreach (string pattern in patterns)
        {
            if (_declared.Any(name => Matches(pattern, name)))
                continue;
            string known =
                _declared.Count == 0 ? "it has no parameters"
                : SimilarName.To(pattern, _declared) is { } near ? $"did you mean {near}?"
                : $"it has {string.Join(", ", _declared.Take(10))}{(_declared.Count > 10 ? ", ..." : "")}";
            throw new ArgumentException($"no parameter of the program is named '{pattern}'; {known}");
        }
    }

    private static bool Matches(string pattern, string name) =>
        FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);

    /// <summary><c>w[0][0]</c>, <c>w[0][1]</c>, ...</summary>
    private static IEnumerable<string> ElementNames(string name, ReadOnlySpan<int> shape)
    {
        IEnumerable<string> names = [name];
        foreach (int size in shape)
            names = names.SelectMany(prefix => Enumerable.Range(0, size).Select(i => $"{prefix}[{i}]"));
        return names;
    }

    [GeneratedRegex("^_*(x|inputs?|features?)(_?[0-9]+)*_*$")]
    private static partial Regex InputName();
}
