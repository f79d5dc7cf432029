using System.Numerics;
using QImpact.Quantum.Circuits;

namespace QImpact.Quantum.Compilation;

/// <summary>
/// The angles with inputs as affine functions of the features: the inputs, and after them the products of two inputs that occur.
/// Lists of lists stand as one array with the starts of the rows, one more than rows.
/// </summary>
internal sealed class FeaturePlan
{
    private readonly int _inputs;
    private readonly int[] _start;
    private readonly (int Feature, double Scale)[] _terms;

    public FeaturePlan(Circuit circuit, IEnumerable<Angle> angles)
    {
        Angles = angles.ToValueList();
        _inputs = circuit.InputCount;
        Products = Angles
            .SelectMany(angle => angle.Terms)
            .Select(term => term.Variable)
            .Where(variable => variable.Kind == VariableKind.Product)
            .Distinct()
            .OrderBy(variable => variable.SortKey)
            .ToValueList();
        (_start, _terms) = Flatten(Angles, TermsOf);
    }

    /// <summary>The angles.</summary>
    public ValueList<Angle> Angles { get; }

    /// <summary>The products of inputs.</summary>
    public ValueList<Variable> Products { get; }

    /// <summary>Inputs and products.</summary>
    public int FeatureCount => _inputs + Products.Count;

    /// <summary>The features of an angle with their scales.</summary>
    public ReadOnlySpan<(int Feature, double Scale)> Terms(int angle) =>
        _terms.AsSpan(_start[angle].._start[angle + 1]);

    /// <summary>Fills in the products behind the inputs.</summary>
    /// <param name="features">[<see cref="FeatureCount"/>], the inputs set</param>
    public void Multiply<T>(Span<Vector<T>> features)
    {
        for (int p = 0; p < Products.Count; p++)
            features[_inputs + p] = features[Products[p].Index] * features[Products[p].Other];
    }

    /// <summary>An angle without its offset.</summary>
    public Vector<T> Angle<T>(int angle, ReadOnlySpan<Vector<T>> features)
        where T : INumberBase<T>
    {
        Vector<T> sum = Vector<T>.Zero;
        foreach ((int feature, double scale) in Terms(angle))
            sum += features[feature] * T.CreateTruncating(scale);
        return sum;
    }

    /// <summary>Adds the derivative in an angle to the features' gradient.</summary>
    public void AddGradient<T>(int angle, Vector<T> derivative, Span<Vector<T>> gradFeatures)
        where T : INumberBase<T>
    {
        foreach ((int feature, double scale) in Terms(angle))
            gradFeatures[feature] += derivative * T.CreateTruncating(scale);
    }

    /// <summary>The product rule: adds the products' gradient to that of their inputs.</summary>
    public void MultiplyBack<T>(ReadOnlySpan<Vector<T>> features, Span<Vector<T>> gradFeatures)
    {
        for (int p = 0; p < Products.Count; p++)
        {
            Vector<T> gradient = gradFeatures[_inputs + p];
            gradFeatures[Products[p].Index] += gradient * features[Products[p].Other];
            gradFeatures[Products[p].Other] += gradient * features[Products[p].Index];
        }
    }

    public static (int[] Start, T[] Items) Flatten<TRow, T>(IEnumerable<TRow> rows, Func<TRow, IEnumerable<T>> itemsOf)
    {
        var start = new List<int> { 0 };
        var items = new List<T>();
        foreach (TRow row in rows)
        {
            items.AddRange(itemsOf(row));
            start.Add(items.Count);
        }
        return (start.ToArray(), items.ToArray());
    }

    private IEnumerable<(int Feature, double Scale)> TermsOf(Angle angle) =>
        angle
            .Terms.Where(term => term.Variable.Kind != VariableKind.Weight)
            .Select(term => (FeatureOf(term.Variable), term.Scale));

    private int FeatureOf(Variable variable) =>
        variable.Kind == VariableKind.Input ? variable.Index : _inputs + Array.IndexOf(Products.ToArray(), variable);
}
